import { availableParallelism } from 'node:os'
import { rounded, tableRow } from '../figures.ts'

type ByLoad<K extends string> = Readonly<Record<K, number>>

export interface BurstMeasured {
  /** Tickets per second at the door's peak, by the clock. */
  readonly peakGoodput: number
  /** Peak over the floor: two signature checks and one bare exchange of that body. By the clock, and in core time. */
  readonly ratioToFloor: number
  readonly ratioToFloorByCore: number
  /** Core time of a refusal over that of a claim with its ticket. */
  readonly refusalCpuRatio: number
  /** Tickets per second over the capacity of a check behind the door. */
  readonly behindDoor: ByLoad<'1x' | '3x' | '10x'>
  /** The same at 3x when every claimant tries four times and cares for no Retry-After. */
  readonly behindDoorStorm3x: number
  /** Tickets per second of the server's core over those at the peak. */
  readonly openLoop: ByLoad<'1x' | '2x' | '4x'>
  /** What DESIGN O1 asks for at the load that there really was, `openLoopLoad`. */
  readonly openLoopBound: ByLoad<'2x' | '4x'>
  /** Requests per second of the server's core over the peak's tickets: more than planned when neighbours took part of the core. */
  readonly openLoopLoad: ByLoad<'1x' | '2x' | '4x'>
  /** The same goodput by the clock. */
  readonly openLoopByClock: ByLoad<'1x' | '2x' | '4x'>
  readonly claimants10x: { readonly claimants: number; readonly ratio: number }
  /** Answers 504 and 408, all phases together. */
  readonly serverTimeouts: number
  /** Requests that nobody answered before their caller gave up. */
  readonly unanswered: number
  readonly ticketsGiven: number
  readonly ticketsLost: number
  readonly doublePayments: number
  readonly unpaid: number
  /** At four times the load, from sending the request that got the ticket. */
  readonly p99TicketMs: number
  /** From the end of the load until nobody is refused or waits for a second any more, at half of the peak. */
  readonly recoverySeconds: number
  readonly naive: {
    readonly peak: number
    /** Tickets per second over its own peak, by the clock. */
    readonly '2x': number
    readonly '4x': number
    /** Tickets per second over the capacity of the check behind the door. */
    readonly behindDoor3x: number
  }
}

export interface BurstReport extends BurstMeasured {
  readonly schema: 'evenkeel.bench-burst/v1'
  readonly rounds: number
  readonly phaseMs: number
  /** Whether server and claimants had a core each. */
  readonly pinned: boolean
  readonly node: string
  readonly cores: number
}

export function createBurstReport(
  measured: BurstMeasured,
  conditions: Pick<BurstReport, 'rounds' | 'phaseMs' | 'pinned'>,
): BurstReport {
  const figures = { ...measured, ...conditions }
  return {
    schema: 'evenkeel.bench-burst/v1',
    ...(roundAll(figures) as typeof figures),
    node: process.version,
    cores: availableParallelism(),
  }
}

function roundAll(value: unknown): unknown {
  if (typeof value === 'number') return rounded(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, roundAll(each)]))
}

export function describeBurstReport(report: BurstReport): string {
  const { behindDoor, openLoop, openLoopBound, openLoopLoad, naive } = report
  const lines = [
    tableRow('', ['measured', 'at least']),
    tableRow('peak, tickets/s', [report.peakGoodput]),
    tableRow('peak over floor', [report.ratioToFloor, 0.5]),
    tableRow('  in core time', [report.ratioToFloorByCore, 0.5]),
    tableRow('behind the door, 1x 3x 10x', [behindDoor['1x'], behindDoor['3x'], behindDoor['10x']]),
    tableRow('  at 3x, four impatient tries each', [report.behindDoorStorm3x]),
    tableRow('  naive at 3x', [naive.behindDoor3x]),
    tableRow(`at the door, 2x (was ${openLoopLoad['2x']})`, [openLoop['2x'], openLoopBound['2x']]),
    tableRow(`at the door, 4x (was ${openLoopLoad['4x']})`, [openLoop['4x'], openLoopBound['4x']]),
    tableRow('  naive at 2x 4x', [naive['2x'], naive['4x']]),
    tableRow(`${report.claimants10x.claimants} who obey`, [report.claimants10x.ratio, 0.95]),
    tableRow('', ['', 'at most']),
    tableRow('refusal over claim, core time', [report.refusalCpuRatio, 0.1]),
    tableRow('server time-outs, unanswered', [report.serverTimeouts, report.unanswered]),
    tableRow('tickets lost, paid twice, unpaid', [
      report.ticketsLost,
      report.doublePayments,
      report.unpaid,
    ]),
    tableRow('p99 of a ticket at 4x, ms', [report.p99TicketMs]),
    tableRow('recovery, s', [report.recoverySeconds, 5]),
  ]
  return `${lines.join('\n')}\n`
}
