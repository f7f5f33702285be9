import type { AccountId, MinorUnits, ReadTx, TransferId } from '@evenkeel/kernel'
import { paidId } from '../model/payment.ts'
import type { PaidTo } from '../model/recovery.ts'
import { releaseId } from '../model/vesting.ts'
import { readTransfers } from './read-books.ts'
import { readRailMovements } from './read-rail-movements.ts'
import { readVestings } from './read-vestings.ts'

/** Reads to whom these vestings paid how much, by account, the one that was paid last first; one of which a part is still to come, or under way, is missing. */
export async function readPaidInParts(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, readonly PaidTo[]>> {
  const vestings = await readVestings(tx, ids)
  const ended = [...vestings.values()].filter(({ nextAtMs }) => nextAtMs === undefined)
  const releases = ended.flatMap(({ transferId, releases: count }) =>
    Array.from({ length: count }, (_, i) => ({ id: releaseId(transferId, i + 1), transferId })),
  )
  const known = await readTransfers(
    tx,
    releases.flatMap(({ id }) => [id, paidId(id)]),
  )
  const open = await tx.selectIn({
    table: 'rail_payment',
    columns: ['seq', 'state'],
    key: 'seq',
    keys: [...known.values()].map(({ seq }) => seq),
  })
  const openSeqs = new Set(open.flatMap((row) => (row.state === 'settled' ? [] : [row.seq])))
  const underWay = new Set(
    releases.flatMap(({ id, transferId }) =>
      openSeqs.has(known.get(id)?.seq ?? 0) ? [transferId] : [],
    ),
  )
  // The transfer that moved the money: the rail's own, where the rail is outside.
  const moved = releases.flatMap(({ id, transferId }) => {
    const entry = known.get(paidId(id)) ?? known.get(id)
    const isPaid = entry?.state === 'applied' && !underWay.has(transferId)
    return isPaid ? [{ transferId, seq: entry.seq }] : []
  })
  const movements = await readRailMovements(
    tx,
    moved.map(({ seq }) => seq),
  )
  const paid = new Map<TransferId, Map<AccountId, bigint>>()
  for (const { transferId, seq } of moved.toReversed()) {
    const movement = movements.get(seq)
    if (movement === undefined) continue
    const { credit, amount } = movement
    const byAccount = paid.get(transferId) ?? new Map<AccountId, bigint>()
    paid.set(transferId, byAccount.set(credit, (byAccount.get(credit) ?? 0n) + amount))
  }
  return new Map(
    [...paid].map(([id, byAccount]) => [
      id,
      [...byAccount].map(([payee, amount]) => ({ payee, amount: amount as MinorUnits })),
    ]),
  )
}
