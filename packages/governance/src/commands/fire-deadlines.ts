import { assert } from '@evenkeel/kernel'
import { SWEEP_BATCH_MAX } from '../limits.ts'
import { fireIfDue } from './advance-case.ts'
import { readCase } from './case-store.ts'
import type { GovernanceDeps } from './hand-over.ts'

/**
 * Fires the defaults of the clocks that have ended, one batch in one transaction, oldest first. Each fires exactly once, also with several
 * sweepers: the case's version and its one running clock change with it. Returns how many fired.
 */
export function fireDeadlines(deps: GovernanceDeps): Promise<number> {
  return deps.context.ports.store.transact('fire-deadlines', async (tx) => {
    const due = await tx.all(
      'SELECT case_id FROM governance_deadline WHERE outcome IS NULL AND due_at <= ? ORDER BY due_at, case_id LIMIT ?',
      [deps.context.ports.clock.nowMs(), SWEEP_BATCH_MAX],
    )
    for (const row of due) {
      const record = await readCase(tx, String(row.case_id))
      assert(record !== undefined, `a clock runs for ${row.case_id}, which is no case`)
      await fireIfDue(deps, tx, record)
    }
    return due.length
  })
}
