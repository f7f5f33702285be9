import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlan } from './any-plan.ts'
import { runDistribution } from './run-distribution.ts'

const PROMISES = ['D1', 'D2', 'D3', 'D5', 'D9']
/** Plans drawn once and for all, so that what they meet can be stated. */
const FIXED_PLANS = 14
const FIXED_SEED = 7

describe('a distribution', () => {
  it('keeps D1, D2, D3, D5 and D9 at every commit and at the end, whatever is lost, repeated, overtaken, decided or crashes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), anyPlan, async (seed, plan) => {
        const { violations } = await runDistribution(seed, plan)
        expect(violations).toEqual([])
      }),
      { numRuns: 25 },
    )
  }, 120_000)

  it('meets every way in which a claim can end, crashes and appeals, and checks each promise many times', async () => {
    const happened = new Map<string, number>()
    const checked = new Map<string, number>()
    const add = (sums: Map<string, number>, counts: Readonly<Record<string, number>>) => {
      for (const [name, count] of Object.entries(counts)) {
        sums.set(name, (sums.get(name) ?? 0) + count)
      }
    }
    const plans = fc.sample(anyPlan, { numRuns: FIXED_PLANS, seed: FIXED_SEED })
    for (const [seed, plan] of plans.entries()) {
      const report = await runDistribution(seed, plan)
      expect(report.violations).toEqual([])
      add(happened, report.happened)
      add(checked, report.invariants)
    }
    for (const what of [
      'claims settled',
      'claims held',
      'claims refused campaign_exhausted',
      'claims refused already_claimed',
      'claims refused not_in_table',
      'claims settled from the window',
      'claims refused receipt_outcome_not_accepted',
      'appeals',
      'appeals by claimants',
      'crashes',
    ]) {
      expect(happened.get(what), what).toBeGreaterThan(0)
    }
    for (const name of PROMISES) expect(checked.get(name), name).toBeGreaterThan(200)
  }, 60_000)
})
