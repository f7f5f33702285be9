import { verify } from 'node:crypto'
import type { PublicKey } from './import-public-jwk.ts'

/** Bytes of a signature, for both algorithms (RFC 8032 §5.1.6; RFC 7518 §3.4: r ‖ s). */
export const SIGNATURE_BYTES = 64

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
  const r = derInteger(signature.subarray(0, 32))
  const s = derInteger(signature.subarray(32))
  const der = new Uint8Array(2 + r.length + s.length)
  der[0] = 0x30 // SEQUENCE
  der[1] = r.length + s.length
  der.set(r, 2)
  der.set(s, 2 + r.length)
  return der
}

function derInteger(unsigned: Uint8Array): Uint8Array {
  let start = 0
  while (start < unsigned.length - 1 && unsigned[start] === 0) start++
  const digits = unsigned.subarray(start)
  // A set top bit would make the integer negative.
  const padding = (digits[0] ?? 0) >= 0x80 ? 1 : 0
  const der = new Uint8Array(2 + padding + digits.length)
  der[0] = 0x02 // INTEGER
  der[1] = padding + digits.length
  der.set(digits, 2 + padding)
  return der
}
