import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  createSeededSigner,
  didJwkOf,
  didKeyOf,
  encodeBase64url,
  encodeUtf8,
  importPublicJwk,
  type SubjectKind,
  subjectKinds,
  unwrap,
} from '../../src/index.ts'

const normalise = (kind: SubjectKind, value: unknown): string | undefined =>
  subjectKinds[kind].normalise(value as never)

const { publicJwk } = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
const key = unwrap(importPublicJwk(publicJwk))
const { kty, crv, x } = publicJwk
const jwkInAnotherOrder = `did:jwk:${encodeBase64url(encodeUtf8(JSON.stringify({ x, crv, kty })))}`

describe('spellings of one person are one subject:', () => {
  test.each<readonly [kind: SubjectKind, expected: string, spellings: readonly unknown[]]>([
    // AHV number of the Swiss register's own example.
    [
      'national_id',
      '7569217076985',
      ['756.9217.0769.85', '756 9217 0769 85', '７５６９２１７０７６９８５'],
    ],
    ['national_id', '131052308T', ['131052-308t', '131052\u2010308T', ' 131052–308T\u200b']],
    // The example of ORCID's own page on the structure of its identifiers, and one that ends in X.
    ['isni', '0000000218250097', ['0000-0002-1825-0097', 'https://orcid.org/0000-0002-1825-0097']],
    [
      'isni',
      '000000021694233X',
      ['0000 0002 1694 233x', 'http://www.isni.org/isni/000000021694233X'],
    ],
    ['github_id', '583231', [583_231, '583231', ' 583231 ', '５８３２３１']],
    ['did', key.thumbprint, [didKeyOf(publicJwk), didJwkOf(publicJwk), jwkInAnotherOrder]],
    // An address of ERC-55's own test cases.
    [
      'wallet_address',
      '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
      [
        '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
        '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed',
        '0x5AAEB6053F3E94C9B9A09F33669435E7EF1BEAED',
      ],
    ],
    ['handle', 'octocat', ['OctoCat', '@octocat', ' octocat']],
    ['email', 'ada@example.org', ['Ada@Example.ORG ', 'ada\u200b@example.org']],
    ['phone_number', '+41446681800', ['+41 44 668 18 00', '+41-44-668.18.00', '+41 (44) 6681800']],
  ])('%s %s', (kind, expected, spellings) => {
    for (const spelling of spellings)
      expect(normalise(kind, spelling), String(spelling)).toBe(expected)
  })
})

describe('is no identifier of its kind:', () => {
  test.each<readonly [kind: SubjectKind, why: string, value: unknown]>([
    ['national_id', 'a JSON number, which has lost its zeros in front', 7_569_217_076_985],
    ['national_id', 'digits of another script', '١٢٣٤٥٦٧٨'],
    ['national_id', 'a word for none', 'unknown'],
    ['national_id', 'zeros for none', '000-00-0000'],
    ['national_id', 'too short', '12-3'],
    ['national_id', 'too long', '1'.repeat(33)],
    ['isni', 'a wrong check digit', '0000-0002-1825-0098'],
    ['isni', 'two digits that changed places', '0000-0002-1852-0097'],
    ['isni', 'a number', 218_250_097],
    ['github_id', 'a user name', 'octocat'],
    ['github_id', 'a zero in front', '0583231'],
    ['github_id', 'a fraction', 1.5],
    ['github_id', 'a negative number', -1],
    ['github_id', 'more than a safe integer', 2 ** 53],
    ['did', 'a did:web, whose domain somebody else can buy', 'did:web:example.org'],
    ['did', 'a DID URL', `${didKeyOf(publicJwk)}#key`],
    [
      'wallet_address',
      'a checksum that does not hold',
      '0x5AAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
    ],
    ['wallet_address', 'no hexadecimal', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg'],
    ['wallet_address', 'a name', 'vitalik.eth'],
    ['handle', 'nothing', '@'],
    ['email', 'two of them', 'a@example.org,b@example.org'],
    ['phone_number', 'no country', '044 668 18 00'],
  ])('%s: %s', (kind, _, value) => {
    expect(normalise(kind, value)).toBeUndefined()
  })

  test.each(Object.keys(subjectKinds) as SubjectKind[])('%s: what is no text or number', (kind) => {
    for (const value of ['', ' ', '\u200b', null, true, [], ['a'], {}]) {
      expect(normalise(kind, value)).toBeUndefined()
    }
  })
})

describe('for identifiers of every kind', () => {
  const digits = (least: number, most: number) =>
    fc.stringMatching(new RegExp(`^[1-9][0-9]{${least - 1},${most - 1}}$`))
  const values: Readonly<Partial<Record<SubjectKind, fc.Arbitrary<string>>>> = {
    text: fc.string({ unit: 'binary', minLength: 1 }),
    national_id: fc.stringMatching(/^[A-Za-z0-9. -]{4,20}$/),
    github_id: digits(1, 12),
    wallet_address: fc.stringMatching(/^0x[0-9a-f]{40}$/),
    handle: fc
      .tuple(fc.constantFrom('', '@', '@@', '@ '), fc.string({ unit: 'grapheme' }))
      .map((parts) => parts.join('')),
    email: fc.emailAddress(),
    phone_number: digits(7, 15).map((number) => `+${number}`),
  }

  test.each(Object.entries(values))('%s: the one form is its own one form', (kind, spelling) => {
    fc.assert(
      fc.property(spelling, (text) => {
        const once = normalise(kind as SubjectKind, text)
        if (once !== undefined) expect(normalise(kind as SubjectKind, once)).toBe(once)
      }),
      { numRuns: 500 },
    )
  })

  test('separators, widths and invisible characters anywhere make no other person', () => {
    const between = fc.constantFrom('', ' ', '-', '.', '/', '\u2011', '\u00a0', '\u200b', '\ufeff')
    const spelled = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.boolean(), between), {
      minLength: 6,
      maxLength: 20,
    })
    fc.assert(
      fc.property(spelled, (parts) => {
        const plain = parts.map(([digit]) => digit).join('')
        const text = parts.map(
          ([digit, isWide, separator]) =>
            `${isWide ? String.fromCodePoint(0xff10 + digit) : digit}${separator}`,
        )
        expect(normalise('national_id', text.join(''))).toBe(normalise('national_id', plain))
      }),
      { numRuns: 500 },
    )
  })

  test('different digits stay different persons', () => {
    fc.assert(
      fc.property(digits(7, 12), digits(7, 12), (a, b) => {
        for (const kind of ['national_id', 'github_id'] as const) {
          expect(normalise(kind, a) === normalise(kind, b)).toBe(a === b)
        }
      }),
      { numRuns: 200 },
    )
  })
})
