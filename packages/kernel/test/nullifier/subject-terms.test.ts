import { describe, expect, test } from 'vitest'
import {
  checkSubjectTerms,
  type Policy,
  parsePolicy,
  readSubject,
  type SubjectTerms,
  unwrap,
} from '../../src/index.ts'

const IDENTITY = 'https://registry.example/types/identity'
const STUDENT = 'https://university.example/types/student'

const policy: Policy = {
  id: 'residents',
  credentialTypes: [IDENTITY, STUDENT],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 60_000,
  onUndetermined: 'hold',
  outputs: { tier: 'tier' },
  requiredClaims: {},
  subjectClaim: 'person_number',
  receiptTtlMs: 600_000,
}
const national: SubjectTerms = { kind: 'national_id', namespace: 'CH' }

function withSubject(subject: unknown, change: Partial<Policy> = {}): Policy {
  return unwrap(parsePolicy({ ...policy, subject, ...change }))
}

describe('a policy may not count persons', () => {
  test.each<readonly [why: string, subject: SubjectTerms, code: string]>([
    ['by a user name', { kind: 'handle' }, 'subject_identifier_mutable'],
    ['by an address of e-mail', { kind: 'email' }, 'subject_identifier_mutable'],
    ['by a telephone number', { kind: 'phone_number' }, 'subject_identifier_mutable'],
    ['by a number of no register', { kind: 'national_id' }, 'campaign_rule_inconsistent'],
    [
      'under a risk that there is none of',
      { kind: 'github_id', takeover: 'accepted' },
      'campaign_rule_inconsistent',
    ],
    [
      'by the length of what has many',
      { kind: 'handle', takeover: 'accepted', length: 8 },
      'campaign_rule_inconsistent',
    ],
    [
      'by a claim of a type that it does not accept',
      { ...national, claims: { 'https://elsewhere.example/type': 'nin' } },
      'campaign_rule_inconsistent',
    ],
  ])('%s', (_, subject, code) => {
    expect(checkSubjectTerms(withSubject(subject))).toMatchObject({ error: { code } })
  })

  test('by what is personal, and show it in every receipt', () => {
    const terms = withSubject(
      { ...national, claims: { [STUDENT]: 'nin' } },
      { outputs: { entry: 'nin' } },
    )
    expect(checkSubjectTerms(terms)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
  })

  test('unless it bears the loss, or the identifier is nobody else’s ever', () => {
    const sound: readonly SubjectTerms[] = [
      { kind: 'handle', takeover: 'accepted' },
      { kind: 'github_id' },
      { ...national, length: 13, claims: { [STUDENT]: 'nin' }, issuers: ['did:example:a'] },
    ]
    for (const subject of sound) expect(checkSubjectTerms(withSubject(subject)).ok).toBe(true)
    expect(checkSubjectTerms(policy).ok).toBe(true)
  })
})

test.each([
  ['a kind that there is not', { kind: 'name' }],
  ['terms that it does not know', { ...national, country: 'CH' }],
  ['a register without a name', { ...national, namespace: '' }],
  ['an issuer twice', { ...national, issuers: ['a', 'a'] }],
])('a policy with %s is none', (_, subject) => {
  expect(parsePolicy({ ...policy, subject })).toMatchObject({
    error: { code: 'malformed_message' },
  })
})

describe('whom a credential is about', () => {
  const source = (disclosed: Readonly<Record<string, string>>, vct = IDENTITY, iss = 'did:a') => ({
    claims: { iss, vct },
    disclosed,
  })

  test('is read from the claim that its type has for it', () => {
    const terms = withSubject({ ...national, claims: { [STUDENT]: 'nin' } })
    const expected = ['national_id', 'CH', '7569217076985']
    const identity = source({ person_number: '756.9217.0769.85', nin: 'of no account' })
    expect(unwrap(readSubject(terms, identity))).toEqual(expected)
    const student = source({ nin: '7569217076985', person_number: 'S-17' }, STUDENT, 'did:b')
    expect(unwrap(readSubject(terms, student))).toEqual(expected)
  })

  test('is another person in another register, and the same in one spelled otherwise', () => {
    const disclosed = source({ person_number: '12345678' })
    const inRegister = (namespace: string) =>
      unwrap(readSubject(withSubject({ ...national, namespace }), disclosed))
    expect(inRegister('SE')).not.toEqual(inRegister('FI'))
    expect(inRegister('se')).toEqual(inRegister('SE'))
  })

  test.each<
    readonly [
      why: string,
      subject: SubjectTerms,
      disclosed: Readonly<Record<string, string>>,
      code: string,
    ]
  >([
    ['the claim is not shown', national, { tier: 'gold' }, 'subject_identifier_missing'],
    ['it is none of its kind', national, { person_number: '?' }, 'subject_identifier_malformed'],
    [
      'it is the shorter spelling of its register',
      { ...national, length: 12 },
      { person_number: '121212-1212' },
      'subject_identifier_malformed',
    ],
    [
      'its issuer is not of the set',
      { ...national, issuers: ['did:b'] },
      { person_number: '12345678' },
      'credential_issuer_not_in_domain',
    ],
  ])('is not known when %s', (_, subject, disclosed, code) => {
    expect(readSubject(withSubject(subject), source(disclosed))).toEqual({ ok: false, error: code })
  })

  test('is not read from what every object inherits', () => {
    const terms = withSubject({ ...national }, { subjectClaim: 'constructor' })
    expect(readSubject(terms, source({}, 'toString'))).toMatchObject({
      error: 'subject_identifier_missing',
    })
  })
})
