import { describe, expect, it } from 'vitest'
import { type AllocationRule, parseAllocationRule } from '../../src/allocation/allocation-rule.ts'
import { checkAllocationRule } from '../../src/allocation/check-allocation-rule.ts'

const commitments = ['alder', 'birch'].map((party) => ({ party, commitment: 'ab'.repeat(32) }))
const reveal = { kind: 'commit-reveal', revealWithinMs: 1, revealsMin: 2, delayMs: 0 }
const lottery = { kind: 'lottery', winners: 5, amountMinor: '20' }
const drand = { kind: 'drand', chain: 'quicknet', delayMs: 0 }

const sound: readonly object[] = [
  { kind: 'fixed', amountMinor: '100' },
  { kind: 'fixed', amountMinor: '1', shortfall: 'scale' },
  { kind: 'table' },
  { kind: 'tiered', tiers: { gold: '100', silver: '1' } },
  { kind: 'equal-capped', capMinor: '1000' },
  { kind: 'pro-rata' },
  { kind: 'pro-rata', capMinor: '1' },
  { ...lottery, seed: drand },
  { ...lottery, winners: 6, seed: drand, shortfall: 'scale' },
  { ...lottery, seed: { ...reveal, commitments } },
]

it.each(sound.map((rule) => [JSON.stringify(rule), rule] as const))('%s is a rule', (_, rule) => {
  const parsed = parseAllocationRule(rule)
  expect(parsed).toEqual({ ok: true, value: rule })
  expect(checkAllocationRule(rule as AllocationRule, '100')).toBeUndefined()
})

describe('no rule is', () => {
  it.each<[string, object]>([
    ['an unknown kind', { kind: 'first-come' }],
    ['a member that nobody reads', { kind: 'table', capMinor: '1' }],
    ['a draw without a seed', lottery],
    ['a draw without winners', { ...lottery, winners: 0, seed: drand }],
    ['a seed of one party', { ...lottery, seed: { ...reveal, commitments: commitments.slice(1) } }],
    [
      'a seed that one reveal makes',
      { ...lottery, seed: { ...reveal, revealsMin: 1, commitments } },
    ],
    ['a beacon of another chain', { ...lottery, seed: { ...drand, chain: 'default' } }],
    ['no tier at all', { kind: 'tiered', tiers: {} }],
  ])('%s', (_, rule) => {
    expect(parseAllocationRule(rule)).toMatchObject({ error: { code: 'malformed_message' } })
  })

  it.each<[string, object]>([
    ['an amount of nothing', { kind: 'fixed', amountMinor: '0' }],
    ['a cap of nothing', { kind: 'pro-rata', capMinor: '0' }],
    ['an amount beyond all amounts', { kind: 'fixed', amountMinor: '9'.repeat(39) }],
    ['a tier above the pool', { kind: 'tiered', tiers: { gold: '101', silver: '1' } }],
    ['more for the winners than the pool', { ...lottery, winners: 6, seed: drand }],
    [
      'a party with two values',
      { ...lottery, seed: { ...reveal, commitments: [...commitments, ...commitments.slice(1)] } },
    ],
    ['more reveals than parties', { ...lottery, seed: { ...reveal, revealsMin: 3, commitments } }],
  ])('%s, though it has the form of one', (_, rule) => {
    expect(parseAllocationRule(rule).ok).toBe(true)
    expect(checkAllocationRule(rule as AllocationRule, '100')).toEqual(expect.any(String))
  })
})
