import { type AccountId, assert, type ReadTx, type TransferId } from '@evenkeel/kernel'
import { readEntry } from '../model/journal-entry.ts'
import { paidId, settleId } from '../model/payment.ts'
import { readTransfers } from './read-books.ts'

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
  const rows = await tx.selectIn({
    table: 'ledger_journal',
    columns: ['seq', 'entry'],
    key: 'seq',
    keys: moved.map(({ seq }) => seq),
  })
  const entryAt = new Map(rows.map((row) => [Number(row.seq), readEntry(String(row.entry))]))
  return new Map(
    moved.map(({ id, seq }) => {
      const paid = entryAt.get(seq)?.movements.find(({ debit }) => debit.startsWith('rail:'))
      assert(paid !== undefined, `${id} is a payment`)
      return [id, paid.credit]
    }),
  )
}
