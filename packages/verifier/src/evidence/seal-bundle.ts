import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concatBytes, decodeUtf8, encodeUtf8, type Random, type ReceiptId } from '@evenkeel/kernel'

/** NIST SP 800-38D §8.2.2: random nonces are safe for 2^32 bundles under one key. */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Encrypts what a receipt's verdict was decided from: AES-256-GCM under a 32-byte key, bound to the receipt. Nonce ‖ tag ‖ ciphertext. */
export function sealBundle(
  key: Uint8Array,
  random: Random,
  receipt: ReceiptId,
  text: string,
): Uint8Array {
  const nonce = random.bytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(encodeUtf8(receipt))
  const sealed = cipher.update(text, 'utf8')
  cipher.final()
  return concatBytes(nonce, cipher.getAuthTag(), sealed)
}

/** Decrypts what `sealBundle` gave; undefined when it was changed, belongs to another receipt, or was sealed under another key. */
export function openBundle(
  key: Uint8Array,
  receipt: ReceiptId,
  sealed: Uint8Array,
): string | undefined {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
  const nonce = sealed.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(encodeUtf8(receipt))
    .setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const bytes = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
  try {
    decipher.final()
  } catch {
    // The tag does not match: the only way in which it fails.
    return undefined
  }
  return decodeUtf8(bytes)
}
