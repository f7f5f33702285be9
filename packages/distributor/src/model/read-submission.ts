import {
  CLAIM_TYP,
  type ClaimId,
  type ClaimPayload,
  type ClaimSubmission,
  isJsonObject,
  type JsonValue,
  MESSAGE_LIMITS,
  ok,
  type ParsedJws,
  type PublicJwk,
  parseClaimPayload,
  parseClaimSubmission,
  parseJws,
  parseReceipt,
  type Reasoned,
  type Receipt,
  type Result,
  refuse,
  sha256,
  thumbprintJwk,
} from '@evenkeel/kernel'
import { claimIdOf, compactHash } from './claim-ids.ts'

/** A submission of which nothing was read but its two texts: all that a retry needs. */
export interface Knock {
  readonly submission: ClaimSubmission
  /** Hex: the idempotency key. */
  readonly receiptHash: string
  readonly claimId: ClaimId
  /** SHA-256 of the compact claim: another one under the same receipt is a conflict. */
  readonly bodyHash: Uint8Array
}

/** A submission that was read; its signatures are still to be checked. */
export interface OpenedSubmission {
  readonly receiptJws: ParsedJws
  readonly receipt: Receipt
  readonly claimJws: ParsedJws
  readonly claim: ClaimPayload
  readonly holderJwk: PublicJwk
}

/** Reads size and shape and computes the key. Reasons: message_too_large, nesting_too_deep, duplicate_key, malformed_message. */
export function readKnock(bytes: Uint8Array): Result<Knock, Reasoned> {
  const parsed = parseClaimSubmission(bytes)
  if (!parsed.ok) return parsed
  const { receipt, claim } = parsed.value
  const receiptHash = compactHash(receipt)
  return ok({
    submission: parsed.value,
    receiptHash,
    claimId: claimIdOf(receiptHash),
    bodyHash: sha256(claim),
  })
}

/**
 * Reads receipt and claim and checks everything about the claim's key but the signature: it is the key that the receipt names, and the
 * algorithm is the key's own. Reasons: receipt_malformed, those of `readKnock`, claim_receipt_mismatch, claim_holder_key_mismatch,
 * algorithm_not_accepted, header_not_accepted.
 */
export function openSubmission(knock: Knock): Result<OpenedSubmission, Reasoned> {
  const receiptJws = parseJws(knock.submission.receipt, MESSAGE_LIMITS)
  const receipt = receiptJws.ok ? parseReceipt(receiptJws.value.payload) : receiptJws
  if (!receiptJws.ok || !receipt.ok) {
    return refuse('receipt_malformed', receipt.ok ? undefined : receipt.error.detail)
  }
  const claimJws = parseJws(knock.submission.claim, MESSAGE_LIMITS)
  if (!claimJws.ok) return claimJws
  const claim = parseClaimPayload(claimJws.value.payload)
  if (!claim.ok) return claim
  if (claim.value.receiptHash !== knock.receiptHash) return refuse('claim_receipt_mismatch')
  const holderJwk = barePublicJwk(claimJws.value.header.jwk)
  if (holderJwk === undefined || thumbprintJwk(holderJwk) !== receipt.value.holderKey) {
    return refuse('claim_holder_key_mismatch')
  }
  // The whole of `checkJwsHeader`, without importing a key that this thread never uses: an import costs as much as a signature check.
  const { alg, typ, crit } = claimJws.value.header
  if (alg !== (holderJwk.kty === 'OKP' ? 'EdDSA' : 'ES256')) return refuse('algorithm_not_accepted')
  if (typ !== CLAIM_TYP || crit !== undefined) return refuse('header_not_accepted')
  return ok({
    receiptJws: receiptJws.value,
    receipt: receipt.value,
    claimJws: claimJws.value,
    claim: claim.value,
    holderJwk,
  })
}

/** The members that a thumbprint covers; whether they are a key at all shows when the signature is checked. */
function barePublicJwk(jwk: JsonValue | undefined): PublicJwk | undefined {
  if (!isJsonObject(jwk)) return undefined
  const { kty, crv, x, y } = jwk
  if (typeof x !== 'string') return undefined
  if (kty === 'OKP' && crv === 'Ed25519') return { crv, kty, x }
  if (kty === 'EC' && crv === 'P-256' && typeof y === 'string') return { crv, kty, x, y }
  return undefined
}
