import { calmFaults } from '../../faults.ts'
import type { Scenario } from '../../scenario.ts'
import { runWorld, type WorldPlan } from './run-world.ts'

const plan: WorldPlan = {
  name: 'calm',
  faults: calmFaults,
  timing: { statusLeaseMs: 30_000, accreditationLeaseMs: 60_000, clockBoundMs: 100 },
  members: 12,
  actMs: 60_000,
}

/** A good day of the whole world. */
export const calm: Scenario = {
  name: 'calm',
  description:
    'The whole world on a good day: members get credentials, claim, lose phones; nothing fails.',
  run: (seed, options) => runWorld(plan, seed, options),
}
