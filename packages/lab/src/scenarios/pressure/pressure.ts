import type { Scenario } from '../../scenario.ts'
import { type PressureReport, runPressure } from './run-pressure.ts'
import { createPressureSummary } from './summarise-pressure.ts'

/** More people than can be served, at the doors of a real distributor, while everything fails that may. */
export const pressure: Scenario<PressureReport> = {
  name: 'pressure',
  description:
    'Bursts at the doors of a distributor: retry storms, thieves, a lying verifier, crashes, wrong clocks, a rail that times out.',
  run: runPressure,
  createSummary: createPressureSummary,
}
