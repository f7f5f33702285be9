import {
  assert,
  type CampaignId,
  type CampaignRule,
  checkJwsHeader,
  createJws,
  type EpochMs,
  epochMs,
  err,
  ok,
  RECEIPT_TYP,
  type Reasoned,
  type Result,
  reasons,
  refuse,
  type SignatureJob,
  TICKET_TYP,
  type Ticket,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import { readClaimKnock } from '../model/claim-knock.ts'
import { type ClaimDecision, decideClaim } from '../model/decide-claim.ts'
import { limitKeysOf, payoutKeyOf } from '../model/limit-keys.ts'
import type { KeyedSubmission, OpenedSubmission } from '../model/read-submission.ts'
import { gateWaitMs, holdMsMax, windowName, windowWaitMs } from '../model/window.ts'
import { sealPayout } from '../seal-payout.ts'
import type { CampaignInfo, LoadCampaigns } from '../store/load-campaigns.ts'
import type { EvaluatedClaim } from './commit-claims.ts'

/** A claim that was not seen before, with the time of its arrival on the wall clock and its deadline on the monotonic one. */
export interface ArrivedClaim {
  readonly keyed: KeyedSubmission
  readonly opened: OpenedSubmission
  readonly arrivedAtMs: EpochMs
  readonly deadlineMs: number
  /** The campaign that the claimant means, where they said so beside the claim. */
  readonly campaignId: CampaignId | undefined
  /** What they were given when there was no room for it. */
  readonly knock: string | undefined
}

interface ReadClaim extends OpenedSubmission {
  readonly arrived: ArrivedClaim
  readonly campaign: CampaignInfo
  readonly receiptJob: SignatureJob
}

/**
 * Checks the signatures of all claims in one call, decides what does not need the store, and signs tickets. An error is an answer of which
 * nothing is kept: whoever does not hold the keys leaves no trace, and what may change is asked again. Reasons: deadline_passed, claim_campaign_mismatch, campaign_unknown, receipt_verifier_not_named, receipt_signature_invalid,
 * claim_signature_invalid, and the retryable ones of `decideClaim`.
 */
export async function evaluateClaims(
  parts: DistributorParts,
  loadCampaigns: LoadCampaigns,
  arrived: readonly ArrivedClaim[],
): Promise<readonly Result<EvaluatedClaim, Reasoned>[]> {
  const { clock, compute } = parts.context.ports
  const monotonicMs = clock.monotonicMs()
  const opened = arrived.map((one) =>
    one.deadlineMs < monotonicMs ? refuse('deadline_passed') : ok(one.opened),
  )
  const campaigns = await loadCampaigns(
    opened.flatMap((one) => (one.ok ? [one.value.claim.campaignId] : [])),
  )
  const read = opened.map((one, position) => {
    if (!one.ok) return one
    const { campaignId } = one.value.claim
    const meant = arrived[position] as ArrivedClaim
    if (meant.campaignId !== undefined && meant.campaignId !== campaignId) {
      return refuse('claim_campaign_mismatch')
    }
    const campaign = campaigns.get(campaignId)
    if (campaign === undefined) return refuse('campaign_unknown')
    return readReceiptKey(parts, meant, one.value, campaign)
  })
  const toCheck = read.flatMap((one) => (one.ok ? [one.value] : []))
  const holds = await compute.verifySignatures(toCheck.flatMap(jobsOf))
  assert(holds.length === 2 * toCheck.length, 'one answer per signature')
  let checked = 0
  return Promise.all(
    read.map((one) => {
      if (!one.ok) return one
      const position = 2 * checked++
      if (!holds[position]) return refuse('receipt_signature_invalid')
      if (!holds[position + 1]) return refuse('claim_signature_invalid')
      return concludeClaim(parts, one.value)
    }),
  )
}

/**
 * Whose a claim is while it waits, before any signature was checked: its verifier's and, among those, its issuer's, where the policy puts that out. So a flood
 * under one verifier delays no other one's claims. Whoever makes up verifiers shares the turns of all who do.
 */
export function shareOfClaim(
  { context }: DistributorParts,
  { receipt, receiptJws }: OpenedSubmission,
): readonly [verifier: string, issuer: string] {
  const { kid } = receiptJws.header
  const isKnown = typeof kid === 'string' && context.directory.keyOf(receipt.iss, kid) !== undefined
  return [isKnown ? receipt.iss : '', String(receipt.outputs.issuer ?? '')]
}

/** Only a verifier that the rule names can have signed a receipt that counts; its key comes from the directory, never from the receipt. */
function readReceiptKey(
  parts: DistributorParts,
  arrived: ArrivedClaim,
  submission: OpenedSubmission,
  campaign: CampaignInfo,
): Result<ReadClaim, Reasoned> {
  const { receipt, receiptJws } = submission
  if (!campaign.rule.verifiers.includes(receipt.iss)) return refuse('receipt_verifier_not_named')
  const { kid } = receiptJws.header
  if (typeof kid !== 'string') return refuse('header_not_accepted', 'a receipt names its key')
  const key = parts.context.directory.keyOf(receipt.iss, kid)
  if (key === undefined) return refuse('receipt_signature_invalid', 'signed with an unknown key')
  const header = checkJwsHeader(receiptJws, key, { typ: RECEIPT_TYP })
  if (!header.ok) return header
  const receiptJob = {
    publicJwk: key.jwk,
    data: receiptJws.signingInput,
    signature: receiptJws.signature,
  }
  return ok({ ...submission, arrived, campaign, receiptJob })
}

function jobsOf({ receiptJob, claimJws, holderJwk }: ReadClaim): readonly SignatureJob[] {
  const { signingInput, signature } = claimJws
  return [receiptJob, { publicJwk: holderJwk, data: signingInput, signature }]
}

async function concludeClaim(
  parts: DistributorParts,
  read: ReadClaim,
): Promise<Result<EvaluatedClaim, Reasoned>> {
  const { arrived, campaign, receipt, claim } = read
  const { claimId, bodyHash } = arrived.keyed
  const { rule } = campaign
  const limitKeys = limitKeysOf(rule, receipt, () =>
    payoutKeyOf(parts.targetKey, rule.id, claim.payoutTarget),
  )
  const decided = decideClaim({ ...campaign, receipt, claim }, arrived.arrivedAtMs)
  const decision: ClaimDecision =
    limitKeys === undefined && decided.verdict !== 'refuse'
      ? { verdict: 'refuse', reason: 'limit_output_missing' }
      : decided
  if (decision.verdict === 'refuse' && reasons[decision.reason].retryable) {
    return err({ code: decision.reason })
  }
  const knockedAtMs = readKnock(parts, arrived, rule)
  const evaluated = {
    claimId,
    bodyHash,
    rule,
    receipt,
    limitKeys: limitKeys ?? {},
    arrivedAtMs: arrived.arrivedAtMs,
    ...(knockedAtMs !== undefined && { knockedAtMs }),
  }
  if (decision.verdict === 'refuse') return ok({ ...evaluated, decision })
  return ok({
    ...evaluated,
    decision,
    ticket: await signTicket(parts, arrived, rule, knockedAtMs),
    payout: sealPayout(
      parts.config.payoutKey,
      parts.context.ports.random,
      claimId,
      claim.payoutTarget,
    ),
  })
}

/** When the claim had come before, by a knock of ours, where the rule counts by that. Who came before the opening has waited from the opening on. */
function readKnock(
  { knockKey }: DistributorParts,
  { keyed, knock }: ArrivedClaim,
  rule: CampaignRule,
): EpochMs | undefined {
  if (knock === undefined || rule.intake === undefined) return undefined
  const atMs = readClaimKnock(knockKey, rule.id, keyed.claimId, knock)
  return atMs === undefined ? undefined : epochMs(Math.max(atMs, rule.opensAtMs))
}

async function signTicket(
  parts: DistributorParts,
  { keyed, arrivedAtMs }: ArrivedClaim,
  rule: CampaignRule,
  knockedAtMs: EpochMs | undefined,
): Promise<string> {
  const ticket: Ticket = {
    v: 1,
    claimId: keyed.claimId,
    campaignId: rule.id,
    receiptHash: keyed.receiptHash,
    window: windowName(rule),
    acceptedAtMs: arrivedAtMs,
    ...(knockedAtMs !== undefined && { knockedAtMs }),
    statePath: `/claims/${keyed.claimId}`,
    // As long as anything can still happen to the claim: a decision, an appeal, the decision on that, and payment.
    expiresAtMs: epochMs(
      arrivedAtMs +
        windowWaitMs(rule, arrivedAtMs) +
        gateWaitMs(rule) +
        // Its payment may be held too.
        holdMsMax(rule.hold) * (rule.settlementCheck === undefined ? 1 : 2) +
        CLAIM_BUDGET_MS,
    ),
  }
  const { signer } = parts.context.ports
  return createJws({ header: { typ: TICKET_TYP, kid: signer.keyId }, payload: ticket, signer })
}
