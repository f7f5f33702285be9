import type { AccountId, MinorUnits, ReadTx, TransferId } from '@evenkeel/kernel'
import { payeeAccount } from '../model/account.ts'
import { releaseId } from '../model/vesting.ts'
import { readTransfers } from './read-books.ts'
import { readVestings } from './read-vestings.ts'

/** What was paid in parts, and to whom. */
export interface PaidInParts {
  readonly payee: AccountId
  readonly amount: MinorUnits
}

/** Reads what these vestings paid; one of which a part is still to come, or under way, is missing. */
export async function readPaidInParts(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, PaidInParts>> {
  const vestings = await readVestings(tx, ids)
  const ended = [...vestings.values()].filter(({ nextAtMs }) => nextAtMs === undefined)
  const releases = ended.flatMap((vesting) =>
    Array.from({ length: vesting.releases }, (_, i) => ({
      id: releaseId(vesting.transferId, i + 1),
      vesting,
    })),
  )
  const known = await readTransfers(
    tx,
    releases.map(({ id }) => id),
  )
  const open = await tx.selectIn({
    table: 'rail_payment',
    columns: ['seq', 'state'],
    key: 'seq',
    keys: [...known.values()].map(({ seq }) => seq),
  })
  const openSeqs = new Set(open.flatMap((row) => (row.state === 'settled' ? [] : [row.seq])))
  const underWay = new Set(
    releases.flatMap(({ id, vesting }) =>
      openSeqs.has(known.get(id)?.seq ?? 0) ? [vesting.transferId] : [],
    ),
  )
  return new Map(
    ended.flatMap(({ transferId, campaign, payee, released }) =>
      released === 0n || underWay.has(transferId)
        ? []
        : [[transferId, { payee: payeeAccount(campaign.asset, payee), amount: released }]],
    ),
  )
}
