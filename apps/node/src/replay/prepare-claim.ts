import { campaignAudience } from '@evenkeel/distributor'
import { createClaimSubmission } from '@evenkeel/holder'
import {
  brandId,
  type CampaignRule,
  canonicalJson,
  createJws,
  createSeededSigner,
  encodeBase64url,
  encodeHex,
  encodeUtf8,
  hmacSha256,
  type PartyId,
  payoutCommitment,
  RECEIPT_TYP,
  type Receipt,
  type Signer,
  sha256,
} from '@evenkeel/kernel'
import type { DropRow } from './read-drop.ts'

export interface ClaimMaker {
  readonly rule: CampaignRule
  readonly verifier: { readonly id: PartyId; readonly signer: Signer }
  /** 32 secret bytes: keys of holders, salts and nullifiers come from it, so that preparing a row again gives the same bytes. */
  readonly secret: Uint8Array
}

/**
 * Makes what one recipient sends: a receipt signed by the verifier, in the form that `verifyForCampaign` gives for an accepted presentation,
 * and the claim signed with the recipient's own key. Payout target and table entry are the row's account.
 */
export async function prepareClaim(
  { rule, verifier, secret }: ClaimMaker,
  { index, account }: DropRow,
): Promise<Uint8Array> {
  const derive = (purpose: string): Uint8Array =>
    hmacSha256(secret, encodeUtf8(canonicalJson([purpose, rule.id, index])))
  const holder = createSeededSigner('EdDSA', derive('holder key'))
  const payoutSalt = encodeBase64url(derive('payout salt').subarray(0, 16))
  const issuedAtS = Math.floor(rule.announcedAtMs / 1000)
  const policyHash = encodeHex(sha256(canonicalJson(rule.policy)))
  const receiptPayload: Receipt = {
    v: 1,
    id: brandId(`r${encodeHex(derive('receipt').subarray(0, 16))}`),
    iss: verifier.id,
    aud: [campaignAudience(rule.id)],
    nonce: encodeBase64url(derive('nonce').subarray(0, 16)),
    iat: issuedAtS,
    exp: issuedAtS + rule.policy.receiptTtlMs / 1000,
    outcome: 'accepted',
    verdictHash: encodeHex(derive('verdict')),
    policyId: rule.policy.id,
    policyHash,
    horizon: { accreditations: 1 },
    handle: brandId(`1.${encodeBase64url(derive('handle'))}`),
    nullifier: brandId(`n${encodeHex(derive('nullifier'))}`),
    outputs: { entry: account },
    holderKey: holder.keyId,
    payoutCommitment: payoutCommitment({ salt: payoutSalt, target: account }),
  }
  const receipt = await createJws({
    header: { typ: RECEIPT_TYP, kid: verifier.signer.keyId },
    payload: receiptPayload,
    signer: verifier.signer,
  })
  const campaignId = rule.id
  return createClaimSubmission(holder, {
    receipt,
    campaignId,
    payoutTarget: account,
    payoutSalt,
    issuedAtS,
  })
}
