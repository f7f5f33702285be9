import {
  brandId,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  concatBytes,
  createJws,
  encodeBase64url,
  isId,
  ok,
  type PartyContext,
  type PayoutTransaction,
  parsePayoutTransaction,
  RECEIPT_TYP,
  type Reasoned,
  type Receipt,
  type ReceiptId,
  type Result,
  refuse,
  sha256Text,
  statusTermsOf,
  type Verdict,
  valueAtStake,
} from '@evenkeel/kernel'
import type { Settings } from '../config.ts'
import { RANDOM_BYTES } from '../limits.ts'
import { certifiedFacts } from '../model/certified-facts.ts'
import { ACCEPTED_UP_TO_CAP } from '../model/decide-verdict.ts'
import type { Identifiers } from '../model/identifiers.ts'
import { timeBytes } from '../model/nonce.ts'
import { outageOrThrow } from '../model/outage.ts'
import { priorNullifiers } from '../model/prior-nullifiers.ts'
import type { Presentation } from '../model/read-presentation.ts'
import type { AcceptedRules } from './accept-rule.ts'
import type { NonceIssuer } from './create-nonce.ts'
import type {
  Certificate,
  SignedReceipt,
  Verification,
  Verified,
  VerifyRequest,
} from './verify-presentation.ts'

export interface CampaignVerifyRequest {
  readonly campaignId: CampaignId
  /** Compact SD-JWT+KB for this verifier. */
  readonly presentation: string
  /** From this verifier's `createNonce`. */
  readonly nonce: string
  /** The payout that the holder approves: base64url of a PayoutTransaction. */
  readonly transactionData: string
  /** On the monotonic clock. */
  readonly deadlineMs: number
  /** Who the presentation must be for; the verifier's own audience if absent. */
  readonly audience?: string
  readonly keep?: VerifyRequest['keep']
}

export interface CampaignVerified extends Verified {
  /** There when the verdict is accepted, or undetermined and the policy holds such claims. */
  readonly receipt?: SignedReceipt
}

export type VerifyForCampaign = (
  request: CampaignVerifyRequest,
) => Promise<Result<CampaignVerified, Reasoned>>

export interface CampaignVerificationParts {
  readonly context: PartyContext
  readonly settings: Settings
  readonly identifiers: Identifiers
  readonly rules: AcceptedRules
  readonly nonces: NonceIssuer
  readonly verification: Verification
}

/**
 * Makes the command that verifies under a campaign's rule and signs a receipt, which is durable before it is handed out. Reasons:
 * deadline_passed, store_unavailable, campaign_unknown, nullifier_key_mismatch, malformed_message, audience_mismatch (a payout of another
 * campaign), nonce_mismatch. Everything about the presentation itself is in the verdict.
 */
export function createVerifyForCampaign(parts: CampaignVerificationParts): VerifyForCampaign {
  const { context, settings, identifiers, rules, nonces, verification } = parts
  const { clock, random, signer } = context.ports

  async function signReceipt(
    rule: CampaignRule,
    facts: {
      readonly verdict: Verdict
      readonly presentation: Presentation
      readonly payout: PayoutTransaction
      readonly nonce: string
      /** The rules of the campaigns that it offsets against. */
      readonly priors: readonly CampaignRule[]
    },
  ): Promise<Certificate | undefined> {
    const { verdict, presentation, payout, nonce, priors } = facts
    const { outcome, endsAtMs = Number.POSITIVE_INFINITY } = verdict
    const certified = certifiedFacts(rule, { verdict, presentation, payout }, identifiers)
    if (outcome === 'rejected' || certified === undefined) return undefined
    const id = receiptId(verdict.decidedAtMs)
    const { iat } = certified
    const verdictText = canonicalJson(verdict)
    const verdictHash = sha256Text(verdictText, 'hex')
    const named = priorNullifiers(priors, presentation, identifiers)
    const receipt: Receipt = {
      v: 1,
      id,
      iss: context.id,
      aud: [`campaign:${rule.id}`, ...(rule.policy.audiences ?? [])],
      nonce,
      ...certified,
      ...(named && { priorNullifiers: named }),
      // No receipt outlives what it says.
      exp: Math.floor(Math.min(iat * 1_000 + rule.policy.receiptTtlMs, endsAtMs) / 1_000),
      outcome,
      ...(verdict.reason !== undefined && { reason: verdict.reason }),
      verdictHash,
      policyId: verdict.policyId,
      policyHash: verdict.policyHash,
      horizon: verdict.horizon,
    }
    const header = { typ: RECEIPT_TYP, kid: signer.keyId }
    const compact = await createJws({ header, payload: receipt, signer })
    const closedAtMs = Math.max(verdict.decidedAtMs, rule.closesAtMs)
    const evidenceUntilMs = closedAtMs + settings.evidenceRetentionMs
    return { id, compact, campaignId: rule.id, verdictText, verdictHash, evidenceUntilMs }
  }

  /** Unguessable, and with the time in front, so that receipts of one hour lie side by side in the store's indexes. */
  function receiptId(atMs: number): ReceiptId {
    const bytes = concatBytes(timeBytes(atMs), random.bytes(RANDOM_BYTES))
    return brandId<ReceiptId>(`rcpt-${encodeBase64url(bytes)}`)
  }

  return async (request) => {
    const { campaignId, presentation, nonce, transactionData, deadlineMs, keep } = request
    if (clock.monotonicMs() > deadlineMs) return refuse('deadline_passed')
    if (!isId(campaignId)) return refuse('campaign_unknown')
    const rule = await rules.find(campaignId).catch(outageOrThrow)
    if (rule === undefined) return refuse('campaign_unknown', campaignId)
    if (typeof rule === 'string') return refuse(rule)
    // Its key was another one when it took the rule.
    if (!identifiers.fits(rule)) return refuse('nullifier_key_mismatch')
    const payout = parsePayoutTransaction(transactionData)
    if (!payout.ok) return payout
    if (payout.value.campaign_id !== campaignId)
      return refuse('audience_mismatch', 'another campaign')
    if (!nonces.isOurs(nonce)) return refuse('nonce_mismatch')
    const priors = await rules.findPriors(rule).catch(outageOrThrow)
    if (typeof priors === 'string') return refuse(priors)
    const value = valueAtStake(rule)
    const verified = await verification.verify(
      {
        presentation,
        policy: rule.policy,
        ...(value !== undefined && { valueMinor: value }),
        audience: request.audience ?? settings.audience,
        nonce,
        transactionData,
        deadlineMs,
        ...(keep && { keep }),
      },
      async (verdict, read) =>
        read.ok && mayCertify(verdict, rule)
          ? signReceipt(rule, {
              verdict,
              presentation: read.value,
              payout: payout.value,
              nonce,
              priors,
            })
          : undefined,
    )
    return ok(verified)
  }
}

/**
 * An undetermined verdict is worth a receipt only where it is accepted for its small value, or where claims are held for it, and when the
 * person and the payout are beyond doubt.
 */
function mayCertify(verdict: Verdict, rule: CampaignRule): boolean {
  if (verdict.outcome === 'accepted') return true
  if (verdict.outcome === 'rejected') return false
  if (verdict.degradations.includes(ACCEPTED_UP_TO_CAP)) return true
  if (statusTermsOf(rule.policy, valueAtStake(rule)).onUndetermined !== 'hold') return false
  const isOk = (name: string) =>
    verdict.checks.some(({ check, result }) => check === name && result === 'ok')
  return isOk('signature') && isOk('holder_binding')
}
