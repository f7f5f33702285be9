import { describe, expect, test } from 'vitest'
import { dcqlQuery } from '../../src/openid4vp/request-object.ts'
import { policy, VCT } from '../support/test-world.ts'

const OTHER = 'urn:example:student'
const terms = { ...policy, credentialTypes: [VCT, OTHER] }
const kind = { kind: 'national_id', namespace: 'CH' } as const

function queried(subject: object): Readonly<Record<string, unknown>> {
  const { credentials } = dcqlQuery({ ...terms, subject: { ...kind, ...subject } })
  return (credentials as unknown as readonly Readonly<Record<string, unknown>>[])[0] ?? {}
}

describe('a request under a policy with expressions', () => {
  const asked = (change: object) => {
    const { credentials } = dcqlQuery({ ...policy, ...change })
    return (credentials as unknown as readonly Readonly<Record<string, unknown>>[])[0] ?? {}
  }

  test('asks for the claims that they read, and no others', () => {
    const computedOutputs = { weight: 'int(claims.points)' }
    const { claims, claim_sets } = asked({ condition: 'claims.age > 17', computedOutputs })
    expect(claims).toEqual([
      { path: ['age'] },
      { path: ['country'], values: ['XA'] },
      { path: ['person'] },
      { path: ['points'] },
      { path: ['tier'] },
    ])
    expect(claim_sets).toBeUndefined()
  })

  test('leaves a choice where they do without a claim', () => {
    const { claim_sets } = asked({ condition: '!has(claims.degree) || claims.degree > 6' })
    expect(claim_sets).toEqual([
      ['country', 'degree', 'person', 'tier'],
      ['country', 'person', 'tier'],
    ])
  })
})

describe('a request for credentials of several types', () => {
  test('asks for one of the claims by which they tell the person, beside what it needs of all', () => {
    expect(queried({ claims: { [OTHER]: 'ahv_number' } })).toMatchObject({
      claims: [
        { id: 'ahv_number', path: ['ahv_number'] },
        { id: 'country', path: ['country'], values: ['XA'] },
        { id: 'person', path: ['person'] },
        { id: 'tier', path: ['tier'] },
      ],
      claim_sets: [
        ['ahv_number', 'country', 'tier'],
        ['country', 'person', 'tier'],
      ],
    })
  })

  test('has no sets to choose from when all tell the person by the same claim', () => {
    const { claims, claim_sets } = queried({ claims: { [VCT]: 'nin', [OTHER]: 'nin' } })
    expect(claims).toEqual([
      { path: ['country'], values: ['XA'] },
      { path: ['nin'] },
      { path: ['tier'] },
    ])
    expect(claim_sets).toBeUndefined()
  })
})
