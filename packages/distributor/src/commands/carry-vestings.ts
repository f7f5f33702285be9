import {
  type AnyReceiveHandler,
  type AnySendPolicy,
  assert,
  type CampaignId,
  parseMinor,
  parseVestingEnd,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import { readTransferId } from '../model/claim-ids.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'
import { addVestingForfeits } from '../store/vesting-forfeits.ts'
import { PERSISTENT_DEFAULTS, tellClaims } from './carry-claims.ts'

/** What happens when the ledger answers about vestings. A pause that it does not take pauses nothing there, and becomes an event. */
export function vestingSendPolicies(parts: DistributorParts): readonly AnySendPolicy[] {
  const policy = { budgetMs: CLAIM_BUDGET_MS, defaults: PERSISTENT_DEFAULTS }
  return [
    { ...policy, kind: 'ledger.pause-releases' },
    {
      ...policy,
      kind: 'ledger.cancel-vesting',
      onRefused: async (tx, items) => {
        const told = items.map(({ body, reason, budgetMs }) => {
          const transfer = readTransferId(body.transferId)
          assert(transfer !== undefined, `${body.transferId} is the id of a claim's transfer`)
          const news = { news: 'cancel_refused', reason } as const
          return { claimId: transfer.claimId, news, budgetMs }
        })
        await tellClaims(tx, parts, told)
      },
    },
  ]
}

/** How the ledger's word about vestings that ended early is taken. Reasons: handoff_party_unknown, and those of `advanceVesting`. */
export function vestingReceiveHandlers(parts: DistributorParts): readonly AnyReceiveHandler[] {
  return [
    {
      kind: 'distributor.end-vesting',
      parse: parseVestingEnd,
      apply: (tx, items) => endVestings(tx, parts, items),
    },
  ]
}

async function endVestings(
  tx: Tx,
  parts: DistributorParts,
  items: readonly ReceivedItem<'distributor.end-vesting'>[],
) {
  const transfers = items.map((item) => readTransferId(item.body.transferId))
  const claimIds = transfers.flatMap((one) => one?.claimId ?? [])
  const batch = await loadClaimBatch(tx, parts, claimIds, parts.context.ports.clock.nowMs())
  const forfeits = new Map<CampaignId, bigint>()
  const answers = items.map(({ from, body, budgetMs }, position) => {
    if (from !== parts.config.ledger) return refused('handoff_party_unknown')
    const transfer = transfers[position]
    if (transfer === undefined) return refused('transfer_unknown')
    const { claimId, version } = transfer
    const before = batch.get(claimId)
    if (before === undefined) return refused('claim_unknown')
    const [kept, withheld] = [parseMinor(body.keptMinor), parseMinor(body.withheldMinor)]
    if (!kept.ok || !withheld.ok) return refused('amount_overflow')
    if (kept.value + withheld.value !== before.amount && before.vesting?.kept === undefined) {
      return refused('transfer_conflict')
    }
    const fault = batch.advance(
      claimId,
      { news: 'vesting_ended', version, kept: kept.value },
      budgetMs,
    )
    if (fault !== undefined) return refused(fault)
    const isNew = before.vesting?.kept === undefined
    if (isNew && before.vesting?.ending?.rest === 'forfeited') {
      const sum = forfeits.get(before.campaignId) ?? 0n
      forfeits.set(before.campaignId, sum + withheld.value)
    }
    return { outcome: 'acknowledged' } as const
  })
  await batch.save()
  await addVestingForfeits(tx, forfeits)
  return answers
}
