import { availableParallelism } from 'node:os'
import { type Cost, medianOver, type Round } from '../alternate.ts'
import { rounded, tableRow } from '../figures.ts'
import { IN_FLIGHT, LANES, type VerifyLane, WARM_UP } from './measure-verify.ts'

export interface VerifyFigures {
  readonly floorPerSecond: number
  readonly verdictsPerSecond: number
  /** Verdicts per floor: 1 would be nothing but cryptography. */
  readonly ratioToCryptoFloor: number
  /** Times as fast as the reference library with the same cryptography, which checks no status, accreditation or policy and keeps nothing. */
  readonly ratioToSdJwtVcNoStatus: number
  readonly ratioToSdJwtVcWithStatus1M: number
  /** Against the same library with Web Crypto. */
  readonly ratioToSdJwtVcNoStatusWebCrypto: number
  /** What `ratioToSdJwtVcNoStatus` would be for a verdict that cost the floor: no verdict can have more. */
  readonly ratioToSdJwtVcNoStatusAtFloor: number
  /** The same verdicts over a store in memory. */
  readonly ratioToCryptoFloorInMemory: number
}

/** The figures are per second of one core's time (all threads of the process together); `byWallClock` has them by the clock. */
export interface VerifyReport extends VerifyFigures {
  readonly schema: 'evenkeel.bench-verify/v1'
  readonly byWallClock: VerifyFigures
  /** Microseconds of one core per operation. */
  readonly cpuUs: Readonly<Record<VerifyLane, number>>
  readonly targets: { readonly ratioToCryptoFloor: number; readonly ratioToSdJwtVcNoStatus: number }
  readonly inFlight: number
  readonly rounds: number
  readonly warmUp: number
  readonly node: string
  readonly cores: number
}

/** Sums the rounds up: each figure is the median of what the rounds say. */
export function createVerifyReport(rounds: readonly Round<VerifyLane>[]): VerifyReport {
  return {
    schema: 'evenkeel.bench-verify/v1',
    ...figuresOf(rounds, 'cpuUs'),
    byWallClock: figuresOf(rounds, 'wallUs'),
    cpuUs: Object.fromEntries(
      LANES.map((lane) => [lane, rounded(medianOver(rounds, (round) => round[lane].cpuUs))]),
    ) as VerifyReport['cpuUs'],
    targets: { ratioToCryptoFloor: 0.65, ratioToSdJwtVcNoStatus: 2.5 },
    inFlight: IN_FLIGHT,
    rounds: rounds.length,
    warmUp: WARM_UP,
    node: process.versions.node,
    cores: availableParallelism(),
  }
}

function figuresOf(rounds: readonly Round<VerifyLane>[], by: keyof Cost): VerifyFigures {
  const perSecond = (lane: VerifyLane) =>
    Math.round(1_000_000 / medianOver(rounds, (round) => round[lane][by]))
  const ratio = (slow: VerifyLane, fast: VerifyLane) =>
    rounded(medianOver(rounds, (round) => round[slow][by] / round[fast][by]))
  return {
    floorPerSecond: perSecond('floor'),
    verdictsPerSecond: perSecond('verdict'),
    ratioToCryptoFloor: ratio('floor', 'verdict'),
    ratioToSdJwtVcNoStatus: ratio('libraryNoStatus', 'verdict'),
    ratioToSdJwtVcWithStatus1M: ratio('libraryWithStatus1M', 'verdict'),
    ratioToSdJwtVcNoStatusWebCrypto: ratio('libraryNoStatusWebCrypto', 'verdict'),
    ratioToSdJwtVcNoStatusAtFloor: ratio('libraryNoStatus', 'floor'),
    ratioToCryptoFloorInMemory: ratio('floor', 'verdictInMemory'),
  }
}

/** The report as tables for people. */
export function describeVerifyReport(report: VerifyReport): string {
  const { byWallClock, cpuUs, targets, inFlight, rounds, warmUp, node, cores } = report
  const names = Object.keys(byWallClock) as (keyof VerifyFigures)[]
  return [
    `${inFlight} presentations in flight, ${rounds} rounds after ${warmUp} for warming up; Node ${node}, ${cores} cores`,
    `targets: ratioToCryptoFloor ${targets.ratioToCryptoFloor}, ratioToSdJwtVcNoStatus ${targets.ratioToSdJwtVcNoStatus}`,
    '',
    tableRow('', ['core time', 'wall clock']),
    ...names.map((name) => tableRow(name, [report[name], byWallClock[name]])),
    '',
    tableRow('', ['core µs']),
    ...LANES.map((lane) => tableRow(lane, [cpuUs[lane]])),
    '',
  ].join('\n')
}
