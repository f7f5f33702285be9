import { availableParallelism } from 'node:os'
import { type Spread, spreadOf } from '../percentiles.ts'
import { type ResponseMode, STAGES, type Stage, type StageTimes } from './measure-claim.ts'

/** Latencies of claims. Every spread is in milliseconds. */
export interface ClaimFigures {
  readonly count: number
  readonly stagesMs: Readonly<Record<Stage, Spread>>
  /** From sending the presentation to holding the ticket: respond, result, claim. */
  readonly presentToTicketMs: Spread
  /** From asking for a presentation to holding the ticket, without the wallet's own work. */
  readonly requestToTicketMs: Spread
  /** The same with the wallet's own work. */
  readonly requestToTicketWithWalletMs: Spread
}

export interface ClaimReport extends ClaimFigures {
  readonly schema: 'evenkeel.bench-claim/v1'
  /** What `presentToTicketMs` is to stay below. */
  readonly targetMs: { readonly p50: number; readonly p99: number }
  readonly byResponseMode: Readonly<Record<ResponseMode, ClaimFigures>>
  readonly warmUp: number
  readonly pauseMs: number
  readonly node: string
  readonly cores: number
}

export interface MeasuredClaim {
  readonly mode: ResponseMode
  readonly times: StageTimes
}

const TARGET_MS = { p50: 25, p99: 100 }
const PRESENT_TO_TICKET: readonly Stage[] = ['respond', 'result', 'claim']
const WITHOUT_WALLET: readonly Stage[] = STAGES.filter((stage) => stage !== 'wallet')

/** Sums up the claims that were measured, all together and by response mode. */
export function createReport(
  measured: readonly MeasuredClaim[],
  { warmUp, pauseMs }: { readonly warmUp: number; readonly pauseMs: number },
): ClaimReport {
  const of = (mode: ResponseMode): ClaimFigures =>
    figuresOf(measured.filter((claim) => claim.mode === mode))
  return {
    schema: 'evenkeel.bench-claim/v1',
    ...figuresOf(measured),
    targetMs: TARGET_MS,
    byResponseMode: { direct_post: of('direct_post'), 'direct_post.jwt': of('direct_post.jwt') },
    warmUp,
    pauseMs,
    node: process.versions.node,
    cores: availableParallelism(),
  }
}

function figuresOf(measured: readonly MeasuredClaim[]): ClaimFigures {
  const spreadOver = (stages: readonly Stage[]): Spread =>
    spreadOf(measured.map(({ times }) => stages.reduce((sum, stage) => sum + times[stage], 0)))
  return {
    count: measured.length,
    stagesMs: Object.fromEntries(
      STAGES.map((stage) => [stage, spreadOver([stage])]),
    ) as ClaimFigures['stagesMs'],
    presentToTicketMs: spreadOver(PRESENT_TO_TICKET),
    requestToTicketMs: spreadOver(WITHOUT_WALLET),
    requestToTicketWithWalletMs: spreadOver(STAGES),
  }
}

/** The report as tables for people. */
export function describeReport(report: ClaimReport): string {
  const { targetMs, byResponseMode, warmUp, pauseMs, node, cores } = report
  return [
    `one claim at a time, ${pauseMs} ms apart, after ${warmUp} for warming up; Node ${node}, ${cores} cores; milliseconds`,
    `present→ticket is to stay below ${targetMs.p50} (p50) and ${targetMs.p99} (p99)`,
    ...describeFigures('both response modes', report),
    ...Object.entries(byResponseMode).flatMap(([mode, figures]) => describeFigures(mode, figures)),
    '',
  ].join('\n')
}

function describeFigures(title: string, figures: ClaimFigures): readonly string[] {
  const rows: readonly (readonly [string, Spread])[] = [
    ...STAGES.map((stage) => [stage, figures.stagesMs[stage]] as const),
    ['present→ticket', figures.presentToTicketMs],
    ['request→ticket', figures.requestToTicketMs],
    ['… with wallet', figures.requestToTicketWithWalletMs],
  ]
  return [
    '',
    tableRow(`${title}, ${figures.count} claims`, ['p50', 'p90', 'p99', 'max']),
    ...rows.map(([name, { p50, p90, p99, max }]) =>
      tableRow(
        `  ${name}`,
        [p50, p90, p99, max].map((ms) => ms.toFixed(1)),
      ),
    ),
  ]
}

function tableRow(name: string, cells: readonly string[]): string {
  return name.padEnd(34) + cells.map((cell) => cell.padStart(9)).join('')
}
