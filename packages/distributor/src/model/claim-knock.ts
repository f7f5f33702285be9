import {
  type CampaignId,
  type ClaimId,
  decodeBase64url,
  type EpochMs,
  encodeBase64url,
  encodeUtf8,
  epochMs,
  equalBytes,
  hmacSha256,
} from '@evenkeel/kernel'

/** Request header in which a claimant names its claim before the body: `c` and the first 40 hex digits of the receipt's SHA-256. */
export const CLAIM_HEADER = 'evenkeel-claim'
/** Header of a refusal for lack of room: the proof that this claim came at that time. */
export const KNOCK_HEADER = 'evenkeel-knock'

/** 128 bits: nobody finds one by trying. */
const MAC_BYTES = 16

/** A proof that this claim asked for admission at this time; only who has the key can make or read one. */
export function makeClaimKnock(
  key: Uint8Array,
  campaignId: CampaignId,
  claimId: ClaimId,
  atMs: EpochMs,
): string {
  return `${atMs}.${encodeBase64url(macOf(key, campaignId, claimId, atMs))}`
}

/** What a refusal gives: the knock that the claim came with, if it is one, so that who is refused again keeps the time of the first refusal; else a new one. */
export function keepClaimKnock(
  key: Uint8Array,
  campaignId: CampaignId,
  claimId: ClaimId,
  former: string | undefined,
  atMs: EpochMs,
): string {
  const isKnock =
    former !== undefined && readClaimKnock(key, campaignId, claimId, former) !== undefined
  return isKnock ? former : makeClaimKnock(key, campaignId, claimId, atMs)
}

/** When this claim came, or undefined if the text is no knock of it. */
export function readClaimKnock(
  key: Uint8Array,
  campaignId: CampaignId,
  claimId: ClaimId,
  knock: string,
): EpochMs | undefined {
  const [, time = '', mac = ''] = /^([1-9][0-9]{12})\.([A-Za-z0-9_-]{22})$/.exec(knock) ?? []
  if (time === '') return undefined
  const atMs = epochMs(Number(time))
  const given = decodeBase64url(mac)
  const isOurs = given !== undefined && equalBytes(given, macOf(key, campaignId, claimId, atMs))
  return isOurs ? atMs : undefined
}

function macOf(
  key: Uint8Array,
  campaignId: CampaignId,
  claimId: ClaimId,
  atMs: EpochMs,
): Uint8Array {
  const said = encodeUtf8(`evenkeel/knock\n${campaignId}\n${claimId}\n${atMs}`)
  return hmacSha256(key, said).subarray(0, MAC_BYTES)
}
