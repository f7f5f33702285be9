import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { evaluatePolicy } from '../../src/conditions/index.ts'
import { canonicalJson, epochMs, type JsonObject } from '../../src/index.ts'

const facts = (claims: JsonObject) => ({
  claims,
  issuer: { id: 'i', accreditation: 'n/i', assurance: 'high', jurisdictions: ['CH'] },
  credential: { type: 't' },
  now: epochMs(1_795_342_800_000),
})
const compute = (text: string, claims: JsonObject = {}) =>
  evaluatePolicy({ computedOutputs: { out: text } }, facts(claims))

describe('a policy’s condition', () => {
  test.each<readonly [condition: string, claims: JsonObject, error: string]>([
    ['claims.age >= 18', { age: 17 }, 'credential_condition_not_met'],
    ['claims.age >= 18', {}, 'disclosure_missing'],
    ['claims.age >= 18', { age: 'old' }, 'credential_condition_not_computable'],
    ['claims.age', { age: 18 }, 'credential_condition_not_computable'],
    ['claims.name', { name: 'true' }, 'credential_condition_not_computable'],
    ['claims.', {}, 'expression_malformed'],
  ])('`%s` of %j is a refusal for %s', (condition, claims, error) => {
    expect(evaluatePolicy({ condition }, facts(claims))).toEqual({ ok: false, error })
  })

  test('is asked before outputs are computed', () => {
    const terms = { condition: 'false', computedOutputs: { out: '1 / 0' } }
    expect(evaluatePolicy(terms, facts({}))).toMatchObject({
      error: 'credential_condition_not_met',
    })
  })
})

describe('a computed output', () => {
  test.each<readonly [text: string, claims: JsonObject, out: string | number | boolean]>([
    ['issuer.accreditation', {}, 'n/i'],
    ['int(claims.points) * 2', { points: 21 }, 42],
    ['claims.points * 0.5', { points: 21 }, 10.5],
    ['claims.points * 0.0', { points: -1 }, 0],
    ['claims.points > 1', { points: 2 }, true],
    ['claims.points > 10 ? "gold" : "tin"', { points: 2 }, 'tin'],
  ])('`%s` of %j is put out as %s', (text, claims, out) => {
    const given = compute(text, claims)
    expect(given).toEqual({ ok: true, value: { out } })
  })

  test.each<readonly [text: string, claims: JsonObject, error: string]>([
    ['9007199254740993', {}, 'credential_outputs_not_computable'],
    ['claims.a', { a: null }, 'credential_outputs_not_computable'],
    ['claims.a', { a: ['x'] }, 'credential_outputs_not_computable'],
    ['claims.a', { a: { b: 1 } }, 'credential_outputs_not_computable'],
    ['1.0 / claims.a', { a: 0 }, 'credential_outputs_not_computable'],
    ['now', {}, 'credential_outputs_not_computable'],
    ['claims.a', {}, 'disclosure_missing'],
    ['claims.a', { a: 'x'.repeat(513) }, 'credential_outputs_too_large'],
    ['claims.a + claims.a', { a: 'x'.repeat(300) }, 'credential_outputs_too_large'],
  ])('`%s` of %j is none, for %s', (text, claims, error) => {
    expect(compute(text, claims)).toEqual({ ok: false, error })
  })

  test('of whatever claims is a value that a receipt can carry, or a reason, and the same every time', () => {
    const texts = [
      'claims.a + claims.b',
      'claims.a == claims.b ? claims.a : claims.b',
      'claims.a.exists(x, x == claims.b)',
      'has(claims.a.c) && claims.a.c < claims.b',
      'string(claims.a) + string(claims.b)',
      'int(claims.a) - int(claims.b)',
      'claims.b in claims.a',
      'size(claims.a)',
    ]
    const claim = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<JsonObject[string]>
    const claims = fc.record({ a: claim, b: claim }, { requiredKeys: [] })
    fc.assert(
      fc.property(fc.constantFrom(...texts), claims, (text, given) => {
        const before = canonicalJson(given)
        const first = compute(text, given as JsonObject)
        const second = compute(text, JSON.parse(before) as JsonObject)
        expect(canonicalJson(first)).toBe(canonicalJson(second))
        expect(canonicalJson(given)).toBe(before)
        if (first.ok) expect(['string', 'number', 'boolean']).toContain(typeof first.value.out)
      }),
      { numRuns: 500 },
    )
  })
})
