import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { decodeBase58btc, encodeBase58btc } from '../../src/did/base58btc.ts'
import { didJwkOf, readDidJwk } from '../../src/did/did-jwk.ts'
import { didKeyOf, readDidKey } from '../../src/did/did-key.ts'
import { didWebOf, didWebUrl } from '../../src/did/did-web.ts'
import type { PublicJwk } from '../../src/ports.ts'
import type { Reasoned } from '../../src/reasons/reasoned.ts'
import { type Result, unwrap } from '../../src/result.ts'
import { base64url, hex, readVectors } from '../support/vectors.ts'

interface DidVectors {
  readonly didKeyEd25519: readonly { did: string; seed: string; publicKeyBase58: string }[]
  readonly didKeyP256: readonly { did: string; publicJwk: PublicJwk }[]
  readonly didKeyOtherCurves: readonly string[]
  readonly didJwk: { did: string; publicJwk: PublicJwk }
  readonly didWeb: readonly { did: string; document: string }[]
}
const vectors = readVectors<DidVectors>('did.json')
const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 })

function codeOf(result: Result<unknown, Reasoned>): string {
  return result.ok ? 'ok' : result.error.code
}

function jwkDid(value: unknown): string {
  return `did:jwk:${encodeBase64url(encodeUtf8(JSON.stringify(value)))}`
}

describe('base58btc', () => {
  it('gives every byte string one name, leading zeros too', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeBase58btc(encodeBase58btc(bytes))).toEqual(bytes)
      }),
    )
    // draft-msporny-base58-03 §5
    expect(encodeBase58btc(encodeUtf8('Hello World!'))).toBe('2NEpo7TZRRrLZSi2U')
    expect(encodeBase58btc(hex('0000287fb4cd'))).toBe('11233QC4')
  })

  it('refuses letters that it does not have, and texts longer than any key', () => {
    for (const text of ['0', 'O', 'I', 'l', ' ', 'é', '1'.repeat(65)]) {
      expect(decodeBase58btc(text), text).toBeUndefined()
    }
  })
})

describe('did:key', () => {
  it.each(vectors.didKeyEd25519)('names the Ed25519 key of the published vector $did', (vector) => {
    const { publicJwk } = createSeededSigner('EdDSA', hex(vector.seed))
    expect(encodeBase58btc(base64url(publicJwk.x))).toBe(vector.publicKeyBase58)
    expect(didKeyOf(publicJwk)).toBe(vector.did)
    expect(unwrap(readDidKey(vector.did)).jwk).toEqual(publicJwk)
  })

  it.each(vectors.didKeyP256)('names the P-256 key of the published vector $did', (vector) => {
    expect(didKeyOf(vector.publicJwk)).toBe(vector.did)
    expect(unwrap(readDidKey(vector.did)).jwk).toEqual(vector.publicJwk)
  })

  it('is read back as the key that it was made of, whatever the key', () => {
    fc.assert(
      fc.property(seeds, fc.constantFrom('EdDSA' as const, 'ES256' as const), (seed, alg) => {
        const { publicJwk } = createSeededSigner(alg, seed)
        expect(unwrap(readDidKey(didKeyOf(publicJwk))).jwk).toEqual(publicJwk)
        expect(unwrap(readDidJwk(didJwkOf(publicJwk))).jwk).toEqual(publicJwk)
      }),
    )
  })

  it('refuses keys of other curves, points off the curve and points of small order', () => {
    const offCurve = new Uint8Array(35).fill(0xff)
    offCurve.set([0x80, 0x24, 0x02])
    const smallOrder = new Uint8Array(34)
    smallOrder.set([0xed, 0x01])
    const uncompressed = new Uint8Array(35).fill(1)
    uncompressed.set([0x80, 0x24, 0x04])
    const wrong = [offCurve, smallOrder, uncompressed, smallOrder.slice(0, 33), new Uint8Array(0)]
    const dids = [
      ...wrong.map((bytes) => `did:key:z${encodeBase58btc(bytes)}`),
      'did:key:',
      'did:key:m',
    ]
    for (const did of [...vectors.didKeyOtherCurves, ...dids]) {
      expect(codeOf(readDidKey(did)), did).toBe('key_malformed')
    }
    expect(codeOf(readDidKey('did:jwk:z6Mk'))).toBe('did_malformed')
  })
})

describe('did:jwk', () => {
  it('is that of the published example, and is read however its JSON is ordered', () => {
    const { did, publicJwk } = vectors.didJwk
    expect(didJwkOf(publicJwk)).toBe(did)
    expect(unwrap(readDidJwk(did)).jwk).toEqual(publicJwk)
    const { x, y, crv, kty } = publicJwk
    expect(unwrap(readDidJwk(jwkDid({ y, x, use: 'sig', crv, kty }))).jwk).toEqual(publicJwk)
  })

  it('carries nothing of a key but what identifies it', () => {
    const { did, publicJwk } = vectors.didJwk
    const withMore = { ...publicJwk, kid: 'mine', d: 'secret' } as PublicJwk
    expect(didJwkOf(withMore)).toBe(did)
  })

  it('refuses private members, keys for encryption, and what is no JSON object', () => {
    const { publicJwk } = vectors.didJwk
    for (const jwk of [{ ...publicJwk, d: publicJwk.x }, { ...publicJwk, use: 'enc' }, {}]) {
      expect(codeOf(readDidJwk(jwkDid(jwk)))).toBe('key_malformed')
    }
    const twice = `{"kty":"EC","kty":"OKP","crv":"Ed25519","x":"${publicJwk.x}"}`
    const texts = [twice, '[]', 'null', '{', `{"a":${'['.repeat(9)}${']'.repeat(9)}}`]
    const dids = texts.map((text) => `did:jwk:${encodeBase64url(encodeUtf8(text))}`)
    for (const did of [...dids, 'did:jwk:', 'did:jwk:e30=', 'did:key:e30']) {
      expect(codeOf(readDidJwk(did)), did).toBe('did_malformed')
    }
  })
})

describe('did:web', () => {
  it.each(vectors.didWeb)('finds the document of the published example $did', (vector) => {
    expect(didWebUrl(vector.did)).toEqual({ ok: true, value: vector.document })
    const url = vector.document.replace('/.well-known/did.json', '/').replace('/did.json', '')
    expect(didWebOf(url)).toBe(vector.did)
  })

  it('leads from a URL to the document below that URL', () => {
    const segment = fc
      .stringMatching(/^[A-Za-z0-9._~-]{1,8}$/)
      .filter((name) => !/^\.+$/.test(name))
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), (segments) => {
        const document = unwrap(didWebUrl(didWebOf(`https://example.org/${segments.join('/')}`)))
        const pathname = decodeURIComponent(new URL(document).pathname)
        expect(pathname).toBe(`/${segments.join('/')}/did.json`)
      }),
    )
  })

  it('is not made of a URL that it cannot express', () => {
    const urls = [
      'http://example.org',
      'https://127.0.0.1/issuer',
      'https://[2001:db8::1]/',
      'https://example.org/?a=1',
      'https://example.org/#a',
      'https://user@example.org/',
      'https://example.org/a//b',
    ]
    for (const url of urls) expect(() => didWebOf(url), url).toThrow()
  })

  it.each([
    'did:web:',
    'did:web:127.0.0.1',
    'did:web:127.1',
    'did:web:0x7f000001',
    'did:web:2130706433',
    'did:web:[::1]',
    'did:web:example.org%3A',
    'did:web:example.org%3A99999',
    'did:web:example.org%3A80%3A80',
    'did:web:user%40example.org',
    'did:web:example.org%2Fa',
    'did:web:example.org:..:admin',
    'did:web:example.org:%2e%2e:admin',
    'did:web:example.org:%2E',
    'did:web:example.org:a%2Fb',
    'did:web:example.org:a%5cb',
    'did:web:example.org:a%00',
    'did:web:example.org:',
    'did:web:example.org::a',
    'did:web:example.org/a',
    'did:web:example.org?a',
    'did:web:exämple.org',
    'did:key:example.org',
  ])('leads nowhere when it is written as %s', (did) => {
    expect(codeOf(didWebUrl(did))).toBe('did_malformed')
  })
})
