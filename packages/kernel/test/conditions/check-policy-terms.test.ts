import { describe, expect, test } from 'vitest'
import { checkConditions, checkPolicyTerms, claimsRead } from '../../src/conditions/index.ts'
import { type CheckOverlay, type Policy, parsePolicy, unwrap } from '../../src/index.ts'

const base: Policy = {
  id: 'residents',
  credentialTypes: ['urn:example:identity', 'urn:example:student'],
  assuranceMin: 'substantial',
  statusAgeMaxMs: 60_000,
  onUndetermined: 'hold',
  outputs: {},
  requiredClaims: {},
  subjectClaim: 'nin',
  receiptTtlMs: 600_000,
}
const policyWith = (change: Partial<Policy>): Policy => unwrap(parsePolicy({ ...base, ...change }))
const place = { jurisdiction: 'claims.country' }
const deny = { jurisdiction: 'XA', effect: 'deny', reason: 'Act 1' } as const
const ask: CheckOverlay = {
  jurisdiction: 'XA',
  effect: 'check',
  check: 'screening',
  budgetMs: 500,
  whenLate: 'refuse',
  reason: 'Act 2',
}
const national = { kind: 'national_id', namespace: 'CH' } as const

describe('a policy is not taken', () => {
  test.each<readonly [why: string, change: Partial<Policy>, code: string, detail: string]>([
    [
      'whose condition cannot be read',
      { condition: 'claims.age >' },
      'expression_malformed',
      'condition: at 12: ',
    ],
    [
      'whose output cannot be read',
      { computedOutputs: { tier: 'tiers[1]' } },
      'expression_malformed',
      'computedOutputs.tier: at 1: ',
    ],
    [
      'whose condition costs too much',
      { condition: 'claims.a.exists(x, x.contains("a"))' },
      'expression_too_costly',
      'condition: ',
    ],
    [
      'whose expressions together cost too much',
      {
        condition: 'claims.a.all(x, x == claims.b || x == claims.c)',
        computedOutputs: { out: 'claims.b.all(x, x == claims.a || x == claims.c)' },
      },
      'expression_too_costly',
      '',
    ],
    [
      'whose expressions together are longer than anybody reads',
      {
        computedOutputs: Object.fromEntries(
          Array.from({ length: 5 }, (_, n) => [`out_${n}`, `"${'x'.repeat(900)}"`]),
        ),
      },
      'expression_too_costly',
      '4510 characters',
    ],
    [
      'that would put out which credential it is',
      { computedOutputs: { out: 'string(claims.status.status_list.idx)' } },
      'expression_malformed',
      'computedOutputs.out: at 33: reads claims.status',
    ],
    [
      'that has two origins of one output',
      { outputs: { tier: 'tier' }, computedOutputs: { tier: '1' } },
      'campaign_rule_inconsistent',
      'copies and computes the output tier',
    ],
    [
      'that puts out more than a receipt carries',
      {
        outputs: { tier: 'tier' },
        computedOutputs: Object.fromEntries(
          Array.from({ length: 32 }, (_, n) => [`output_${n}`, '1']),
        ),
      },
      'campaign_rule_inconsistent',
      'has 33 outputs',
    ],
    [
      'with overlays that go by no place',
      { overlays: [deny] },
      'campaign_rule_inconsistent',
      'has overlays and no output',
    ],
    [
      'with two answers of one check',
      { computedOutputs: place, overlays: [ask, { ...ask, budgetMs: 600 }] },
      'campaign_rule_inconsistent',
      'has two overlays for XA screening',
    ],
    [
      'that holds what is late, and rejects what is undetermined',
      {
        computedOutputs: place,
        overlays: [{ ...ask, whenLate: 'hold' }],
        onUndetermined: 'reject',
      },
      'campaign_rule_inconsistent',
      'has an overlay that holds',
    ],
  ])('%s', (_, change, code, detail) => {
    const checked = checkConditions(policyWith(change))
    if (checked.ok) throw new Error('taken')
    expect(checked.error.code).toBe(code)
    expect(checked.error.detail?.slice(0, detail.length)).toBe(detail)
  })

  test.each([
    'claims.nin',
    'claims["nin"]',
    'claims.nin + ""',
    'size(claims.nin)',
    'claims.country == "CH" ? claims.nin : "x"',
    '["a", claims.nin][1]',
    'string(int(claims.nin) + 1)',
  ])('that puts out a person’s number as `%s`', (text) => {
    const policy = policyWith({ subject: national, computedOutputs: { entry: text } })
    expect(checkPolicyTerms(policy)).toMatchObject({
      error: { code: 'campaign_rule_inconsistent' },
    })
    const byType = { ...national, claims: { 'urn:example:student': 'nin' } }
    const other = policyWith({
      subject: byType,
      subjectClaim: 'person',
      computedOutputs: { entry: text },
    })
    expect(checkPolicyTerms(other).ok).toBe(false)
  })
})

describe('a policy is taken', () => {
  test.each<readonly [why: string, change: Partial<Policy>]>([
    ['that finds something out about a number', { computedOutputs: { old: 'claims.nin < "5"' } }],
    [
      'that chooses by a number',
      { computedOutputs: { canton: 'claims.nin.startsWith("1") ? "a" : "b"' } },
    ],
    [
      'with overlays for a place that it computes',
      { computedOutputs: place, overlays: [deny, ask] },
    ],
  ])('%s', (_, change) => {
    expect(checkPolicyTerms(policyWith({ subject: national, ...change }))).toEqual({
      ok: true,
      value: undefined,
    })
  })
})

test('a policy’s expressions tell which claims they need, and which they do without', () => {
  const { required, optional } = claimsRead({
    condition: 'claims.b == 1 && (!has(claims.c) || claims.c > 1)',
    computedOutputs: { out: 'claims.a.x + claims["d"]', other: 'has(claims.e.f)' },
  })
  expect(required).toEqual(['a', 'b', 'd', 'e'])
  expect(optional).toEqual(['c'])
})
