import { type EpochMs, epochMs, type HandoffId, type PartyId } from '../ids.ts'
import type { ReadTx } from '../ports.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import type { SendMode } from './default-ladder.ts'
import type { DefaultAct } from './handoff-policy.ts'

/** An item that this party is accountable for, as the custody board shows it. */
export interface CustodyItem {
  readonly id: HandoffId
  readonly kind: string
  readonly accountable: PartyId
  readonly to: PartyId
  readonly mode: SendMode
  readonly createdAtMs: EpochMs
  readonly deadlineAtMs: EpochMs
  readonly attempts: number
  /** Why it is on hold, where it is not the ladder's doing: handoff_forgotten. */
  readonly reason?: ReasonCode
  /** Acts of the defaults that fired, in order. */
  readonly defaultsFired: readonly DefaultAct[]
}

/** Everything this party holds and has not handed over yet, most overdue first; at most `limit`. */
export async function listCustody(
  tx: ReadTx,
  self: PartyId,
  limit: number,
): Promise<readonly CustodyItem[]> {
  const rows = await tx.all(
    `SELECT id, kind, recipient, mode, created_at, deadline_at, attempts, reason FROM handoff_out WHERE state = 'open' ORDER BY deadline_at, id LIMIT ?`,
    [limit],
  )
  const items: CustodyItem[] = []
  for (const row of rows) {
    const fired = await tx.all('SELECT act FROM handoff_default WHERE id = ? ORDER BY step', [
      String(row.id),
    ])
    items.push({
      id: row.id as HandoffId,
      kind: String(row.kind),
      accountable: self,
      to: row.recipient as PartyId,
      mode: row.mode as SendMode,
      createdAtMs: epochMs(Number(row.created_at)),
      deadlineAtMs: epochMs(Number(row.deadline_at)),
      attempts: Number(row.attempts),
      ...(row.reason !== null && { reason: row.reason as ReasonCode }),
      defaultsFired: fired.map((step) => step.act as DefaultAct),
    })
  }
  return items
}
