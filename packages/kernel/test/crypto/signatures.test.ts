import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeHex } from '../../src/bytes/hex.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { hmacSha256, sha256 } from '../../src/crypto/hash.ts'
import { importPublicJwk, type PublicKey } from '../../src/crypto/import-public-jwk.ts'
import { verifySignature } from '../../src/crypto/verify-signature.ts'
import { unwrap } from '../../src/result.ts'
import { base64url, hex, readVectors } from '../support/vectors.ts'

interface SignatureVector {
  readonly publicJwk: Record<string, string>
  readonly signingInput: string
  readonly signature: string
}
interface JoseVectors {
  readonly rfc8037: SignatureVector & { readonly seed: string }
  readonly rfc7515: SignatureVector
  readonly rfc6979: { readonly privateKey: string; readonly signatures: Record<string, string> }
}
const vectors = readVectors<JoseVectors>('jose.json')
const seed = new Uint8Array(32).fill(7)
const signers = [createSeededSigner('EdDSA', seed), createSeededSigner('ES256', seed)]
const keyOf = (jwk: Record<string, unknown> | object): PublicKey =>
  unwrap(importPublicJwk(jwk as Record<string, unknown>))

describe('hashes', () => {
  test('SHA-256 and HMAC-SHA-256 agree with streaming ones', () => {
    const bytes = fc.uint8Array({ maxLength: 300 })
    fc.assert(
      fc.property(bytes, bytes, (key, data) => {
        expect(encodeHex(sha256(data))).toBe(createHash('sha256').update(data).digest('hex'))
        expect(encodeHex(hmacSha256(key, data))).toBe(
          createHmac('sha256', key).update(data).digest('hex'),
        )
      }),
    )
  })

  test('a string is hashed as its UTF-8 form, and one without such a form throws', () => {
    expect(sha256('é\u{1f600}')).toEqual(sha256(encodeUtf8('é\u{1f600}')))
    expect(() => sha256('\ud800')).toThrow('lone surrogate')
  })
})

describe('signatures', () => {
  test.each(['rfc8037', 'rfc7515'] as const)('the published example of %s holds', (name) => {
    const { publicJwk, signingInput, signature } = vectors[name]
    const data = encodeUtf8(signingInput)
    expect(verifySignature(keyOf(publicJwk), data, base64url(signature))).toBe(true)
    expect(verifySignature(keyOf(publicJwk), data.slice(1), base64url(signature))).toBe(false)
  })

  test('Ed25519 signs the bytes of RFC 8037 A.4', async () => {
    const { seed: published, signingInput, signature } = vectors.rfc8037
    const signer = createSeededSigner('EdDSA', base64url(published))
    expect(await signer.sign(encodeUtf8(signingInput))).toEqual(base64url(signature))
  })

  test('ES256 signs the bytes of RFC 6979 A.2.5', async () => {
    const { privateKey, signatures } = vectors.rfc6979
    const signer = createSeededSigner('ES256', hex(privateKey))
    for (const [message, signature] of Object.entries(signatures)) {
      expect(encodeHex(await signer.sign(encodeUtf8(message)))).toBe(signature)
    }
  })

  test.each(signers)(
    '$alg: what is signed holds, is the same each time, and Node agrees',
    async (signer) => {
      const key = keyOf(signer.publicJwk)
      await fc.assert(
        fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (data) => {
          const signature = await signer.sign(data)
          expect(signature).toHaveLength(64)
          expect(await signer.sign(data)).toEqual(signature)
          expect(verifySignature(key, data, signature)).toBe(true)
          const nodeKey = createPublicKey({ key: { ...signer.publicJwk }, format: 'jwk' })
          const digest = signer.alg === 'ES256' ? 'sha256' : null
          const options = { key: nodeKey, dsaEncoding: 'ieee-p1363' as const }
          expect(verify(digest, data, options, signature)).toBe(true)
        }),
        { numRuns: 50 },
      )
    },
  )

  test.each(signers)(
    '$alg: one flipped bit anywhere, or another length, never holds',
    async (signer) => {
      const key = keyOf(signer.publicJwk)
      const data = encodeUtf8('value')
      const signature = await signer.sign(data)
      for (let bit = 0; bit < 512; bit++) {
        const flipped = signature.slice()
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(verifySignature(key, data, flipped), `bit ${bit}`).toBe(false)
      }
      for (const length of [0, 63, 65, 128]) {
        const resized = new Uint8Array(length)
        resized.set(signature.subarray(0, length))
        expect(verifySignature(key, data, resized)).toBe(false)
      }
      expect(verifySignature(key, encodeUtf8('other'), signature)).toBe(false)
    },
  )

  test('ES256 integers with leading zeros or a set top bit are no other than the rest', async () => {
    const signer = createSeededSigner('ES256', seed)
    const key = keyOf(signer.publicJwk)
    const seen = { short: 0, high: 0 }
    for (let i = 0; i < 1_000; i++) {
      const data = Uint8Array.of(i >> 8, i & 0xff)
      const signature = await signer.sign(data)
      if (signature[0] === 0 || signature[32] === 0) seen.short++
      if ((signature[0] ?? 0) >= 0x80) seen.high++
      expect(verifySignature(key, data, signature)).toBe(true)
    }
    // The seed is fixed, so these are facts about the sample and not chance.
    expect(seen.short).toBeGreaterThan(0)
    expect(seen.high).toBeGreaterThan(0)
  })

  test('ES256 refuses a valid signature with a zero put before r or s', async () => {
    const signer = createSeededSigner('ES256', seed)
    const data = encodeUtf8('value')
    const signature = await signer.sign(data)
    for (const at of [0, 32]) {
      const padded = Uint8Array.from([...signature].toSpliced(at, 0, 0))
      expect(verifySignature(keyOf(signer.publicJwk), data, padded)).toBe(false)
    }
  })

  test.each(['0'.repeat(128), `${'0'.repeat(64)}${'f'.repeat(64)}`, 'f'.repeat(128)])(
    'ES256 refuses r and s out of range: %s',
    (signature) => {
      const key = keyOf(createSeededSigner('ES256', seed).publicJwk)
      expect(verifySignature(key, encodeUtf8('value'), hex(signature))).toBe(false)
    },
  )

  test('a signature of one algorithm never holds under a key of the other', async () => {
    const data = encodeUtf8('value')
    for (const [signer, other] of [signers, [...signers].reverse()]) {
      if (signer === undefined || other === undefined) throw new Error('two signers')
      expect(verifySignature(keyOf(other.publicJwk), data, await signer.sign(data))).toBe(false)
    }
  })
})
