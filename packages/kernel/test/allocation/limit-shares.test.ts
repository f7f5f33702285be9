import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type AllocationEntry, allocate } from '../../src/allocation/allocate.ts'
import type { AllocationRule } from '../../src/allocation/allocation-rule.ts'
import { limitEntries } from '../../src/allocation/limit-shares.ts'
import { entrySetRoot } from '../../src/allocation/ticket-set-root.ts'
import {
  type CampaignLimits,
  type Limit,
  type LimitKind,
  limitKinds,
} from '../../src/messages/rule/limits.ts'
import { unwrap } from '../../src/result.ts'

const POOL = 1_000n
const rules: readonly AllocationRule[] = [
  { kind: 'fixed', amountMinor: '90', shortfall: 'scale' },
  { kind: 'tiered', tiers: { gold: '200', silver: '3' }, shortfall: 'scale' },
  { kind: 'equal-capped', capMinor: '250' },
  { kind: 'pro-rata' },
  {
    kind: 'lottery',
    winners: 3,
    amountMinor: '300',
    seed: { kind: 'drand', chain: 'quicknet', delayMs: 0 },
  },
]
const limit: fc.Arbitrary<Limit> = fc.record(
  {
    claimsMax: fc.integer({ min: 1, max: 5 }),
    amountMinorMax: fc.bigInt({ min: 0n, max: 600n }).map(String),
  },
  { requiredKeys: [] },
)
const limits = fc.record(
  Object.fromEntries(limitKinds.map((kind) => [kind, limit])) as Record<
    LimitKind,
    fc.Arbitrary<Limit>
  >,
  { requiredKeys: [] },
) as fc.Arbitrary<CampaignLimits>
const groups = fc.constantFrom('a', 'b', 'c')
const entries: fc.Arbitrary<readonly AllocationEntry[]> = fc.uniqueArray(
  fc.record({
    entry: fc.string({ minLength: 1, maxLength: 4 }),
    weight: fc.nat(9).map(String),
    tier: fc.constantFrom('gold', 'silver'),
    limitKeys: fc.record(
      Object.fromEntries(limitKinds.map((kind) => [kind, groups])) as Record<
        LimitKind,
        typeof groups
      >,
    ),
  }),
  { selector: ({ entry }) => entry, maxLength: 14 },
)
const anything = fc.record({ rule: fc.constantFrom(...rules), limits, entries })
const share = (input: {
  rule: AllocationRule
  limits: CampaignLimits
  entries: readonly AllocationEntry[]
}) => unwrap(allocate({ poolMinor: String(POOL), seed: 'ab'.repeat(32), ...input }))
/** What comes to each group of a kind. */
const sums = (kind: LimitKind, all: readonly AllocationEntry[], of: (entry: string) => bigint) => {
  const found = new Map<string, bigint>()
  for (const { entry, limitKeys } of all) {
    const key = limitKeys?.[kind] ?? ''
    found.set(key, (found.get(key) ?? 0n) + of(entry))
  }
  return found
}

it('D11: with limits too, the shares and what is left sum to the pool', () => {
  fc.assert(
    fc.property(anything, (input) => {
      const { shares, leftMinor } = share(input)
      const sum = shares.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n)
      expect(sum + BigInt(leftMinor)).toBe(POOL)
    }),
  )
})

it('F6: no group gets more than its limits in count and value, and nobody is left out for whom there was room', () => {
  fc.assert(
    fc.property(anything, (input) => {
      const { shares, limited = [] } = share(input)
      const amountOf = new Map(shares.map(({ entry, amountMinor }) => [entry, BigInt(amountMinor)]))
      const cut = new Map(limited.map(({ entry, by }) => [entry, by]))
      for (const kind of limitKinds) {
        const { claimsMax, amountMinorMax } = input.limits[kind] ?? {}
        const counts = sums(kind, input.entries, (entry) => (cut.has(entry) ? 0n : 1n))
        if (claimsMax !== undefined) {
          for (const count of counts.values()) expect(count <= BigInt(claimsMax)).toBe(true)
          for (const { entry, limitKeys } of input.entries) {
            if (cut.get(entry) !== kind) continue
            expect(counts.get(limitKeys?.[kind] ?? '')).toBe(BigInt(claimsMax))
            expect(amountOf.get(entry)).toBe(0n)
          }
        }
        if (amountMinorMax === undefined) continue
        for (const sum of sums(
          kind,
          input.entries,
          (entry) => amountOf.get(entry) ?? 0n,
        ).values()) {
          expect(sum <= BigInt(amountMinorMax)).toBe(true)
        }
      }
    }),
  )
})

it('F1: with limits too, the order of the entries changes nothing', () => {
  fc.assert(
    fc.property(
      anything.chain((input) =>
        fc.record({
          input: fc.constant(input),
          order: fc.shuffledSubarray([...input.entries], { minLength: input.entries.length }),
        }),
      ),
      ({ input, order }) => {
        expect(share({ ...input, entries: order })).toEqual(share(input))
      },
    ),
  )
})

it('who gets in where there is no room for all is not to be known before it is known who comes', () => {
  const of = (names: readonly string[]) =>
    share({
      rule: rules[0] as AllocationRule,
      limits: { perPeriod: { claimsMax: 2 } },
      entries: names.map((entry) => ({ entry, limitKeys: { perPeriod: '2027' } })),
    }).limited?.map(({ entry }) => entry)
  const names = Array.from({ length: 12 }, (_, i) => `person-${i}`)
  // One more changes who of the others gets in, not only whether there is room for all of them.
  const before = of(names)
  const outcomes = Array.from({ length: 8 }, (_, i) =>
    of([...names, `late-${i}`])?.filter((entry) => !entry.startsWith('late-')),
  )
  expect(outcomes.some((cut) => before?.some((entry) => !cut?.includes(entry)))).toBe(true)
})

it('F1: who is taken out after the closing changes nobody else’s place in the order of a limit in count', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 4 }), {
    minLength: 1,
    maxLength: 14,
  })
  fc.assert(
    fc.property(
      names.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all))),
      ([all, stay]) => {
        const entryRoot = entrySetRoot(all)
        const inOrder = orderOf(all, entryRoot)
        expect(orderOf(stay, entryRoot)).toEqual(inOrder.filter((entry) => stay.includes(entry)))
        // Without a root of its own it is that of the entries.
        expect(orderOf(all)).toEqual(inOrder)
      },
    ),
  )
})

/** Entries in the order in which they get in, as room grows by one. */
function orderOf(entries: readonly string[], entryRoot?: string): readonly string[] {
  const all = entries.map((entry) => ({ entry, limitKeys: { perPeriod: '2027' } }))
  const order: string[] = []
  for (let claimsMax = 1; claimsMax <= entries.length; claimsMax += 1) {
    const cut = limitEntries({ perPeriod: { claimsMax } }, all, entryRoot)
    const next = entries.filter((entry) => !cut.has(entry) && !order.includes(entry))
    expect(next).toHaveLength(1)
    order.push(...next)
  }
  return order
}

it('a void draw gives nobody anything and leaves the pool', () => {
  const input = { poolMinor: '1000', entries: [{ entry: 'ada' }, { entry: 'bob' }] }
  const rule = rules.find(({ kind }) => kind === 'lottery') as AllocationRule
  expect(allocate({ ...input, rule, seed: 'void' })).toEqual({
    ok: true,
    value: {
      shares: [
        { entry: 'ada', amountMinor: '0' },
        { entry: 'bob', amountMinor: '0' },
      ],
      leftMinor: '1000',
    },
  })
  expect(allocate({ ...input, rule })).toMatchObject({ error: { code: 'lottery_seed_missing' } })
})
