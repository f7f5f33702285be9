import type { PartyId } from '../ids.ts'
import type { ReadTx } from '../ports.ts'

/**
 * Whether a recipient has at least so many items still to answer, those on hold apart: for senders that make no more of what would only wait. It
 * walks so many entries of an index at most, however long the queue is.
 */
export async function owesAtLeast(tx: ReadTx, to: PartyId, items: number): Promise<boolean> {
  const row = await tx.get(
    `SELECT count(*) AS n FROM (
       SELECT id FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold' ORDER BY send_after, id LIMIT ?
     ) AS owed`,
    [to, items],
  )
  return Number(row?.n) >= items
}
