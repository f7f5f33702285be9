import { verify } from 'node:crypto'
import type { PublicKey } from './import-public-jwk.ts'

/** Bytes of a signature, for both algorithms (RFC 8032 §5.1.6; RFC 7518 §3.4: r ‖ s). */
export const SIGNATURE_BYTES = 64
/** A sequence of two integers of 33 bytes, each part with its tag and length. */
const DER_BYTES_MAX = 72

/**
 * Says whether the signature over the data holds under the key, by the key's own algorithm. Any other length than 64 bytes is refused.
 * ES256 signatures are not unique (r, n - s holds as well), so a signature is never an identity.
 */
export function verifySignature(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  // The key is passed bare and r ‖ s is rewritten here: both are measurably faster than asking Node for it.
  return key.alg === 'EdDSA'
    ? verify(null, data, key.keyObject, signature)
    : verify('sha256', data, key.keyObject, derFromP1363(signature))
}

/** Rewrites r ‖ s as the DER sequence of two integers (RFC 3279 §2.2.3). */
function derFromP1363(signature: Uint8Array): Uint8Array {
  const der = new Uint8Array(DER_BYTES_MAX)
  const endOfR = writeDerInteger(der, 2, signature.subarray(0, 32))
  const end = writeDerInteger(der, endOfR, signature.subarray(32))
  der[0] = 0x30 // SEQUENCE
  der[1] = end - 2
  return der.subarray(0, end)
}

/** Writes one unsigned integer and returns where it ends. */
function writeDerInteger(der: Uint8Array, at: number, unsigned: Uint8Array): number {
  let start = 0
  while (start < unsigned.length - 1 && unsigned[start] === 0) start++
  // A set top bit would make the integer negative.
  const padding = (unsigned[start] ?? 0) >= 0x80 ? 1 : 0
  const length = padding + unsigned.length - start
  der[at] = 0x02 // INTEGER
  der[at + 1] = length
  for (let i = start; i < unsigned.length; i++) der[at + 2 + padding + i - start] = unsigned[i] ?? 0
  return at + 2 + length
}
