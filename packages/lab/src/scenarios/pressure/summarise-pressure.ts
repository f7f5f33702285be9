import type { Violation } from '../../invariants.ts'
import type { Summary } from '../../scenario.ts'
import { addUp, median, sum } from '../../sums.ts'
import type { PressureReport } from './run-pressure.ts'

/** What `evenkeel lab run pressure --json` prints: the reports of all seeds in one. Null where nothing was measured. */
export interface PressureSummary {
  readonly schema: 'evenkeel.lab-pressure/v1'
  readonly seeds: number
  /** Seeds in which nothing failed but that too many came: those of goodput and recovery. */
  readonly calmSeeds: number
  readonly virtualHours: number
  readonly events: number
  /** How often each invariant was checked. */
  readonly invariants: Readonly<Record<string, number>>
  /** The least number of checks of each in any one seed. */
  readonly invariantsMin: Readonly<Record<string, number>>
  readonly violations: readonly (Violation & { readonly seed: number; readonly replay: string })[]
  readonly requests: number
  readonly tickets: number
  /** Claims sent again that got their first ticket. */
  readonly repeats: number
  readonly refusedAtDoor: number
  readonly refusedBehind: number
  readonly serverTimeouts: number
  /** Not answered within a shorter time than the server's, which the claimant chose; told so at its end. */
  readonly budgetsMissed: number
  readonly connectionsLost: number
  readonly workingMax: number
  /** Of what was possible while more came than could be served. */
  readonly goodputMin: number | null
  readonly goodputMedian: number | null
  /** Requests that came in that time over claims that could have been served in it: the highest. */
  readonly offeredMax: number | null
  readonly recoveryMsMax: number | null
  /** Until somebody who comes again when told to was answered: the longest. */
  readonly obeyedMsMax: number | null
  readonly happened: Readonly<Record<string, number>>
}

const HOUR_MS = 3_600_000

/** Sums up reports of several seeds, as they come. */
export function createPressureSummary(): Summary<PressureReport> {
  const reports: PressureReport[] = []
  return {
    add(report) {
      reports.push(report)
    },
    result: () => summarise(reports),
    describe: () => describe(summarise(reports)),
  }
}

function summarise(reports: readonly PressureReport[]): PressureSummary {
  const measured = reports.map(({ pressure }) => pressure)
  const goodputs = measured.flatMap(({ goodput }) => goodput ?? [])
  const recoveries = measured.flatMap(({ recoveryMs }) => recoveryMs ?? [])
  const obeyed = measured.flatMap(({ obeyedMs }) => obeyedMs ?? [])
  const offered = measured.flatMap((one) => one.offered ?? [])
  const total = (of: (one: PressureReport['pressure']) => number) => sum(measured.map(of))
  return {
    schema: 'evenkeel.lab-pressure/v1',
    seeds: reports.length,
    calmSeeds: measured.filter(({ isCalm }) => isCalm).length,
    virtualHours: Math.round((sum(reports.map(({ virtualMs }) => virtualMs)) / HOUR_MS) * 10) / 10,
    events: sum(reports.map(({ events }) => events)),
    invariants: addUp(reports.map(({ invariants }) => invariants)),
    invariantsMin: leastOf(reports.map(({ invariants }) => invariants)),
    violations: reports.flatMap(({ violations, seed, replay }) =>
      violations.map((violation) => ({ ...violation, seed, replay })),
    ),
    requests: total(({ requests }) => requests),
    tickets: total(({ tickets }) => tickets),
    repeats: total(({ repeats }) => repeats),
    refusedAtDoor: total(({ refusedAtDoor }) => refusedAtDoor),
    refusedBehind: total(({ refusedBehind }) => refusedBehind),
    serverTimeouts: total(({ timedOut }) => timedOut),
    budgetsMissed: total(({ gaveUp }) => gaveUp),
    connectionsLost: total(({ lost }) => lost),
    workingMax: Math.max(0, ...measured.map(({ workingMax }) => workingMax)),
    goodputMin: goodputs.length === 0 ? null : Math.min(...goodputs),
    goodputMedian: median(goodputs),
    offeredMax: offered.length === 0 ? null : Math.max(...offered),
    recoveryMsMax: recoveries.length === 0 ? null : Math.max(...recoveries),
    obeyedMsMax: obeyed.length === 0 ? null : Math.max(...obeyed),
    happened: addUp(reports.map(({ happened }) => happened)),
  }
}

function leastOf(
  counts: readonly Readonly<Record<string, number>>[],
): Readonly<Record<string, number>> {
  const names = [...new Set(counts.flatMap((count) => Object.keys(count)))].sort()
  return Object.fromEntries(
    names.map((name) => [name, Math.min(...counts.map((count) => count[name] ?? 0))]),
  )
}

function describe(summary: PressureSummary): readonly string[] {
  const { seeds, virtualHours, violations } = summary
  const of = (value: number | null) => (value === null ? 'none' : String(value))
  return [
    `pressure, ${seeds} seeds: ${violations.length === 0 ? 'no violation' : `${violations.length} VIOLATIONS`} in ${virtualHours} hours of virtual time`,
    `  ${summary.requests} requests: ${summary.tickets} tickets, ${summary.repeats} repeats, ${summary.refusedAtDoor} refused at the door, ${summary.serverTimeouts} server time-outs`,
    `  goodput of what was possible: at least ${of(summary.goodputMin)}, median ${of(summary.goodputMedian)}, at up to ${of(summary.offeredMax)} times the capacity`,
    `  back to normal after ${of(summary.recoveryMsMax)} ms at most, in ${summary.calmSeeds} calm seeds`,
    `  checked ${Object.entries(summary.invariants)
      .map(([name, times]) => `${name} ${times}×`)
      .join(', ')}`,
    ...violations.map(
      ({ invariant, atMs, detail, replay }) =>
        `  ${invariant} at ${atMs} ms: ${detail}; again: ${replay}`,
    ),
  ]
}
