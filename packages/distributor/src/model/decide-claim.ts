import {
  type CampaignRule,
  type EpochMs,
  payoutCommitment,
  type ReasonCode,
  type Receipt,
  statusTermsOf,
  valueAtStake,
} from '@evenkeel/kernel'
import type { ClaimedPayout } from './read-submission.ts'

export interface ClaimInput {
  readonly rule: CampaignRule
  /** SHA-256 of the rule's canonical policy, hex. */
  readonly policyHash: string
  /** Whether all counterparties have taken the campaign and its opening time has come. */
  readonly opened: boolean
  /** Both with their signatures checked. */
  readonly receipt: Receipt
  readonly claim: ClaimedPayout
}

export type ClaimDecision =
  | { readonly verdict: 'accept' }
  | { readonly verdict: 'hold'; readonly reason: ReasonCode }
  | { readonly verdict: 'refuse'; readonly reason: ReasonCode }

/** Who a receipt for a campaign is made out to. */
export function campaignAudience(campaignId: string): string {
  return `campaign:${campaignId}`
}

/**
 * The one check of F2, without signatures and uniqueness: what the rule says about a claim that arrived at `arrivedAtMs`. Reasons, in this
 * order: receipt_wrong_audience, receipt_policy_mismatch, receipt_prior_missing, receipt_expired, claim_payout_mismatch, campaign_closed, campaign_not_open,
 * receipt_outcome_not_accepted; a hold carries the receipt's reason.
 */
export function decideClaim(input: ClaimInput, arrivedAtMs: EpochMs): ClaimDecision {
  const { rule, receipt, claim } = input
  if (!receipt.aud.includes(campaignAudience(rule.id))) return refusal('receipt_wrong_audience')
  if (receipt.policyHash !== input.policyHash) return refusal('receipt_policy_mismatch')
  if (!namesPriors(rule, receipt)) return refusal('receipt_prior_missing')
  if (arrivedAtMs >= receipt.exp * 1000) return refusal('receipt_expired')
  if (
    payoutCommitment({ salt: claim.payoutSalt, target: claim.payoutTarget }) !==
    receipt.payoutCommitment
  ) {
    return refusal('claim_payout_mismatch')
  }
  // A window that waits for those for whom there was no room closes in the store.
  if (rule.intake === undefined && arrivedAtMs >= rule.closesAtMs) return refusal('campaign_closed')
  if (!input.opened || arrivedAtMs < rule.opensAtMs) return refusal('campaign_not_open')
  if (receipt.outcome === 'accepted') return { verdict: 'accept' }
  const { onUndetermined } = statusTermsOf(rule.policy, valueAtStake(rule))
  // The verifier signs no such receipt unless the status is all that it lacks.
  if (onUndetermined === 'accept_up_to_cap') return { verdict: 'accept' }
  if (onUndetermined !== 'hold') return refusal('receipt_outcome_not_accepted')
  return { verdict: 'hold', reason: 'undetermined_held' }
}

/** Whether the receipt says who the person is in each earlier campaign that the rule offsets against, and in no other. */
function namesPriors({ offsets }: CampaignRule, { priorNullifiers = {} }: Receipt): boolean {
  const named = Object.keys(priorNullifiers).sort()
  return named.join() === [...(offsets?.campaigns ?? [])].sort().join()
}

function refusal(reason: ReasonCode): ClaimDecision {
  return { verdict: 'refuse', reason }
}
