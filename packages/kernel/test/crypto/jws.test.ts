import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { hmacSha256 } from '../../src/crypto/hash.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { createJws, type ParsedJws, parseJws, verifyJws } from '../../src/crypto/jws.ts'
import { verifySignature } from '../../src/crypto/verify-signature.ts'
import type { Signer } from '../../src/ports.ts'
import { unwrap } from '../../src/result.ts'
import { readVectors } from '../support/vectors.ts'

const LIMITS = { maxBytes: 4_000, maxDepth: 4 }
const EXPECTED = { typ: 'test+jwt', algs: ['EdDSA', 'ES256'] as const }
const seed = new Uint8Array(32).fill(9)
const eddsa = createSeededSigner('EdDSA', seed)
const es256 = createSeededSigner('ES256', seed)
const keyOf = (signer: Signer) => unwrap(importPublicJwk(signer.publicJwk))
const part = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))

async function signed(header: object, signer: Signer = eddsa): Promise<ParsedJws> {
  const signingInput = `${part(header)}.${part({ a: 1 })}`
  const signature = encodeBase64url(await signer.sign(encodeUtf8(signingInput)))
  return unwrap(parseJws(`${signingInput}.${signature}`, LIMITS))
}

function outcome(jws: ParsedJws, expected: typeof EXPECTED = EXPECTED, signer = eddsa): string {
  const result = verifyJws(jws, keyOf(signer), expected)
  return result.ok ? 'ok' : result.error.code
}

describe('a compact JWS', () => {
  test.each([eddsa, es256])('$alg: what is created can be read and verified', async (signer) => {
    const payload = { b: [1, { c: 'é' }], a: null }
    const compact = await createJws({ header: { typ: 'test+jwt', kid: 'k' }, payload, signer })
    const jws = unwrap(parseJws(compact, LIMITS))
    expect(jws.header).toEqual({ alg: signer.alg, typ: 'test+jwt', kid: 'k' })
    expect(jws.payload).toEqual(payload)
    expect(verifyJws(jws, keyOf(signer), EXPECTED)).toEqual({ ok: true, value: jws })
    expect(parseJws(encodeUtf8(compact), LIMITS)).toEqual({ ok: true, value: jws })
  })

  test('the example of RFC 7515 A.3 is read and its signature holds', () => {
    interface Vector {
      readonly publicJwk: Record<string, string>
      readonly signingInput: string
      readonly signature: string
    }
    const { rfc7515 } = readVectors<{ readonly rfc7515: Vector }>('jose.json')
    const jws = unwrap(parseJws(`${rfc7515.signingInput}.${rfc7515.signature}`, LIMITS))
    expect(jws.payload).toEqual({
      iss: 'joe',
      exp: 1300819380,
      'http://example.com/is_root': true,
    })
    const key = unwrap(importPublicJwk(rfc7515.publicJwk))
    expect(verifySignature(key, jws.signingInput, jws.signature)).toBe(true)
    expect(verifyJws(jws, key, EXPECTED)).toMatchObject({ error: { code: 'header_not_accepted' } })
  })

  test('its alg must be the key’s own and accepted: none, HS256 and the other curve are refused', async () => {
    for (const alg of ['none', 'None', 'HS256', 'ES256', 'RS256', '', undefined, ['EdDSA']]) {
      expect(outcome(await signed({ alg, typ: 'test+jwt' }))).toBe('algorithm_not_accepted')
    }
    const good = await signed({ alg: 'EdDSA', typ: 'test+jwt' })
    expect(outcome(good)).toBe('ok')
    expect(outcome(good, { ...EXPECTED, algs: ['ES256'] as never })).toBe('algorithm_not_accepted')
    expect(outcome(good, EXPECTED, es256)).toBe('algorithm_not_accepted')
  })

  test('a MAC made with the public key is no signature', () => {
    const signingInput = `${part({ alg: 'HS256', typ: 'test+jwt' })}.${part({})}`
    const secret = encodeUtf8(JSON.stringify(eddsa.publicJwk))
    const mac = encodeBase64url(hmacSha256(secret, encodeUtf8(signingInput)))
    const jws = unwrap(parseJws(`${signingInput}.${mac}`, LIMITS))
    expect(outcome(jws)).toBe('algorithm_not_accepted')
  })

  test('another typ and any critical extension are refused', async () => {
    expect(outcome(await signed({ alg: 'EdDSA' }))).toBe('header_not_accepted')
    expect(outcome(await signed({ alg: 'EdDSA', typ: 'JWT' }))).toBe('header_not_accepted')
    const critical = { alg: 'EdDSA', typ: 'test+jwt', crit: ['b64'], b64: false }
    expect(outcome(await signed(critical))).toBe('header_not_accepted')
    expect(outcome(await signed({ ...critical, crit: [] }))).toBe('header_not_accepted')
  })

  test('a changed header, payload or signature does not verify', async () => {
    const header = { alg: 'EdDSA', typ: 'test+jwt' }
    const { signingInput, signature } = await signed(header)
    const [encodedHeader] = new TextDecoder().decode(signingInput).split('.')
    const otherPayload = `${encodedHeader}.${part({ a: 2 })}.${encodeBase64url(signature)}`
    expect(outcome(unwrap(parseJws(otherPayload, LIMITS)))).toBe('signature_invalid')
    const otherHeader = `${part({ ...header, kid: 'x' })}.${part({ a: 1 })}.${encodeBase64url(signature)}`
    expect(outcome(unwrap(parseJws(otherHeader, LIMITS)))).toBe('signature_invalid')
  })

  test.each([
    ['two parts', `${part({})}.${part({})}`],
    ['four parts', `${part({})}.${part({})}.AAAA.AAAA`],
    ['an empty signature', `${part({ alg: 'none' })}.${part({})}.`],
    ['padding', `${part({})}=.${part({})}.AAAA`],
    ['a payload that is no object', `${part({})}.${part([1])}.AAAA`],
    ['a header that is null', `${part(null)}.${part({})}.AAAA`],
    ['a letter beyond ASCII', `${part({})}.${part({})}.é`],
    ['white space', ` ${part({})}.${part({})}.AAAA`],
    ['nothing', ''],
  ])('%s is refused as malformed, from a string and from bytes', (_, compact) => {
    expect(parseJws(compact, LIMITS)).toMatchObject({ error: { code: 'malformed_message' } })
    expect(parseJws(encodeUtf8(compact), LIMITS)).toMatchObject({
      error: { code: 'malformed_message' },
    })
  })

  test('its limits hold for the whole and for both parts', () => {
    const deep = part([[[[[1]]]]])
    const twice = encodeBase64url(encodeUtf8('{"alg":"none","alg":"EdDSA"}'))
    const code = (compact: string): unknown => {
      const result = parseJws(compact, LIMITS)
      return result.ok ? 'ok' : result.error.code
    }
    expect(code('A'.repeat(4_001))).toBe('message_too_large')
    expect(code(`${part({})}.${deep}.AAAA`)).toBe('nesting_too_deep')
    expect(code(`${twice}.${part({})}.AAAA`)).toBe('duplicate_key')
  })

  test('no text makes reading it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'eyJ.A_-=~ {"') }), (text) => {
        parseJws(text, LIMITS)
      }),
    )
  })

  test('a header that contradicts the signer is a fault of the program', async () => {
    const header = { typ: 'x', alg: 'none' }
    await expect(createJws({ header, payload: {}, signer: eddsa })).rejects.toThrow('signer')
  })
})
