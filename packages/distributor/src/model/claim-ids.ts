import {
  brandId,
  type CaseId,
  type ClaimId,
  encodeHex,
  type HandoffId,
  sha256,
  type TransferId,
} from '@evenkeel/kernel'

/** 160 bits: nobody finds two receipts with one claim id. */
const CLAIM_ID_HEX = 40

/** The id of the claim made with this compact receipt: the same receipt is the same claim, however often it is sent. */
export function claimIdOf(receiptHash: string): ClaimId {
  return brandId<ClaimId>(`c${receiptHash.slice(0, CLAIM_ID_HEX)}`)
}

/** Whether a text from outside can be the id of a claim. */
export function isClaimId(text: string): text is ClaimId {
  return /^c[0-9a-f]{40}$/.test(text)
}

/** SHA-256 of a compact JWS in hex, as claims name their receipt. */
export function compactHash(compact: string): string {
  return encodeHex(sha256(compact))
}

/** The id of a claim's transfer. An id that failed stays failed, so an appeal that is granted pays under the next version. */
export function transferIdOf(claimId: ClaimId, version: number): TransferId {
  return brandId<TransferId>(version === 1 ? claimId : `${claimId}.${version}`)
}

/** The claim and version that a transfer id names, or undefined if no claim has such an id. */
export function readTransferId(
  id: TransferId,
): { readonly claimId: ClaimId; readonly version: number } | undefined {
  const match = /^(c[0-9a-f]{40})(?:\.([2-9]|[1-9][0-9]{1,8}))?$/.exec(id)
  if (match?.[1] === undefined) return undefined
  return { claimId: match[1] as ClaimId, version: Number(match[2] ?? 1) }
}

/** The id of the case that decides about a claim that is held, for the first time or the given one. */
export function caseIdOf(claimId: ClaimId, hold = 1): CaseId {
  return brandId<CaseId>(`hold.${holdName(claimId, hold)}`)
}

/** Names one hold of a claim, for ids. */
export function holdName(claimId: ClaimId, hold: number): string {
  return hold > 1 ? `${claimId}.${hold}` : claimId
}

/** The id of a handoff about one effect. */
export function handoffIdOf(effect: string, id: string): HandoffId {
  return brandId<HandoffId>(`${effect}:${id}`)
}
