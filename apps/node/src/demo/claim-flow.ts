import type { ClaimAnswer } from '@evenkeel/distributor'
import {
  type CampaignId,
  type CredentialId,
  ok,
  type Policy,
  type Reasoned,
  type Result,
  refuse,
  subjectClaimOf,
  type Verdict,
} from '@evenkeel/kernel'
import { claimsRead } from '@evenkeel/kernel/conditions'
import type { World } from '../open-world.ts'

/** What a person at a counter waits for a verdict; undetermined afterwards. Milliseconds. */
const VERIFY_WITHIN_MS = 5_000

export interface CampaignPresentation {
  readonly campaignId: CampaignId
  readonly credentialId: CredentialId
  /** Name of a verifier of the world. */
  readonly verifier: string
  /** Where the value would go; binds the presentation to it. */
  readonly payoutTarget: string
  /** What is shown beside what cannot be withheld; what the campaign's policy asks for, as far as the credential has it, if absent. */
  readonly disclose?: readonly string[]
}

export interface JudgedPresentation {
  readonly verdict: Verdict
  /** Milliseconds per stage. */
  readonly timings: Readonly<Record<string, number>>
  /** Compact JWS; present when the verdict is good enough for the campaign. */
  readonly receipt?: string
  readonly payoutSalt: string
}

/**
 * Lets the demo holder present a credential to a verifier for a campaign, bound to a payout, and returns the verdict and the receipt.
 * Reasons: not_found, campaign_unknown, those of the roles.
 */
export async function presentForCampaign(
  world: World,
  request: CampaignPresentation,
): Promise<Result<JudgedPresentation, Reasoned>> {
  const verifier = world.find('verifier', request.verifier)
  if (verifier === undefined)
    return refuse('not_found', `no verifier is called ${request.verifier}`)
  const campaign = await world.the('distributor').role.showCampaign(request.campaignId)
  if (!campaign.ok) return campaign
  const nonce = await verifier.role.createNonce()
  const presented = await world.the('holder').role.present({
    credentialId: request.credentialId,
    audience: verifier.role.audience,
    nonce,
    ...(request.disclose === undefined
      ? { disclose: [], discloseIfThere: claimsAsked(campaign.value.rule.policy) }
      : { disclose: request.disclose }),
    payout: { campaignId: request.campaignId, target: request.payoutTarget },
  })
  if (!presented.ok) return presented
  const { presentation, transactionData, payoutSalt } = presented.value
  if (transactionData === undefined || payoutSalt === undefined)
    throw new Error('a payout was asked for')
  const judged = await verifier.role.verifyForCampaign({
    campaignId: request.campaignId,
    presentation,
    nonce,
    transactionData,
    deadlineMs: verifier.ports.clock.monotonicMs() + VERIFY_WITHIN_MS,
  })
  if (!judged.ok) return judged
  const { verdict, timings, receipt } = judged.value
  return ok({
    verdict,
    timings,
    payoutSalt,
    ...(receipt === undefined ? {} : { receipt: receipt.compact }),
  })
}

/** What a policy copies, demands, computes with and counts people by. */
function claimsAsked(policy: Policy): readonly string[] {
  const { required, optional } = claimsRead(policy)
  return [
    ...Object.values(policy.outputs),
    ...Object.keys(policy.requiredClaims),
    ...required,
    ...optional,
    ...policy.credentialTypes.map((type) => subjectClaimOf(policy, type)),
  ]
}

export interface SubmittedClaim {
  /** The bytes that were sent; sending them again is safe. */
  readonly submission: Uint8Array
  readonly answer: ClaimAnswer
}

/** Signs the claim that goes with a receipt and submits it. Reason: not_found. */
export async function claimWithReceipt(
  world: World,
  request: CampaignPresentation,
  judged: { readonly receipt: string; readonly payoutSalt: string },
): Promise<Result<SubmittedClaim, Reasoned>> {
  const submission = await world.the('holder').role.signClaim({
    credentialId: request.credentialId,
    campaignId: request.campaignId,
    payoutTarget: request.payoutTarget,
    receipt: judged.receipt,
    payoutSalt: judged.payoutSalt,
  })
  if (!submission.ok) return submission
  return ok({
    submission: submission.value,
    answer: await world.the('distributor').role.submitClaim(submission.value),
  })
}
