import { createCipheriv, createDecipheriv } from 'node:crypto'
import {
  assert,
  type ClaimId,
  concatBytes,
  decodeUtf8,
  encodeUtf8,
  type Random,
} from '@evenkeel/kernel'

/** Bytes of the key that seals payout targets. */
export const PAYOUT_KEY_BYTES = 32
/** NIST SP 800-38D §5.2.1.1 and §8.2.2: random nonces are safe for 2^32 claims under one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts a payout target, which is personal data, for storage: AES-256-GCM, bound to its claim. Nonce ‖ tag ‖ ciphertext. */
export function sealPayout(
  key: Uint8Array,
  random: Random,
  claimId: ClaimId,
  target: string,
): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(encodeUtf8(claimId))
  const sealed = cipher.update(encodeUtf8(target))
  cipher.final()
  return concatBytes(nonce, cipher.getAuthTag(), sealed)
}

/** Decrypts what `sealPayout` gave. Throws when the bytes were changed or belong to another claim: the store is then not to be trusted. */
export function openPayout(key: Uint8Array, claimId: ClaimId, sealed: Uint8Array): string {
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(encodeUtf8(claimId))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const bytes = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
  decipher.final()
  const target = decodeUtf8(bytes)
  assert(target !== undefined, 'a payout target is text')
  return target
}
