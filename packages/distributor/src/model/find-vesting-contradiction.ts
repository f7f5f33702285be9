import { type CampaignRule, findVestingFault } from '@evenkeel/kernel'

/** What in a rule's vesting and expiry cannot be kept; undefined for a rule that can. */
export function findVestingContradiction({
  vesting,
  claimExpiry,
  closesAtMs,
  unclaimed,
  offsets,
}: CampaignRule): string | undefined {
  if (claimExpiry !== undefined) {
    if (unclaimed !== 'return') return 'says when unclaimed value goes back, but not that it does'
    if (claimExpiry.atMs < closesAtMs) return 'claims expire before it closes'
  }
  if (vesting === undefined) return undefined
  // What is withheld for a debt is withheld when a payment is ordered, and then nothing has fallen due.
  if (offsets !== undefined) return 'offsets do not go with payments in parts'
  return findVestingFault(vesting)
}
