import type { EpochMs } from '../ids.ts'
import type { Row } from '../ports.ts'
import { modeAfter, type SendMode, stageEnd, stepAt } from './default-ladder.ts'
import { type Fault, isolateFaults, recordFaults } from './isolate-faults.ts'
import { ENVELOPE_ITEMS_MAX, PUMP_ROUNDS_MAX, RESEND_MS_LONGEST } from './limits.ts'
import { ITEM_COLUMNS, itemFault, journeyOf, type Sender, sentItem } from './outbox-rows.ts'

/** Fires every default whose deadline has passed, each exactly once. Returns how many fired. */
export async function fireDefaults(sender: Sender): Promise<number> {
  let fired = 0
  for (let round = 0; round < PUMP_ROUNDS_MAX; round += 1) {
    const now = sender.ports.clock.nowMs()
    const overdue = await sender.ports.store.read('handoff-overdue', (tx) =>
      tx.all(
        `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE state = 'open' AND deadline_at <= ? ORDER BY deadline_at, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
        [now],
      ),
    )
    const { outputs, faults } = await isolateFaults(overdue, (some) => fire(sender, some, now))
    fired += outputs.length
    await putOff(sender, faults, now)
    if (overdue.length < ENVELOPE_ITEMS_MAX) break
  }
  return fired
}

/** Fires the present default of each item in one transaction; returns the items for which no other process was first. */
function fire(sender: Sender, rows: readonly Row[], now: EpochMs): Promise<readonly Row[]> {
  const { ports, policyOf, recordEvents } = sender
  return ports.store.transact('handoff-defaults', async (tx) => {
    const changed = await tx.runMany(
      `UPDATE handoff_out SET defaults_fired = ?, mode = ?, deadline_at = ?, send_after = ? WHERE id = ? AND state = 'open' AND defaults_fired = ? AND mode = ?`,
      rows.map((row) => {
        const { defaults } = policyOf(String(row.kind))
        const step = Number(row.defaults_fired)
        const mode = modeAfter(stepAt(defaults, step).act, row.mode as SendMode)
        const deadline = stageEnd(defaults, step + 1, now, journeyOf(row))
        return [step + 1, mode, deadline, now, String(row.id), step, String(row.mode)]
      }),
    )
    const mine = rows
      .filter((_, position) => changed[position] === 1)
      .map((row) => {
        const policy = policyOf(String(row.kind))
        const step = Number(row.defaults_fired)
        return { row, policy, step, act: stepAt(policy.defaults, step).act }
      })
    await tx.insertMany({
      table: 'handoff_default',
      columns: ['id', 'step', 'act', 'fired_at'],
      rows: mine.map(({ row, step, act }) => [String(row.id), step, act, now]),
      onConflict: 'fail',
    })
    for (const { row, policy, act } of mine) {
      await policy.onDefault?.(tx, sentItem(row, now), act)
    }
    const events = mine.map(({ row, step, act }) => ({
      event: 'HandoffDefaultFired',
      atMs: now,
      ids: { handoff: String(row.id) },
      detail: { act, step, kind: String(row.kind), to: String(row.recipient) },
    }))
    await recordEvents(tx, events)
    return mine.map(({ row }) => row)
  })
}

/** A default whose hook throws is tried again later, so that it stays visible and holds up no other. */
async function putOff(sender: Sender, faults: readonly Fault<Row>[], now: EpochMs): Promise<void> {
  if (faults.length === 0) return
  await recordFaults(sender, faults.map(itemFault))
  await sender.ports.store.transact('handoff-default-fault', (tx) =>
    tx.runMany(
      `UPDATE handoff_out SET deadline_at = ? WHERE id = ? AND state = 'open' AND defaults_fired = ?`,
      faults.map(({ item }) => [
        now + RESEND_MS_LONGEST,
        String(item.id),
        Number(item.defaults_fired),
      ]),
    ),
  )
}
