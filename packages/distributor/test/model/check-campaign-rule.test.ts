import { type CampaignRule, epochMs, type Policy } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { checkCampaignRule } from '../../src/model/check-campaign-rule.ts'
import { fixedRule } from '../support/world.ts'

const terms = { isParty: () => true, statusDelayMs: 0, now: epochMs(fixedRule.announcedAtMs) }
const check = (change: Partial<CampaignRule>, policy: Partial<Policy> = {}) =>
  checkCampaignRule({ ...fixedRule, ...change, policy: { ...fixedRule.policy, ...policy } }, terms)

describe('a campaign’s rule is refused', () => {
  it.each<
    readonly [why: string, change: Partial<CampaignRule>, policy: Partial<Policy>, code: string]
  >([
    [
      'with a condition that nobody can evaluate',
      {},
      { condition: 'age > 17' },
      'expression_malformed',
    ],
    [
      'with an output that costs too much',
      {},
      { computedOutputs: { out: 'claims.a.exists(x, x.contains("a"))' } },
      'expression_too_costly',
    ],
    [
      'with the bearer of a takeover that cannot happen',
      { losses: { takeover: 'claimant' } },
      {},
      'campaign_rule_inconsistent',
    ],
    [
      'that goes by an output which it neither copies nor computes',
      { allocation: { kind: 'tiered', tiers: { gold: '1' } } },
      { outputs: {} },
      'campaign_rule_inconsistent',
    ],
  ])('%s', (_, change, policy, code) => {
    expect(check(change, policy)).toMatchObject({ ok: false, error: { code } })
  })

  it('no more when it computes the output that its allocation goes by', () => {
    const allocation = { kind: 'tiered', tiers: { gold: '1' } } as const
    const computedOutputs = { tier: 'claims.age >= 65 ? "gold" : "tin"' }
    expect(check({ allocation }, { outputs: {}, computedOutputs })).toMatchObject({ ok: true })
  })
})
