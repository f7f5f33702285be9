import { Buffer } from 'node:buffer'
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { assert } from '../assert.ts'
import { encodeBase64url } from '../bytes/base64url.ts'
import type { Alg, PublicJwk, Signer } from '../ports.ts'
import { p256PrivateKey, p256PublicPoint, signP256 } from './p256.ts'
import { thumbprintJwk } from './thumbprint-jwk.ts'

/** Bytes of a seed: as many as the private keys of both algorithms have. */
export const SEED_BYTES = 32

/** What precedes the 32 bytes of the seed in a PKCS #8 Ed25519 private key (RFC 8410 §7). */
const ED25519_PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * Makes a Signer whose key and signatures are determined by the seed: Ed25519 (RFC 8032), or ES256 with the nonces of RFC 6979. The seed is
 * the private key (for P-256 hashed until it is in range), so it has to be secret and uniform. ES256 here computes with bigints: who can
 * time it closely on the same machine may learn the key, so a production ES256 key belongs behind another adapter of the port.
 */
export function createSeededSigner(alg: Alg, seed: Uint8Array): Signer {
  assert(seed.length === SEED_BYTES, 'a seed has 32 bytes')
  return alg === 'EdDSA' ? createEd25519Signer(seed) : createP256Signer(seed)
}

function createEd25519Signer(seed: Uint8Array): Signer {
  const pkcs8 = Buffer.concat([ED25519_PKCS8_PREFIX, seed])
  const privateKey = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
  const { x } = createPublicKey(privateKey).export({ format: 'jwk' })
  assert(typeof x === 'string', 'an Ed25519 public key has an x')
  return signerOf(
    'EdDSA',
    { crv: 'Ed25519', kty: 'OKP', x },
    (data) =>
      // A copy with its own memory: Node's Buffers may be views into a shared pool.
      new Uint8Array(sign(null, data, privateKey)),
  )
}

function createP256Signer(seed: Uint8Array): Signer {
  const privateKey = p256PrivateKey(seed)
  const { x, y } = p256PublicPoint(privateKey)
  const jwk: PublicJwk = { crv: 'P-256', kty: 'EC', x: encodeBase64url(x), y: encodeBase64url(y) }
  return signerOf('ES256', jwk, (data) => signP256(privateKey, data))
}

function signerOf(
  alg: Alg,
  publicJwk: PublicJwk,
  signData: (data: Uint8Array) => Uint8Array,
): Signer {
  return {
    alg,
    publicJwk,
    keyId: thumbprintJwk(publicJwk),
    sign: async (data) => signData(data),
  }
}
