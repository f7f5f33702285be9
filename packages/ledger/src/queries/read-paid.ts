import type { AccountId, ReadTx, TransferId } from '@evenkeel/kernel'
import { paidId, settleId } from '../model/payment.ts'
import { readTransfers } from './read-books.ts'
import { readRailMovements } from './read-rail-movements.ts'

/** Reads which account each of these payments went to; one that has not arrived, was reversed, or is paid in parts is missing. */
export async function readPaid(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, AccountId>> {
  const known = await readTransfers(
    tx,
    ids.flatMap((id) => [settleId(id), paidId(id)]),
  )
  const posted = ids.flatMap((id) => known.get(settleId(id))?.seq ?? [])
  const arrived = await tx.selectIn({
    table: 'rail_payment',
    columns: ['transfer_id'],
    key: 'seq',
    keys: posted,
    where: { state: 'settled' },
  })
  // The transfer that moved the money: the rail's own, where the rail is outside.
  const moved = arrived.flatMap((row) => {
    const id = row.transfer_id as TransferId
    const entry = known.get(paidId(id)) ?? known.get(settleId(id))
    return entry?.state === 'applied' ? [{ id, seq: entry.seq }] : []
  })
  const paid = await readRailMovements(
    tx,
    moved.map(({ seq }) => seq),
  )
  return new Map(
    moved.flatMap(({ id, seq }) => {
      const movement = paid.get(seq)
      return movement === undefined ? [] : [[id, movement.credit]]
    }),
  )
}
