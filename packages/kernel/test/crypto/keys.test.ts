import { generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { PUBLIC_KEY_CACHE_ENTRIES_MAX } from '../../src/crypto/limits.ts'
import { thumbprintJwk } from '../../src/crypto/thumbprint-jwk.ts'
import { unwrap } from '../../src/result.ts'
import { base64url, hex, readVectors } from '../support/vectors.ts'

interface JoseVectors {
  readonly rfc8037: {
    readonly seed: string
    readonly publicJwk: object
    readonly thumbprint: string
  }
  readonly rfc7515: { readonly publicJwk: { readonly x: string; readonly y: string } }
  readonly rfc7638: { readonly publicJwk: Record<string, string>; readonly thumbprint: string }
  readonly rfc6979: { readonly privateKey: string; readonly x: string; readonly y: string }
}
const vectors = readVectors<JoseVectors>('jose.json')
const ed25519 = { kty: 'OKP', crv: 'Ed25519', ...vectors.rfc8037.publicJwk }
const p256 = { kty: 'EC', crv: 'P-256', ...vectors.rfc7515.publicJwk }

function refusal(jwk: Record<string, unknown>): string {
  const result = importPublicJwk(jwk)
  return result.ok ? 'ok' : result.error.code
}

describe('thumbprints', () => {
  test('they are those of RFC 7638 §3.1 and RFC 8037 A.3', () => {
    expect(thumbprintJwk(vectors.rfc7638.publicJwk)).toBe(vectors.rfc7638.thumbprint)
    expect(thumbprintJwk(ed25519)).toBe(vectors.rfc8037.thumbprint)
  })

  test('members beside those of the key change nothing, and a missing one throws', () => {
    expect(thumbprintJwk({ ...ed25519, kid: 'x', use: 'sig' })).toBe(vectors.rfc8037.thumbprint)
    expect(() => thumbprintJwk({ kty: 'EC', crv: 'P-256', x: 'AA' })).toThrow()
    expect(() => thumbprintJwk({ kty: 'oct', k: 'AA' })).toThrow()
  })
})

describe('importing public keys', () => {
  test('Ed25519 and P-256 keys come back bare, with their algorithm and thumbprint', () => {
    const key = unwrap(importPublicJwk({ ...ed25519, kid: 'k', alg: 'EdDSA', use: 'sig' }))
    expect(key).toMatchObject({ alg: 'EdDSA', thumbprint: vectors.rfc8037.thumbprint })
    expect(key.jwk).toEqual(ed25519)
    expect(unwrap(importPublicJwk(p256))).toMatchObject({ alg: 'ES256', jwk: p256 })
  })

  test.each(['EdDSA', 'ES256'] as const)(
    '%s: the key that is imported is the one that is named, sign bits and all',
    (alg) => {
      for (let seed = 0; seed < 32; seed++) {
        const { publicJwk } = createSeededSigner(alg, new Uint8Array(32).fill(seed))
        const { keyObject } = unwrap(importPublicJwk(publicJwk))
        expect(keyObject.export({ format: 'jwk' })).toEqual(publicJwk)
      }
    },
  )

  test('a key imported before is the same object, until too many others came', () => {
    const key = unwrap(importPublicJwk(ed25519))
    expect(unwrap(importPublicJwk({ ...ed25519, kid: 'other' }))).toBe(key)
    for (let i = 0; i < PUBLIC_KEY_CACHE_ENTRIES_MAX; i++) {
      const x = new Uint8Array(32)
      new DataView(x.buffer).setUint32(8, i + 1)
      unwrap(importPublicJwk({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(x) }))
    }
    expect(unwrap(importPublicJwk(ed25519))).not.toBe(key)
  })

  test.each([
    ['a private Ed25519 key', { ...ed25519, d: vectors.rfc8037.seed }],
    ['a private member of the wrong type', { ...p256, d: null }],
    ['a symmetric key', { kty: 'oct', k: 'AAAA' }],
    ['an RSA key', vectors.rfc7638.publicJwk],
    ['X25519', { ...ed25519, crv: 'X25519' }],
    ['P-384', { ...p256, crv: 'P-384' }],
    ['secp256k1', { ...p256, crv: 'secp256k1' }],
    ['the alg of another curve', { ...p256, alg: 'EdDSA' }],
    ['a point that is not on P-256', { ...p256, y: p256.x }],
    ['a missing y', { ...p256, y: undefined }],
    ['a short x', { ...ed25519, x: encodeBase64url(new Uint8Array(31)) }],
    ['an x with padding', { ...ed25519, x: `${vectors.rfc8037.seed}=` }],
    ['an x with trailing bits', { ...ed25519, x: `${vectors.rfc8037.seed.slice(0, 42)}B` }],
    ['an x in a list', { ...ed25519, x: [vectors.rfc8037.seed] }],
    ['a known x in a list', { ...p256, x: [p256.x] }],
    ['a known P-256 key as one x', { ...ed25519, x: `${p256.x} ${p256.y}` }],
    ['a curve in a list', { ...p256, crv: ['P-256'] }],
    ['nothing', {}],
  ])('%s is refused', (_, jwk) => {
    expect(refusal(jwk)).toBe('key_malformed')
    // Once more after the good keys are cached: the cache must not let it in.
    unwrap(importPublicJwk(ed25519))
    unwrap(importPublicJwk(p256))
    expect(refusal(jwk)).toBe('key_malformed')
  })

  test('Ed25519 points of small order and second encodings are refused with either sign', () => {
    for (const y of [...smallOrderY(), P, P + 1n, 2n ** 255n - 1n]) {
      for (const sign of [0n, 2n ** 255n]) {
        const x = encodeBase64url(littleEndian(y + sign))
        expect(refusal({ kty: 'OKP', crv: 'Ed25519', x }), y.toString(16)).toBe('key_malformed')
      }
    }
    const last = encodeBase64url(littleEndian(P - 2n))
    expect(refusal({ kty: 'OKP', crv: 'Ed25519', x: last })).toBe('ok')
  })

  test('every key that Node makes is imported', () => {
    for (const pair of [
      generateKeyPairSync('ed25519'),
      generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    ]) {
      const jwk = pair.publicKey.export({ format: 'jwk' }) as Record<string, unknown>
      expect(unwrap(importPublicJwk(jwk)).keyObject.equals(pair.publicKey)).toBe(true)
    }
  })
})

describe('seeded signers', () => {
  test('the Ed25519 key of a seed is that of RFC 8037 A.1', () => {
    const signer = createSeededSigner('EdDSA', base64url(vectors.rfc8037.seed))
    expect(signer.publicJwk).toEqual(ed25519)
    expect(signer.keyId).toBe(vectors.rfc8037.thumbprint)
  })

  test('the P-256 key of a seed in range is that of RFC 6979 A.2.5', () => {
    const { publicJwk } = createSeededSigner('ES256', hex(vectors.rfc6979.privateKey))
    expect(publicJwk.x).toBe(encodeBase64url(hex(vectors.rfc6979.x)))
    expect(publicJwk.y).toBe(encodeBase64url(hex(vectors.rfc6979.y)))
  })

  test('a P-256 seed out of range still gives one valid key', () => {
    for (const seed of [new Uint8Array(32), new Uint8Array(32).fill(0xff)]) {
      const { publicJwk } = createSeededSigner('ES256', seed)
      expect(createSeededSigner('ES256', seed.slice()).publicJwk).toEqual(publicJwk)
      expect(importPublicJwk(publicJwk).ok).toBe(true)
    }
  })

  test('every seed gives a key that its own thumbprint names', () => {
    const seed = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(fc.constantFrom('EdDSA', 'ES256'), seed, (alg, bytes) => {
        const signer = createSeededSigner(alg, bytes)
        const key = unwrap(importPublicJwk(signer.publicJwk))
        expect([key.alg, key.thumbprint]).toEqual([alg, signer.keyId])
      }),
    )
    expect(() => createSeededSigner('EdDSA', new Uint8Array(31))).toThrow('32 bytes')
  })
})

const P = 2n ** 255n - 19n

/** The y coordinates of all points P with 8·P = 0, found from the curve equation instead of from a list. */
function smallOrderY(): bigint[] {
  const d = mod(-121665n * power(121666n, P - 2n))
  // Doubling gives y' = (y² + x²)/(2 − y² + x²) on −x² + y² = 1 + d·x²·y²; the points of order 8 double to y' = 0, so y² = −x².
  // Then −x² + y² = 2y² and 1 + d·x²·y² = 1 − d·y⁴, hence d·y⁴ + 2y² − 1 = 0.
  const root = squareRoot(mod(1n + d))
  const inverse = power(d, P - 2n)
  const squares = [mod((root - 1n) * inverse), mod((-root - 1n) * inverse)]
  const ofOrder8 = squares
    .map(squareRoot)
    .filter((y, index) => mod(y * y) === squares[index])
    .flatMap((y) => [y, P - y])
  expect(ofOrder8).toHaveLength(2)
  return [0n, 1n, P - 1n, ...ofOrder8]
}

/** A square root modulo p = 5 mod 8, if there is one. */
function squareRoot(value: bigint): bigint {
  const candidate = power(value, (P + 3n) / 8n)
  return mod(candidate * candidate) === value
    ? candidate
    : mod(candidate * power(2n, (P - 1n) / 4n))
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n
  for (let b = mod(base), e = exponent; e > 0n; e >>= 1n, b = mod(b * b)) {
    if (e & 1n) result = mod(result * b)
  }
  return result
}

function mod(value: bigint): bigint {
  return ((value % P) + P) % P
}

function littleEndian(value: bigint): Uint8Array {
  return hex(value.toString(16).padStart(64, '0')).reverse()
}
