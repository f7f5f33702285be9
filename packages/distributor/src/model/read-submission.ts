import {
  CLAIM_TYP,
  type ClaimId,
  type ClaimPayload,
  type ClaimSubmission,
  canonicalJson,
  type JsonValue,
  KEY_BINDING_TYP,
  MESSAGE_LIMITS,
  ok,
  type ParsedJws,
  type PublicJwk,
  parseClaimPayload,
  parseClaimSubmission,
  parseJws,
  parsePayoutTransaction,
  parseReceipt,
  type Reasoned,
  type Receipt,
  type Result,
  refuse,
  sha256,
  thumbprintJwk,
  transactionDataHash,
} from '@evenkeel/kernel'
import { claimIdOf, compactHash } from './claim-ids.ts'

/** A submission of which nothing was read but its texts: all that a retry needs. */
export interface KeyedSubmission {
  readonly submission: ClaimSubmission
  /** Hex: the idempotency key. */
  readonly receiptHash: string
  readonly claimId: ClaimId
  /** SHA-256 of the compact claim or the canonical approval: another one under the same receipt is a conflict. */
  readonly bodyHash: Uint8Array
}

/** The payout that the holder asks for; target and salt open the receipt's commitment. */
export type ClaimedPayout = Pick<ClaimPayload, 'campaignId' | 'payoutTarget' | 'payoutSalt'>

/** A submission that was read; its signatures are still to be checked. */
export interface OpenedSubmission {
  readonly receiptJws: ParsedJws
  readonly receipt: Receipt
  /** What the holder signed: a claim, or the key binding of the presentation. */
  readonly claimJws: ParsedJws
  readonly claim: ClaimedPayout
  readonly holderJwk: PublicJwk
}

/** Reads size and shape of bytes, and computes the key; what was parsed already is not checked again. Reasons: message_too_large, nesting_too_deep, duplicate_key, malformed_message. */
export function keySubmission(
  input: Uint8Array | ClaimSubmission,
): Result<KeyedSubmission, Reasoned> {
  const parsed = input instanceof Uint8Array ? parseClaimSubmission(input) : ok(input)
  if (!parsed.ok) return parsed
  const submission = parsed.value
  const receiptHash = compactHash(submission.receipt)
  return ok({
    submission,
    receiptHash,
    claimId: claimIdOf(receiptHash),
    bodyHash: sha256('claim' in submission ? submission.claim : canonicalJson(submission.approval)),
  })
}

/**
 * Reads receipt and claim and checks everything about the claim's key but the signature: it is the key that the receipt names, and the
 * algorithm is the key's own. Reasons: receipt_malformed, those of `keySubmission`, claim_receipt_mismatch, claim_payout_mismatch, claim_holder_key_mismatch,
 * algorithm_not_accepted, header_not_accepted.
 */
export function openSubmission(keyed: KeyedSubmission): Result<OpenedSubmission, Reasoned> {
  const receiptJws = parseJws(keyed.submission.receipt, MESSAGE_LIMITS)
  const receipt = receiptJws.ok ? parseReceipt(receiptJws.value.payload) : receiptJws
  if (!receiptJws.ok || !receipt.ok) {
    return refuse('receipt_malformed', receipt.ok ? undefined : receipt.error.detail)
  }
  const signed = readSigned(keyed, receipt.value)
  if (!signed.ok) return signed
  const { claimJws, claim, jwk, typ } = signed.value
  const holderJwk = barePublicJwk(jwk)
  if (holderJwk === undefined || thumbprintJwk(holderJwk) !== receipt.value.holderKey) {
    return refuse('claim_holder_key_mismatch')
  }
  // The whole of `checkJwsHeader`, without importing a key that this thread never uses: an import costs as much as a signature check.
  const { header } = claimJws
  if (header.alg !== (holderJwk.kty === 'OKP' ? 'EdDSA' : 'ES256')) {
    return refuse('algorithm_not_accepted')
  }
  if (header.typ !== typ || header.crit !== undefined) return refuse('header_not_accepted')
  return ok({ receiptJws: receiptJws.value, receipt: receipt.value, claimJws, claim, holderJwk })
}

interface Signed {
  readonly claimJws: ParsedJws
  readonly claim: ClaimedPayout
  readonly jwk: JsonValue | PublicJwk | undefined
  readonly typ: string
}

/** Reads what the holder signed and that it is about this receipt: by its hash, or by the nonce that the verifier gave to one presentation. */
function readSigned(
  { submission, receiptHash }: KeyedSubmission,
  receipt: Receipt,
): Result<Signed, Reasoned> {
  if ('claim' in submission) {
    const claimJws = parseJws(submission.claim, MESSAGE_LIMITS)
    if (!claimJws.ok) return claimJws
    const claim = parseClaimPayload(claimJws.value.payload)
    if (!claim.ok) return claim
    if (claim.value.receiptHash !== receiptHash) return refuse('claim_receipt_mismatch')
    const { jwk } = claimJws.value.header
    return ok({ claimJws: claimJws.value, claim: claim.value, jwk, typ: CLAIM_TYP })
  }
  const { keyBinding, holderJwk, transactionData } = submission.approval
  const claimJws = parseJws(keyBinding, MESSAGE_LIMITS)
  if (!claimJws.ok) return claimJws
  const { nonce, transaction_data_hashes: hashes } = claimJws.value.payload
  // `aud` is not looked at: the receipt's nonce, key and commitment leave nothing that a word to somebody else could change (ADR 0016).
  if (nonce !== receipt.nonce) return refuse('claim_receipt_mismatch')
  // OpenID4VP 1.0 §B.3.3.1: without `transaction_data_hashes_alg` the hashes are SHA-256, the only algorithm that our requests name.
  const alg = claimJws.value.payload.transaction_data_hashes_alg ?? 'sha-256'
  if (alg !== 'sha-256') return refuse('algorithm_not_accepted', 'of the transaction data hashes')
  // A wallet may approve several transactions with one presentation; the receipt commits to the payout among them.
  const approved = Array.isArray(hashes) && hashes.includes(transactionDataHash(transactionData))
  if (!approved) return refuse('claim_payout_mismatch', 'the holder did not approve this payout')
  const payout = parsePayoutTransaction(transactionData)
  if (!payout.ok) return payout
  const claim: ClaimedPayout = {
    campaignId: payout.value.campaign_id,
    payoutTarget: payout.value.payout_target,
    payoutSalt: payout.value.payout_salt,
  }
  return ok({ claimJws: claimJws.value, claim, jwk: holderJwk, typ: KEY_BINDING_TYP })
}

/** The members that a thumbprint covers; whether they are a key at all shows when the signature is checked. */
function barePublicJwk(jwk: JsonValue | PublicJwk | undefined): PublicJwk | undefined {
  if (typeof jwk !== 'object' || jwk === null || !('x' in jwk)) return undefined
  const { kty, crv, x, y } = jwk
  if (typeof x !== 'string') return undefined
  if (kty === 'OKP' && crv === 'Ed25519') return { crv, kty, x }
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string') return { crv, kty, x, y }
  return undefined
}
