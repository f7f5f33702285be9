import {
  type ClaimId,
  checkJwsHeader,
  importPublicJwk,
  MESSAGE_LIMITS,
  ok,
  PAYOUT_CHANGE_TYP,
  type PayoutChangePayload,
  type PayoutChangeSubmission,
  type PublicJwk,
  parseJws,
  parsePayoutChangePayload,
  parseReceipt,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import {
  PAYOUT_CHANGE_AHEAD_MS,
  PAYOUT_CHANGE_CONFIRM_MS,
  PAYOUT_CHANGES_PER_CLAIM_MAX,
} from '../limits.ts'
import { claimIdOf, compactHash } from '../model/claim-ids.ts'
import { hasLaterPayments, isUnderWay } from '../model/payout-change.ts'
import { sealPayout } from '../seal-payout.ts'
import { CLAIM_COLUMNS, claimFromRow } from '../store/claim-rows.ts'
import type { LoadCampaigns } from '../store/load-campaigns.ts'
import { readPayoutChanges } from '../store/payout-change-rows.ts'

export interface PayoutChangeRequested {
  readonly claimId: ClaimId
  readonly state: 'requested'
  /** Until when two people have to confirm it. */
  readonly dueAtMs: number
}

/**
 * Takes the holder's signed word for another payout target, which waits for two people and then for the rule's delay. The receipt is that of the
 * claim, as its id follows from it, and names the key. Reasons: receipt_malformed, malformed_message, claim_unknown, claim_receipt_mismatch,
 * claim_holder_key_mismatch, algorithm_not_accepted, header_not_accepted, claim_signature_invalid, payout_change_not_allowed.
 */
export async function requestPayoutChange(
  parts: DistributorParts,
  loadCampaigns: LoadCampaigns,
  claimId: ClaimId,
  submission: PayoutChangeSubmission,
): Promise<Result<PayoutChangeRequested, Reasoned>> {
  const { store, clock, random } = parts.context.ports
  const signed = await readSigned(parts, claimId, submission)
  if (!signed.ok) return signed
  const { payoutTarget } = signed.value
  return store.transact('request-payout-change', async (tx) => {
    const row = await tx.get(`SELECT ${CLAIM_COLUMNS.join(', ')} FROM claim WHERE claim_id = ?`, [
      claimId,
    ])
    if (row === undefined) return refuse('claim_unknown')
    const claim = claimFromRow(row)
    const campaign = (await loadCampaigns([claim.campaignId])).get(claim.campaignId)
    if (campaign?.rule.payoutChange === undefined) return notAllowed('the rule has no terms for it')
    if (!hasLaterPayments(claim)) return notAllowed('nothing is left to be paid')
    const now = clock.nowMs()
    const known = (await readPayoutChanges(tx, [claimId])).get(claimId)
    if (known !== undefined && isUnderWay(known)) return notAllowed('another change is under way')
    // Two changes in one millisecond would be one row.
    if (known !== undefined && known.requestedAtMs >= now) return notAllowed('too soon')
    // A word from before the last change is not what the holder wants now, whoever sends it again.
    const isOld = known !== undefined && signed.value.iat * 1_000 <= known.requestedAtMs
    if (isOld) return notAllowed('it was signed before the change that came last')
    if (signed.value.iat * 1_000 > now + PAYOUT_CHANGE_AHEAD_MS) {
      return notAllowed('it was signed in the future')
    }
    const count = await tx.get('SELECT count(*) AS n FROM payout_change WHERE claim_id = ?', [
      claimId,
    ])
    if (Number(count?.n) >= PAYOUT_CHANGES_PER_CLAIM_MAX) return notAllowed('too many changes')
    const dueAtMs = now + PAYOUT_CHANGE_CONFIRM_MS
    const target = sealPayout(parts.config.payoutKey, random, claimId, payoutTarget)
    await tx.insertMany({
      table: 'payout_change',
      columns: ['claim_id', 'requested_at', 'target', 'state', 'due_at', 'look_at'],
      rows: [[claimId, now, target, 'requested', dueAtMs, dueAtMs]],
      onConflict: 'fail',
    })
    const ids = { claim: claimId }
    await parts.context.recordEvents(tx, [
      { event: 'PayoutChangeRequested', atMs: now, ids, detail: {} },
    ])
    return ok({ claimId, state: 'requested', dueAtMs })
  })
}

async function readSigned(
  { context }: DistributorParts,
  claimId: ClaimId,
  { receipt: compact, change }: PayoutChangeSubmission,
): Promise<Result<PayoutChangePayload, Reasoned>> {
  if (claimIdOf(compactHash(compact)) !== claimId) return refuse('claim_receipt_mismatch')
  const receiptJws = parseJws(compact, MESSAGE_LIMITS)
  const receipt = receiptJws.ok ? parseReceipt(receiptJws.value.payload) : receiptJws
  if (!receipt.ok) return refuse('receipt_malformed')
  const jws = parseJws(change, MESSAGE_LIMITS)
  if (!jws.ok) return jws
  const payload = parsePayoutChangePayload(jws.value.payload)
  if (!payload.ok) return payload
  if (payload.value.claimId !== claimId) return refuse('claim_receipt_mismatch')
  const key = importPublicJwk(jws.value.header.jwk as unknown as PublicJwk)
  if (!key.ok || key.value.thumbprint !== receipt.value.holderKey) {
    return refuse('claim_holder_key_mismatch')
  }
  const header = checkJwsHeader(jws.value, key.value, { typ: PAYOUT_CHANGE_TYP })
  if (!header.ok) return header
  const { signingInput, signature } = jws.value
  const [holds] = await context.ports.compute.verifySignatures([
    { publicJwk: key.value.jwk, data: signingInput, signature },
  ])
  return holds ? payload : refuse('claim_signature_invalid')
}

function notAllowed(detail: string): Result<never, Reasoned> {
  return refuse('payout_change_not_allowed', detail)
}
