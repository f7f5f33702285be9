import { readFileSync } from 'node:fs'
import {
  brandId,
  decodeHex,
  type JsonValue,
  readSubject,
  type SubjectIdentifier,
  type SubjectTerms,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { createIdentifiers } from '../../src/index.ts'

interface Named {
  readonly subject: SubjectIdentifier
  readonly nullifier: string
}

interface Vectors {
  readonly programmeKey: string
  readonly domain: string
  readonly campaignId: string
  readonly period: string
  readonly keyCheck: string
  readonly cases: readonly (Named & {
    readonly name: string
    readonly terms?: SubjectTerms
    readonly spellings: readonly JsonValue[]
  })[]
  readonly elsewhere: readonly (Named & Pick<Vectors, 'domain' | 'campaignId' | 'period'>)[]
}

const file = new URL('../../../../spec/vectors/nullifiers.json', import.meta.url)
const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors
const identifiers = createIdentifiers(decodeHex(vectors.programmeKey) ?? new Uint8Array(), 1)
const { domain, period } = vectors
const campaignId = brandId<never>(vectors.campaignId)

describe('every verifier names a person by', () => {
  test.each(vectors.cases)('$name', ({ terms, spellings, subject, nullifier }) => {
    const policy = { subjectClaim: 'person', ...(terms && { subject: terms }) }
    for (const person of spellings) {
      const source = { claims: { iss: 'issuer', vct: 'type' }, disclosed: { person } }
      const read = unwrap(readSubject(policy, source))
      expect(read).toEqual(subject)
      expect(identifiers.nullifier({ domain, subject: read, campaignId, period })).toBe(nullifier)
    }
  })
})

test('a person is somebody else in another domain, campaign or period', () => {
  const names = vectors.elsewhere.map(({ campaignId: id, nullifier, ...parts }) => {
    expect(identifiers.nullifier({ ...parts, campaignId: brandId(id) })).toBe(nullifier)
    return nullifier
  })
  const here = vectors.cases.map(({ nullifier }) => nullifier)
  expect(new Set([...here, ...names]).size).toBe(here.length + names.length)
})

test('two verifiers tell by a check whether they have the same key', () => {
  expect(identifiers.keyCheck(campaignId)).toBe(vectors.keyCheck)
  const other = createIdentifiers(new Uint8Array(32), 1)
  expect(other.keyCheck(campaignId)).not.toBe(vectors.keyCheck)
})
