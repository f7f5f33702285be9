import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type EpochMs,
  epochMs,
  findVestingFault,
  MINOR_MAX,
  type MinorUnits,
  minorUnits,
  nextVesting,
  type VestingSchedule,
  vestedMinor,
  vestingEndsAtMs,
} from '../../src/index.ts'
import { readVectors } from '../support/vectors.ts'

const START = 1_700_000_000_000

const startsAtMs = fc.constant(START)
const cliff = fc.record({
  startsAtMs,
  kind: fc.constant('cliff' as const),
  cliffMs: fc.nat(10_000_000),
})
const linear = fc
  .record({
    startsAtMs,
    kind: fc.constant('linear' as const),
    cliffMs: fc.nat(10_000_000),
    stepMs: fc.integer({ min: 60_000, max: 1_000_000 }),
    steps: fc.integer({ min: 1, max: 520 }),
  })
  .map((one) => ({ ...one, cliffMs: one.cliffMs % (one.stepMs * one.steps + 1) }))
const tranches = fc
  .uniqueArray(fc.integer({ min: 1, max: 999 }), { maxLength: 20 })
  .map((cuts) => [...cuts.sort((a, b) => a - b), 1_000])
  .map((cuts) => ({
    startsAtMs: START,
    kind: 'tranches' as const,
    tranches: cuts.map((cut, i) => ({
      afterMs: i * 70_000,
      permille: cut - (cuts[i - 1] ?? 0),
    })),
  }))
const schedule: fc.Arbitrary<VestingSchedule> = fc.oneof(cliff, linear, tranches)
const amount: fc.Arbitrary<MinorUnits> = fc
  .oneof(fc.bigInt(1n, 50n), fc.bigInt(1n, MINOR_MAX))
  .map(minorUnits)
const time = fc.integer({ min: -1_000_000, max: 600_000_000 }).map((ms) => epochMs(START + ms))

/** All payments of an amount, each made at its time. */
function paymentsOf(plan: VestingSchedule, whole: MinorUnits): { atMs: EpochMs; part: bigint }[] {
  const payments: { atMs: EpochMs; part: bigint }[] = []
  for (let paid = 0n as MinorUnits; ; ) {
    const next = nextVesting(plan, whole, paid)
    if (next === undefined) return payments
    payments.push({ atMs: next.atMs, part: next.vestedMinor - paid })
    paid = next.vestedMinor
  }
}

describe('a vesting', () => {
  it('D4 never falls as time passes, is never more than the amount, and is all of it at the end', () => {
    fc.assert(
      fc.property(schedule, amount, time, time, (plan, whole, one, other) => {
        expect(findVestingFault(plan)).toBeUndefined()
        const [early, late] = one < other ? [one, other] : [other, one]
        expect(vestedMinor(plan, whole, early)).toBeLessThanOrEqual(vestedMinor(plan, whole, late))
        expect(vestedMinor(plan, whole, late)).toBeLessThanOrEqual(whole)
        expect(vestedMinor(plan, whole, vestingEndsAtMs(plan))).toBe(whole)
        expect(vestedMinor(plan, whole, epochMs(START - 1))).toBe(0n)
      }),
    )
  })

  it('is paid in parts that are never empty, never early, ascend in time and sum to the amount exactly', () => {
    fc.assert(
      fc.property(schedule, amount, (plan, whole) => {
        const payments = paymentsOf(plan, whole)
        expect(payments.reduce((sum, { part }) => sum + part, 0n)).toBe(whole)
        expect(payments.length).toBeLessThanOrEqual(520)
        payments.forEach(({ atMs, part }, i) => {
          expect(part).toBeGreaterThan(0n)
          expect(atMs).toBeGreaterThan(payments[i - 1]?.atMs ?? START - 1)
          const paidBefore = payments.slice(0, i).reduce((sum, one) => sum + one.part, 0n)
          expect(vestedMinor(plan, whole, epochMs(atMs - 1))).toBe(paidBefore)
        })
      }),
    )
  })
})

interface Vector {
  readonly name: string
  readonly schedule: VestingSchedule
  readonly amountMinor: string
  readonly vested: readonly { readonly atMs: number; readonly vestedMinor: string }[]
  readonly payments: number
  readonly firstPayment: { readonly atMs: number; readonly amountMinor: string }
  readonly lastPayment: { readonly atMs: number; readonly amountMinor: string }
}

const vectors = readVectors<{ readonly vestings: readonly Vector[] }>('vesting.json')

describe('the vectors of vestings', () => {
  it.each(vectors.vestings.map((vector) => [vector.name, vector] as const))(
    'come out as published: %s',
    (_name, { schedule: plan, amountMinor, vested, ...expected }) => {
      const whole = minorUnits(BigInt(amountMinor))
      for (const point of vested) {
        expect(vestedMinor(plan, whole, epochMs(point.atMs)).toString()).toBe(point.vestedMinor)
      }
      const payments = paymentsOf(plan, whole)
      const written = payments.map(({ atMs, part }) => ({ atMs, amountMinor: part.toString() }))
      expect(payments).toHaveLength(expected.payments)
      expect(written[0]).toEqual(expected.firstPayment)
      expect(written.at(-1)).toEqual(expected.lastPayment)
    },
  )
})

describe('a schedule is no schedule', () => {
  const base = { startsAtMs: START } as const
  it.each<[string, VestingSchedule]>([
    [
      'after its last step',
      { ...base, kind: 'linear', cliffMs: 120_001, stepMs: 60_000, steps: 2 },
    ],
    [
      'not in the order',
      {
        ...base,
        kind: 'tranches',
        tranches: [
          { afterMs: 5, permille: 500 },
          { afterMs: 5, permille: 500 },
        ],
      },
    ],
    ['999 permille', { ...base, kind: 'tranches', tranches: [{ afterMs: 0, permille: 999 }] }],
    ['longer than', { ...base, kind: 'linear', cliffMs: 0, stepMs: 630_720_000_000, steps: 2 }],
  ])('that is %s', (words, plan) => {
    expect(findVestingFault(plan)).toContain(words)
  })
})
