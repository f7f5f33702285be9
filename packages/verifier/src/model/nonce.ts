import {
  concatBytes,
  decodeBase64url,
  encodeBase64url,
  equalBytes,
  hmacSha256,
} from '@evenkeel/kernel'
import { RANDOM_BYTES } from '../limits.ts'

/** 48 bits of milliseconds last until the year 10889. */
const TIME_BYTES = 6
/** Half of HMAC-SHA-256: 128 bits cannot be guessed online. */
const MAC_BYTES = 16

/**
 * Makes a nonce that can be told from anybody else's without keeping it: expiry ‖ random ‖ MAC, base64url. The time comes first, so that the
 * nonces of one hour lie side by side in the store's index.
 */
export function createNonce(key: Uint8Array, random: Uint8Array, expiresAtMs: number): string {
  const body = concatBytes(timeBytes(expiresAtMs), random)
  return encodeBase64url(concatBytes(body, macOf(key, body)))
}

/** Says whether the nonce was made with this key and can still be answered. That it was not used is the store's to say. */
export function isLiveNonce(key: Uint8Array, nonce: string, nowMs: number): boolean {
  const bytes = decodeBase64url(nonce)
  if (bytes?.length !== TIME_BYTES + RANDOM_BYTES + MAC_BYTES) return false
  const body = bytes.subarray(0, TIME_BYTES + RANDOM_BYTES)
  if (!equalBytes(bytes.subarray(body.length), macOf(key, body))) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const expiresAtMs = view.getUint16(0) * 2 ** 32 + view.getUint32(2)
  return nowMs < expiresAtMs
}

/** A time as 48 bits, big-endian. */
export function timeBytes(atMs: number): Uint8Array {
  const bytes = new Uint8Array(TIME_BYTES)
  const view = new DataView(bytes.buffer)
  view.setUint16(0, Math.floor(atMs / 2 ** 32))
  view.setUint32(2, atMs % 2 ** 32)
  return bytes
}

function macOf(key: Uint8Array, body: Uint8Array): Uint8Array {
  return hmacSha256(key, body).subarray(0, MAC_BYTES)
}
