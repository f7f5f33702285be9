import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Allocation,
  type AllocationEntry,
  type AllocationInput,
  allocate,
  allocationRoot,
} from '../../src/allocation/allocate.ts'
import { type AllocationRule, parseAllocationRule } from '../../src/allocation/allocation-rule.ts'
import { startTableRoot } from '../../src/allocation/table-root.ts'
import { minorUnits } from '../../src/money/minor-units.ts'
import { unwrap } from '../../src/result.ts'

const SEED = 'ab'.repeat(32)
const minor = fc
  .oneof(fc.bigInt({ min: 0n, max: 40n }), fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }))
  .map(String)
const small = fc.bigInt({ min: 0n, max: 40n }).map(String)
const shortfall = fc.constantFrom('scale' as const, 'refuse' as const)

/** A rule of every kind. */
const rules: fc.Arbitrary<AllocationRule> = fc.oneof(
  fc.record({ kind: fc.constant('fixed' as const), amountMinor: small, shortfall }),
  fc.record({ kind: fc.constant('table' as const), shortfall }),
  fc.record({
    kind: fc.constant('tiered' as const),
    tiers: fc.record({ gold: small, silver: small }),
    shortfall,
  }),
  fc.record({ kind: fc.constant('equal-capped' as const), capMinor: minor }),
  fc.record({ kind: fc.constant('pro-rata' as const) }),
  fc.record({ kind: fc.constant('pro-rata' as const), capMinor: minor }),
  fc.record({
    kind: fc.constant('lottery' as const),
    winners: fc.integer({ min: 1, max: 9 }),
    amountMinor: small,
    seed: fc.constant({ kind: 'drand' as const, chain: 'quicknet' as const, delayMs: 0 }),
    shortfall,
  }),
)
const entries = fc.uniqueArray(
  fc
    .record({
      entry: fc.stringMatching(/^[a-e]{1,3}$/),
      weight: minor,
      tier: fc.constantFrom('gold', 'silver'),
      amountMinor: small,
      capMinor: fc.option(minor, { nil: undefined }),
    })
    .map(({ capMinor, ...entry }) => (capMinor === undefined ? entry : { ...entry, capMinor })),
  { maxLength: 14, selector: ({ entry }) => entry },
)
const inputs = fc.record({ poolMinor: minor, rule: rules, entries, seed: fc.constant(SEED) })

const sharesOf = (allocation: Allocation): Record<string, string> =>
  Object.fromEntries(allocation.shares.map(({ entry, amountMinor }) => [entry, amountMinor]))
const allocated = (input: AllocationInput): Allocation => unwrap(allocate(input))
const entry = (name: string, rest: Omit<AllocationEntry, 'entry'> = {}): AllocationEntry => ({
  entry: name,
  ...rest,
})

describe('an allocation by any rule', () => {
  it('D8, F1: is the same for every order in which the entries came', () => {
    const shuffled = inputs.chain((input) =>
      fc.tuple(
        fc.constant(input),
        fc.shuffledSubarray(input.entries, { minLength: input.entries.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([input, order]) => {
        expect(allocate({ ...input, entries: order })).toEqual(allocate(input))
      }),
      { numRuns: 1_000 },
    )
  })

  it('D11: sums to the pool, with what is left', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const allocation = allocate(input)
        if (!allocation.ok) {
          expect(allocation.error.code).toBe('allocation_exceeds_pool')
          return
        }
        const { shares, leftMinor } = allocation.value
        expect(shares.map((share) => share.entry)).toEqual(
          input.entries.map((one) => one.entry).sort(),
        )
        const sum = shares.reduce((total, { amountMinor }) => total + BigInt(amountMinor), 0n)
        expect(String(sum + BigInt(leftMinor))).toBe(input.poolMinor)
      }),
      { numRuns: 1_000 },
    )
  })

  it('gives nobody more than is due, or than the lower of two caps', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const allocation = allocate(input)
        if (!allocation.ok) return
        const shares = sharesOf(allocation.value)
        for (const one of input.entries) {
          expect(BigInt(shares[one.entry] ?? -1) <= mostFor(input.rule, one)).toBe(true)
        }
      }),
      { numRuns: 1_000 },
    )
  })

  it('can be recomputed from its JSON', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const copy = JSON.parse(JSON.stringify(input)) as AllocationInput
        expect(allocate(copy)).toEqual(allocate(input))
        expect(parseAllocationRule(copy.rule).ok).toBe(true)
      }),
    )
  })
})

function mostFor(rule: AllocationRule, one: AllocationEntry): bigint {
  switch (rule.kind) {
    case 'fixed':
    case 'lottery':
      return BigInt(rule.amountMinor)
    case 'table':
      return BigInt(one.amountMinor ?? 0)
    case 'tiered':
      return BigInt(rule.tiers[one.tier ?? ''] ?? 0)
    case 'equal-capped':
    case 'pro-rata': {
      const caps = [rule.capMinor, one.capMinor].flatMap((cap) =>
        cap === undefined ? [] : [BigInt(cap)],
      )
      return caps.reduce((low, cap) => (cap < low ? cap : low), 2n ** 128n)
    }
  }
}

describe('an allocation of what is due', () => {
  const three = [entry('a'), entry('b'), entry('c')]

  it('leaves what nobody is due', () => {
    expect(
      allocated({ poolMinor: '10', rule: { kind: 'fixed', amountMinor: '3' }, entries: three }),
    ).toEqual({
      shares: ['a', 'b', 'c'].map((name) => ({ entry: name, amountMinor: '3' })),
      leftMinor: '1',
    })
  })

  it('is refused when more is due than there is, unless the rule scales it', () => {
    const rule = { kind: 'fixed', amountMinor: '4' } as const
    expect(allocate({ poolMinor: '11', rule, entries: three })).toMatchObject({
      error: { code: 'allocation_exceeds_pool' },
    })
    const scaled = allocated({
      poolMinor: '11',
      rule: { ...rule, shortfall: 'scale' },
      entries: three,
    })
    expect(sharesOf(scaled)).toEqual({ a: '4', b: '4', c: '3' })
    expect(scaled.leftMinor).toBe('0')
  })
})

describe('a lottery', () => {
  const rule = (winners: number): AllocationRule => ({
    kind: 'lottery',
    winners,
    amountMinor: '1',
    seed: { kind: 'drand', chain: 'quicknet', delayMs: 0 },
  })
  const names = Array.from({ length: 12 }, (_, i) => `claim-${i}`)
  const winnersOf = (seed: string, winners: number, list: readonly string[]): string[] =>
    allocated({
      poolMinor: '100',
      rule: rule(winners),
      entries: list.map((name) => entry(name)),
      seed,
    }).shares.flatMap((share) => (share.amountMinor === '1' ? [share.entry] : []))
  const seedOf = (i: number): string => createHash('sha256').update(`seed ${i}`).digest('hex')

  it('is won by the entries whose SHA-256 after the seed is smallest', () => {
    const number = (name: string): string =>
      createHash('sha256').update(Buffer.from(SEED, 'hex')).update(name).digest('hex')
    const expected = names.toSorted((a, b) => (number(a) < number(b) ? -1 : 1)).slice(0, 4)
    expect(winnersOf(SEED, 4, names)).toEqual(expected.sort())
    expect(winnersOf(SEED, 99, names)).toEqual(names.toSorted())
  })

  it('changes for nobody when a loser goes, and for one more when a winner does', () => {
    for (let i = 0; i < 50; i++) {
      const before = winnersOf(seedOf(i), 4, names)
      for (const name of names) {
        const after = winnersOf(
          seedOf(i),
          4,
          names.filter((other) => other !== name),
        )
        const kept = before.filter((winner) => winner !== name)
        expect(after).toEqual(expect.arrayContaining(kept))
        expect(after.length).toBe(4)
      }
    }
  })

  it('gives every entry the same chance', () => {
    const wins = new Map(names.map((name) => [name, 0]))
    for (let i = 0; i < 3_000; i++) {
      for (const name of winnersOf(seedOf(i), 4, names)) wins.set(name, (wins.get(name) ?? 0) + 1)
    }
    // 3,000 draws of 4 among 12: 1,000 each, standard deviation 26. The seeds are fixed, and so is the outcome.
    for (const count of wins.values()) expect(Math.abs(count - 1_000)).toBeLessThan(4 * 26)
  })

  it('is not drawn without a seed', () => {
    for (const seed of [undefined, '', 'ab', 'zz'.repeat(32)]) {
      const input = { poolMinor: '1', rule: rule(1), entries: [entry('a')] }
      expect(allocate(seed === undefined ? input : { ...input, seed })).toMatchObject({
        error: { code: 'lottery_seed_missing' },
      })
    }
  })
})

it.each<[string, AllocationRule, readonly AllocationEntry[]]>([
  ['a repeated entry', { kind: 'fixed', amountMinor: '1' }, [entry('a'), entry('b'), entry('a')]],
  ['a tier without an amount', { kind: 'tiered', tiers: { a: '1' } }, [entry('a', { tier: 'b' })]],
  ['a tier of every object', { kind: 'tiered', tiers: {} }, [entry('a', { tier: 'toString' })]],
  ['no tier', { kind: 'tiered', tiers: { a: '1' } }, [entry('a')]],
  ['no weight', { kind: 'pro-rata' }, [entry('a')]],
  ['a weight below zero', { kind: 'pro-rata' }, [entry('a', { weight: '-1' })]],
  ['no amount', { kind: 'table' }, [entry('a')]],
  ['a cap that is no number', { kind: 'pro-rata' }, [entry('a', { weight: '1', capMinor: '1.5' })]],
])('%s is refused without naming anybody', (_, rule, list) => {
  const allocation = allocate({ poolMinor: '9', rule, entries: list })
  expect(allocation).toMatchObject({ error: { code: 'allocation_entry_invalid' } })
  expect(allocation).toMatchObject({
    error: { detail: expect.stringMatching(/^entry \d in order/) },
  })
})

it('the root of an allocation is that of a table with its rows', () => {
  const shares = [
    { entry: 'a', amountMinor: '4' },
    { entry: 'b', amountMinor: '3' },
  ]
  const table = startTableRoot('rfc6962', 2)
  table.add(
    shares.map(({ entry, amountMinor }) => ({ entry, amount: minorUnits(BigInt(amountMinor)) })),
  )
  expect(allocationRoot({ shares })).toEqual({ ok: true, value: table.root() })
  expect(allocationRoot({ shares: [{ entry: 'a', amountMinor: '01' }] })).toMatchObject({
    error: { code: 'amount_malformed' },
  })
})
