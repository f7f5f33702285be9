import {
  assert,
  type ClaimId,
  decodeUtf8,
  encodeUtf8,
  openSealed,
  type Random,
  sealBytes,
} from '@evenkeel/kernel'

/** Encrypts a payout target, which is personal data, for storage, bound to its claim; as `sealBytes`. */
export function sealPayout(
  key: Uint8Array,
  random: Random,
  claimId: ClaimId,
  target: string,
): Uint8Array {
  return sealBytes(key, random, encodeUtf8(claimId), encodeUtf8(target))
}

/** Decrypts what `sealPayout` gave. Throws when the bytes were changed or belong to another claim: the store is then not to be trusted. */
export function openPayout(key: Uint8Array, claimId: ClaimId, sealed: Uint8Array): string {
  const bytes = openSealed(key, encodeUtf8(claimId), sealed)
  assert(bytes !== undefined, 'a payout target opens under its own claim')
  const target = decodeUtf8(bytes)
  assert(target !== undefined, 'a payout target is text')
  return target
}
