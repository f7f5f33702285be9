import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeBase64url } from '../../src/bytes/base64url.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import { importPublicJwk } from '../../src/crypto/import-public-jwk.ts'
import { verifyJws } from '../../src/crypto/jws.ts'
import type { JsonObject, JsonValue } from '../../src/json/json-value.ts'
import { unwrap } from '../../src/result.ts'
import { createSdJwt } from '../../src/sd-jwt/create-sd-jwt.ts'
import { type Disclosure, parseDisclosure } from '../../src/sd-jwt/disclosure.ts'
import { DISCLOSURES_MAX } from '../../src/sd-jwt/limits.ts'
import { parseSdJwt, sdHash } from '../../src/sd-jwt/parse-sd-jwt.ts'
import { createKbJwt, KEY_BINDING_TYP, presentSdJwt } from '../../src/sd-jwt/present-sd-jwt.ts'
import { resolveDisclosures } from '../../src/sd-jwt/resolve-disclosures.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 8 }
const issuer = createSeededSigner('ES256', new Uint8Array(32).fill(1))
const holder = createSeededSigner('EdDSA', new Uint8Array(32).fill(2))
const header = { typ: 'dc+sd-jwt' }
const saltsFor = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array(16).fill(i + 1))

const claims = { iss: 'https://i.example', name: 'Ada', age: 36, roles: ['a', { b: 1 }] }
const issue = (disclose: readonly string[], from: object = claims): Promise<string> =>
  createSdJwt({
    header,
    claims: from as Record<string, unknown>,
    disclose,
    salts: saltsFor(disclose.length),
    signer: issuer,
  })

/** A disclosure as any issuer might make it, sound or not. */
function disclosed(...parts: readonly JsonValue[]): Disclosure {
  return unwrap(parseDisclosure(encodeBase64url(encodeUtf8(JSON.stringify(parts))), LIMITS))
}

function outcome(payload: JsonObject, ...disclosures: readonly Disclosure[]): unknown {
  const result = resolveDisclosures(payload, disclosures)
  return result.ok ? result.value : result.error.code
}

describe('issuing and presenting', () => {
  test('whatever subset the holder shows, the verifier sees exactly that and the open claims', async () => {
    const names = ['name', 'age', 'roles'] as const
    const issued = unwrap(parseSdJwt(await issue(names), LIMITS))
    await fc.assert(
      fc.asyncProperty(fc.subarray([...names]), async (shown) => {
        const parsed = unwrap(parseSdJwt(unwrap(presentSdJwt(issued, shown)), LIMITS))
        const key = unwrap(importPublicJwk(issuer.publicJwk))
        expect(verifyJws(parsed.jws, key, header).ok).toBe(true)
        const expected = {
          iss: claims.iss,
          ...Object.fromEntries(shown.map((n) => [n, claims[n]])),
        }
        expect(outcome(parsed.jws.payload, ...parsed.disclosures)).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  test('withheld values are nowhere in the issuer-signed part', async () => {
    const { payload } = unwrap(parseSdJwt(await issue(['name', 'age']), LIMITS)).jws
    expect(Object.keys(payload).toSorted()).toEqual(['_sd', '_sd_alg', 'iss', 'roles'])
    expect(JSON.stringify(payload)).not.toContain('Ada')
  })

  test('the order of the digests does not follow the order of the claims', async () => {
    const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`c${i}`, i]))
    const { payload } = unwrap(parseSdJwt(await issue(Object.keys(many), many), LIMITS)).jws
    const digests = payload._sd as readonly string[]
    expect(digests).toEqual(digests.toSorted())
  })

  test('a credential without disclosures has no trace of the mechanism', async () => {
    const compact = await issue([])
    expect(compact.endsWith('~')).toBe(true)
    expect(unwrap(parseSdJwt(compact, LIMITS)).jws.payload).toEqual(claims)
  })

  test('the key binding is over the presentation as it is, and parses back', async () => {
    const issued = unwrap(parseSdJwt(await issue(['name', 'age']), LIMITS))
    const sdJwt = unwrap(presentSdJwt(issued, ['age']))
    const binding = {
      sdJwt,
      audience: 'https://v.example',
      nonce: 'n',
      issuedAtS: 7,
      signer: holder,
    }
    const compact = sdJwt + (await createKbJwt({ ...binding, claims: { extra: [1] } }))
    const parsed = unwrap(parseSdJwt(compact, LIMITS))
    expect(parsed.sdJwt).toBe(sdJwt)
    expect(parsed.keyBinding?.payload).toEqual({
      aud: 'https://v.example',
      nonce: 'n',
      iat: 7,
      sd_hash: sdHash(sdJwt),
      extra: [1],
    })
    const key = unwrap(importPublicJwk(holder.publicJwk))
    if (parsed.keyBinding === undefined) throw new Error('the key binding is there')
    expect(verifyJws(parsed.keyBinding, key, { typ: KEY_BINDING_TYP }).ok).toBe(true)
    expect(sdHash(unwrap(presentSdJwt(issued, ['name'])))).not.toBe(sdHash(sdJwt))
  })

  test('presenting again drops the old key binding', async () => {
    const sdJwt = await issue(['name'])
    const binding = { sdJwt, audience: 'a', nonce: 'n', issuedAtS: 7, signer: holder }
    const bound = unwrap(parseSdJwt(sdJwt + (await createKbJwt(binding)), LIMITS))
    expect(unwrap(presentSdJwt(bound, ['name']))).toBe(sdJwt)
  })

  test('a claim that is not disclosable cannot be asked for', async () => {
    const issued = unwrap(parseSdJwt(await issue(['name']), LIMITS))
    for (const name of ['iss', 'nothing', '_sd']) {
      expect(presentSdJwt(issued, [name])).toMatchObject({ error: { code: 'disclosure_unknown' } })
    }
  })

  test('what is shown if it is there is passed over where it is not, and nothing else is shown', async () => {
    const issued = unwrap(parseSdJwt(await issue(['name', 'age']), LIMITS))
    const named = unwrap(presentSdJwt(issued, ['name']))
    expect(unwrap(presentSdJwt(issued, [], ['name', 'iss', 'nothing']))).toBe(named)
    expect(unwrap(presentSdJwt(issued, ['name'], ['name', 'nothing']))).toBe(named)
    expect(presentSdJwt(issued, ['nothing'], ['name'])).toMatchObject({
      error: { code: 'disclosure_unknown', detail: 'nothing' },
    })
  })

  test('an issuer’s mistakes are faults of the program', async () => {
    await expect(issue(['missing'])).rejects.toThrow('not among the claims')
    await expect(issue(['name', 'name'])).rejects.toThrow('once')
    await expect(issue([], { _sd: [] })).rejects.toThrow('reserved')
    await expect(issue([], { '...': 1 })).rejects.toThrow('reserved')
    const short = { header, claims, disclose: ['name'], signer: issuer }
    await expect(createSdJwt({ ...short, salts: [] })).rejects.toThrow('salt')
    await expect(createSdJwt({ ...short, salts: [new Uint8Array(15)] })).rejects.toThrow('16 bytes')
  })
})

describe('reading', () => {
  const code = (compact: string): unknown => {
    const result = parseSdJwt(compact, LIMITS)
    return result.ok ? 'ok' : result.error.code
  }
  const encoded = (value: unknown): string => encodeBase64url(encodeUtf8(JSON.stringify(value)))

  test.each([
    ['no tilde', (jws: string) => jws, 'malformed_message'],
    ['an empty disclosure', (jws: string) => `${jws}~~`, 'malformed_message'],
    ['a disclosure with padding', (jws: string) => `${jws}~AA==~`, 'disclosure_malformed'],
    ['one part', (jws: string) => `${jws}~${encoded(['s'])}~`, 'disclosure_malformed'],
    ['four parts', (jws: string) => `${jws}~${encoded(['s', 'n', 1, 2])}~`, 'disclosure_malformed'],
    [
      'a salt that is a number',
      (jws: string) => `${jws}~${encoded([1, 'n', 1])}~`,
      'disclosure_malformed',
    ],
    [
      'a name that is a number',
      (jws: string) => `${jws}~${encoded(['s', 1, 1])}~`,
      'disclosure_malformed',
    ],
    ['an object', (jws: string) => `${jws}~${encoded({})}~`, 'disclosure_malformed'],
    [
      'the name _sd',
      (jws: string) => `${jws}~${encoded(['s', '_sd', []])}~`,
      'disclosure_name_reserved',
    ],
    [
      'the name ...',
      (jws: string) => `${jws}~${encoded(['s', '...', 1])}~`,
      'disclosure_name_reserved',
    ],
    [
      'the name _sd_alg',
      (jws: string) => `${jws}~${encoded(['s', '_sd_alg', 1])}~`,
      'disclosure_name_reserved',
    ],
    [
      'a deep value',
      (jws: string) => `${jws}~${encoded(['s', 'n', [[[[[[[[1]]]]]]]]])}~`,
      'nesting_too_deep',
    ],
    ['a broken key binding', (jws: string) => `${jws}~AA`, 'malformed_message'],
    [
      'too many disclosures',
      (jws: string) => `${jws}~${`${encoded(['s', 1])}~`.repeat(DISCLOSURES_MAX + 1)}`,
      'message_too_large',
    ],
    [
      'too many bytes',
      (jws: string) => `${jws}~${'A'.repeat(LIMITS.maxBytes)}~`,
      'message_too_large',
    ],
  ])('%s is refused', async (_, damage, expected) => {
    const jws = (await issue([])).slice(0, -1)
    expect(code(`${jws}~`)).toBe('ok')
    expect(code(damage(jws))).toBe(expected)
  })

  test('as many disclosures as the limit allows are read', async () => {
    const jws = (await issue([])).slice(0, -1)
    expect(code(`${jws}~${`${encoded(['s', 1])}~`.repeat(DISCLOSURES_MAX)}`)).toBe('ok')
  })
})

describe('resolving disclosures (RFC 9901 §7.1)', () => {
  const name = disclosed('s', 'name', 'Ada')
  const element = disclosed('s', 'element')

  test('claims nested in disclosures and array elements find their places', () => {
    const inner = disclosed('s', 'street', 'Main')
    const outer = disclosed('s', 'address', { _sd: [inner.digest], city: 'B' })
    const payload = {
      _sd_alg: 'sha-256',
      _sd: ['decoy', outer.digest],
      list: [1, { '...': element.digest }, { '...': 'withheld' }, 2],
    }
    expect(outcome(payload, element, inner, outer)).toEqual({
      list: [1, 'element', 2],
      address: { city: 'B', street: 'Main' },
    })
    expect(outcome(payload)).toEqual({ list: [1, 2] })
    expect(outcome(payload, inner)).toBe('disclosure_unreferenced')
  })

  test('a digest that occurs twice anywhere is refused, disclosed or not', () => {
    const twice = { _sd: [name.digest], nested: { _sd: [name.digest] } }
    expect(outcome(twice, name)).toBe('disclosure_duplicate')
    expect(outcome(twice)).toBe('disclosure_duplicate')
    expect(outcome({ _sd: ['x', 'x'] })).toBe('disclosure_duplicate')
    expect(outcome({ list: [{ '...': 'x' }, { '...': 'x' }] })).toBe('disclosure_duplicate')
    expect(outcome({ _sd: [name.digest] }, name, name)).toBe('disclosure_duplicate')
  })

  test('a claim that exists already is refused, whichever came first', () => {
    const other = disclosed('t', 'name', 'Eve')
    expect(outcome({ _sd: [name.digest], name: 'Eve' }, name)).toBe('disclosure_name_taken')
    expect(outcome({ _sd: [name.digest, other.digest] }, name, other)).toBe('disclosure_name_taken')
    expect(outcome({ _sd: [name.digest], nested: { name: 1 } }, name)).toEqual({
      name: 'Ada',
      nested: { name: 1 },
    })
  })

  test.each([
    ['another hash', { _sd_alg: 'sha-512' }, 'disclosure_algorithm_not_accepted'],
    ['a hash that is no string', { _sd_alg: null }, 'disclosure_algorithm_not_accepted'],
    ['_sd that is no array', { _sd: 'x' }, 'disclosure_malformed'],
    ['_sd that is null', { a: { _sd: null } }, 'disclosure_malformed'],
    ['a digest that is no string', { _sd: [1] }, 'disclosure_malformed'],
    ['a placeholder that is no string', { a: [{ '...': 1 }] }, 'disclosure_malformed'],
    ['a placeholder with other members', { a: [{ '...': 'x', b: 1 }] }, 'disclosure_malformed'],
    ['a placeholder outside an array', { a: { '...': 'x' } }, 'disclosure_name_reserved'],
    ['_sd_alg below the top', { a: { _sd_alg: 'sha-256' } }, 'disclosure_name_reserved'],
  ])('%s is refused', (_, payload, expected) => {
    expect(outcome(payload as JsonObject)).toBe(expected)
  })

  test('an element in place of a claim and a claim in place of an element are refused', () => {
    expect(outcome({ _sd: [element.digest] }, element)).toBe('disclosure_malformed')
    expect(outcome({ list: [{ '...': name.digest }] }, name)).toBe('disclosure_malformed')
  })

  test('a claim called __proto__ becomes a claim and changes no prototype', () => {
    const proto = disclosed('s', '__proto__', { admin: true })
    const resolved = outcome({ _sd: [proto.digest] }, proto) as object
    expect(Object.keys(resolved)).toEqual(['__proto__'])
    expect('admin' in resolved).toBe(false)
  })

  test('disclosures that nest in one another are bounded in depth', () => {
    let inner = disclosed('s', 'a', 1)
    const chain = [inner]
    for (let i = 0; i < 200; i++) {
      inner = disclosed('s', 'a', { _sd: [inner.digest] })
      chain.push(inner)
    }
    expect(outcome({ _sd: [inner.digest] }, ...chain)).toBe('nesting_too_deep')
  })

  test('no payload makes it throw, and none leaves a trace of the mechanism', () => {
    const names = fc.constantFrom('_sd', '...', '_sd_alg', 'a', '__proto__')
    const leaf = fc.oneof(
      fc.constantFrom(name.digest, element.digest, 'x', 'sha-256'),
      fc.jsonValue(),
    )
    const { node } = fc.letrec<{ node: JsonValue }>((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf as fc.Arbitrary<JsonValue>,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(names, tie('node'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(names, node, { maxKeys: 4 }), (payload) => {
        const result = resolveDisclosures(payload, [name, element])
        if (result.ok) expect(JSON.stringify(result.value)).not.toMatch(/"(_sd|_sd_alg|\.\.\.)":/)
      }),
      { numRuns: 500 },
    )
  })
})
