import {
  concatBytes,
  decodeBase64url,
  encodeBase64url,
  equalBytes,
  hmacSha256,
} from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../limits.ts'

/** 48 bits of milliseconds last until the year 10889. */
const EXPIRY_BYTES = 6
/** Half of HMAC-SHA-256: 128 bits cannot be guessed online. */
const MAC_BYTES = 16

/** Makes a nonce that can be told from anybody else's without keeping it: random ‖ expiry ‖ MAC, base64url. */
export function createNonce(key: Uint8Array, random: Uint8Array, expiresAtMs: number): string {
  const expiry = new Uint8Array(8)
  new DataView(expiry.buffer).setBigUint64(0, BigInt(expiresAtMs))
  const body = concatBytes(random, expiry.subarray(8 - EXPIRY_BYTES))
  return encodeBase64url(concatBytes(body, macOf(key, body)))
}

/** Says whether the nonce was made with this key and can still be answered. That it was not used is the store's to say. */
export function isLiveNonce(key: Uint8Array, nonce: string, nowMs: number): boolean {
  const bytes = decodeBase64url(nonce)
  if (bytes?.length !== RANDOM_BYTES + EXPIRY_BYTES + MAC_BYTES) return false
  const body = bytes.subarray(0, RANDOM_BYTES + EXPIRY_BYTES)
  if (!equalBytes(bytes.subarray(body.length), macOf(key, body))) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const expiresAtMs = view.getUint16(RANDOM_BYTES) * 2 ** 32 + view.getUint32(RANDOM_BYTES + 2)
  return nowMs < expiresAtMs
}

function macOf(key: Uint8Array, body: Uint8Array): Uint8Array {
  return hmacSha256(key, body).subarray(0, MAC_BYTES)
}
