import type { Violation } from './invariants.ts'
import type { Simulation } from './simulation.ts'

/** A story that the lab plays under a seed. */
export interface Scenario<Report extends LabReport = LabReport> {
  readonly name: string
  readonly description: string
  run(seed: number, options?: ScenarioOptions): Promise<Report>
  /** For a family of worlds, where what counts is what all seeds say together. */
  createSummary?(): Summary<Report>
}

/** Makes one statement out of the reports of several seeds. */
export interface Summary<Report extends LabReport = LabReport> {
  add(report: Report): void
  /** A JSON object that names its schema. */
  result(): { readonly schema: string }
  /** The same for people. */
  describe(): readonly string[]
}

export interface ScenarioOptions {
  /** Given each line of the history, without its line end. */
  readonly onLine?: (line: string) => void
}

/** What `evenkeel lab run --json` prints. */
export interface LabReport {
  readonly schema: 'evenkeel.lab-report/v1'
  readonly scenario: string
  readonly seed: number
  /** SHA-256 over the lines of the history, hex: equal for two runs of one seed. */
  readonly historyHash: string
  readonly events: number
  readonly virtualMs: number
  /** How often what happened: crashes, verdicts by outcome, claims by end. A promise that was never put to the test was not kept. */
  readonly happened: Readonly<Record<string, number>>
  /** How often each invariant was checked, by name. */
  readonly invariants: Readonly<Record<string, number>>
  readonly violations: readonly Violation[]
  /** The one command that plays this run again. */
  readonly replay: string
}

/** Sums up a simulation that has ended. */
export function createLabReport(scenario: string, seed: number, simulation: Simulation): LabReport {
  const { scheduler, invariants } = simulation
  return {
    schema: 'evenkeel.lab-report/v1',
    scenario,
    seed,
    historyHash: scheduler.history.digest(),
    events: scheduler.history.count,
    virtualMs: scheduler.nowMs,
    happened: simulation.happened,
    invariants: invariants.checks,
    violations: invariants.violations,
    replay: `evenkeel lab run ${scenario} --seed ${seed}`,
  }
}
