import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concatBytes } from '../bytes/concat-bytes.ts'
import type { Random } from '../ports.ts'

/** Bytes of a key that seals. */
export const SEAL_KEY_BYTES = 32
/** NIST SP 800-38D §5.2.1.1 and §8.3: random nonces of 12 bytes are safe for 2^32 seals under one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts bytes with AES-256-GCM (NIST SP 800-38D), bound to `aad`, which is not kept; gives nonce ‖ tag ‖ ciphertext. */
export function sealBytes(
  key: Uint8Array,
  random: Random,
  aad: Uint8Array,
  plaintext: Uint8Array,
): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad)
  const ciphertext = cipher.update(plaintext)
  cipher.final()
  return concatBytes(nonce, cipher.getAuthTag(), ciphertext)
}

/** Decrypts what `sealBytes` gave; undefined when it was changed or was sealed under another key or `aad`. */
export function openSealed(
  key: Uint8Array,
  aad: Uint8Array,
  sealed: Uint8Array,
): Uint8Array | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(aad)
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const plaintext = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
  try {
    decipher.final()
  } catch {
    // The tag does not match: the only way in which it fails.
    return undefined
  }
  return new Uint8Array(plaintext)
}
