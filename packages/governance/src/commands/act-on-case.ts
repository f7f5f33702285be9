import { type CaseId, isId, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { CaseRecord } from '../model/case-record.ts'
import type { CaseStep } from '../model/reduce-case.ts'
import { advanceCase, fireIfDue } from './advance-case.ts'
import { readCase } from './case-store.ts'
import type { GovernanceDeps } from './hand-over.ts'

/**
 * Lets somebody act on a case in one transaction. A deadline that has passed is decided first, so that being late is being late. Reasons:
 * case_unknown, case_conflict when the case is no longer at `expectedVersion` (G4), and those of `reduceCase`.
 */
export function actOnCase(
  deps: GovernanceDeps,
  caseId: CaseId,
  step: CaseStep,
  expectedVersion?: number,
): Promise<Result<CaseRecord, Reasoned>> {
  return deps.context.ports.store.transact(`${step.act}-case`, async (tx) => {
    const stored = isId(caseId) ? await readCase(tx, caseId) : undefined
    if (stored === undefined) return refuse('case_unknown')
    const current = await fireIfDue(deps, tx, stored)
    if (expectedVersion !== undefined && expectedVersion !== current.version) {
      return refuse('case_conflict', `the case is at version ${current.version}`)
    }
    return advanceCase(deps, tx, current, step, 'met')
  })
}
