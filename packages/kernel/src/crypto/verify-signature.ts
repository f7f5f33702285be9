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
  return key.alg === 'EdDSA'
    ? verify(null, data, key.keyObject, signature)
    : verify('sha256', data, { key: key.keyObject, dsaEncoding: 'ieee-p1363' }, signature)
}
