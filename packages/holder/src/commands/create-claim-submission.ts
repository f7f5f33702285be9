import {
  type CampaignId,
  CLAIM_TYP,
  type ClaimPayload,
  type ClaimSubmission,
  canonicalJson,
  createJws,
  encodeHex,
  encodeUtf8,
  type Signer,
  sha256,
} from '@evenkeel/kernel'

export interface ClaimParts {
  /** Compact receipt, as the verifier gave it. */
  readonly receipt: string
  readonly campaignId: CampaignId
  /** The two that open the receipt's commitment. */
  readonly payoutTarget: string
  readonly payoutSalt: string
  /** Seconds since the epoch. */
  readonly issuedAtS: number
}

/** Signs a claim with the key that the receipt names and returns the bytes of the submission (F2). Rejects when the signer does. */
export async function createClaimSubmission(
  signer: Signer,
  parts: ClaimParts,
): Promise<Uint8Array> {
  const payload: ClaimPayload = {
    campaignId: parts.campaignId,
    receiptHash: encodeHex(sha256(parts.receipt)),
    payoutTarget: parts.payoutTarget,
    payoutSalt: parts.payoutSalt,
    iat: parts.issuedAtS,
  }
  const claim = await createJws({
    header: { typ: CLAIM_TYP, jwk: signer.publicJwk },
    payload,
    signer,
  })
  const submission: ClaimSubmission = { v: 1, receipt: parts.receipt, claim }
  return encodeUtf8(canonicalJson(submission))
}
