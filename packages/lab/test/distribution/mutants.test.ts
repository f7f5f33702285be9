import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyPlan } from './any-plan.ts'
import { runDistribution } from './run-distribution.ts'
import { mutants } from './sabotages.ts'

/** Plans under which a mutant may survive. Measured: under five seeds each is caught within the first thirteen. */
const PLANS_MAX = 30
const PLANS_SEED = 7

describe('the checkers of a distribution', () => {
  const plans = fc.sample(anyPlan, { numRuns: PLANS_MAX, seed: PLANS_SEED })

  it.each(mutants)(
    '$promise by $invariant',
    async ({ invariant, sabotage, plan }) => {
      const violated = new Set<string>()
      for (const [seed, drawn] of plans.entries()) {
        if (violated.has(invariant)) break
        const { violations } = await runDistribution(seed, { ...drawn, ...plan }, sabotage)
        for (const violation of violations) violated.add(violation.invariant)
      }
      expect([...violated]).toContain(invariant)
    },
    60_000,
  )
})
