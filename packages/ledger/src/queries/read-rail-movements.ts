import { assert, type ReadTx } from '@evenkeel/kernel'
import { readEntry } from '../model/journal-entry.ts'
import type { Movement } from '../model/transfer.ts'

/** Reads what the rail paid to whom in these entries of the journal, each of which is a payment, by their places. */
export async function readRailMovements(
  tx: ReadTx,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, Movement>> {
  const rows = await tx.selectIn({
    table: 'ledger_journal',
    columns: ['seq', 'entry'],
    key: 'seq',
    keys: seqs,
  })
  return new Map(
    rows.map((row) => {
      const { movements } = readEntry(String(row.entry))
      const paid = movements.find(({ debit }) => debit.startsWith('rail:'))
      assert(paid !== undefined, `entry ${row.seq} is a payment`)
      return [Number(row.seq), paid]
    }),
  )
}
