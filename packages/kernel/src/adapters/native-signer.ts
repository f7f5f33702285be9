import { createPrivateKey, sign } from 'node:crypto'
import { encodeBase64url } from '../bytes/base64url.ts'
import { createSeededSigner } from '../crypto/create-seeded-signer.ts'
import { p256PrivateKey } from '../crypto/p256.ts'
import type { Alg, Signer } from '../ports.ts'

/**
 * Signs with the key that `createSeededSigner` derives from the same 32-byte seed, but in OpenSSL: constant time, about thirty times
 * faster for ES256, and with random nonces, so that the same bytes get another signature each time. Not for the lab.
 */
export function createNativeSigner(alg: Alg, seed: Uint8Array): Signer {
  const seeded = createSeededSigner(alg, seed)
  // Ed25519 is deterministic and native there already.
  if (alg === 'EdDSA') return seeded
  const d = p256PrivateKey(seed)
  const key = createPrivateKey({
    key: { ...seeded.publicJwk, d: encodeBase64url(d) },
    format: 'jwk',
  })
  return {
    alg,
    publicJwk: seeded.publicJwk,
    keyId: seeded.keyId,
    sign: async (data) => new Uint8Array(sign('sha256', data, { key, dsaEncoding: 'ieee-p1363' })),
  }
}
