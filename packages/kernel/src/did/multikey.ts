import type { Buffer } from 'node:buffer'
import { ECDH } from 'node:crypto'
import { assert } from '../assert.ts'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import type { PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import { decodeBase58btc, encodeBase58btc } from './base58btc.ts'

/** Multicodec codes as varints: ed25519-pub is 0xed, p256-pub is 0x1200 and is followed by the compressed point (SEC 1 §2.3.3). */
const ED25519_PREFIX = Uint8Array.of(0xed, 0x01)
const P256_PREFIX = Uint8Array.of(0x80, 0x24)
const ED25519_BYTES = 32
const P256_BYTES = 33

/** Writes a public key as a Multikey (Controlled Identifiers 1.0 §2.2.2): `z`, then base58btc of its multicodec code and bytes. */
export function encodeMultikey(jwk: PublicJwk): string {
  const x = coordinate(jwk.x)
  if (jwk.crv === 'Ed25519') return `z${encodeBase58btc(concatBytes(ED25519_PREFIX, x))}`
  const sign = 2 + ((coordinate(jwk.y ?? '').at(-1) ?? 0) & 1)
  return `z${encodeBase58btc(concatBytes(P256_PREFIX, Uint8Array.of(sign), x))}`
}

/** Reads a Multikey of Ed25519 or P-256. Reasons: key_malformed. */
export function readMultikey(text: string): Result<PublicKey, Reasoned> {
  const bytes = text.startsWith('z') ? decodeBase58btc(text.slice(1)) : undefined
  if (bytes === undefined) return refuse('key_malformed', 'not base58btc with its prefix z')
  const key = bytes.slice(2)
  if (startsWith(bytes, ED25519_PREFIX) && key.length === ED25519_BYTES) {
    return importPublicJwk({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(key) })
  }
  if (startsWith(bytes, P256_PREFIX) && key.length === P256_BYTES) return readCompressedPoint(key)
  return refuse('key_malformed', 'neither Ed25519 nor P-256')
}

function readCompressedPoint(compressed: Uint8Array): Result<PublicKey, Reasoned> {
  let point: Uint8Array // 0x04 ‖ x ‖ y
  try {
    const converted = ECDH.convertKey(
      compressed,
      'prime256v1',
      undefined,
      undefined,
      'uncompressed',
    )
    point = new Uint8Array(converted as Buffer)
  } catch {
    return refuse('key_malformed', 'not a point of the curve')
  }
  const [x, y] = [encodeBase64url(point.slice(1, 33)), encodeBase64url(point.slice(33))]
  return importPublicJwk({ kty: 'EC', crv: 'P-256', x, y })
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  return prefix.every((byte, at) => bytes[at] === byte)
}

function coordinate(text: string): Uint8Array {
  const bytes = decodeBase64url(text)
  assert(bytes?.length === 32, 'a coordinate has 32 bytes')
  return bytes
}
