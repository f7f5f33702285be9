import { availableParallelism } from 'node:os'
import { medianOver, type Round } from '../alternate.ts'
import { rounded, tableRow } from '../figures.ts'
import { ENTRIES } from './large-list.ts'
import type { CodecLane, CodecMeasured } from './measure-codec.ts'
import type { RefreshFigures } from './measure-refresh.ts'

export interface StatusReport {
  readonly schema: 'evenkeel.bench-status/v1'
  /** Decoding `lst` to what can be looked up, against a bare inflate of the same bytes. To stay below 3. */
  readonly decodeRatioToInflate: number
  /** Reading the whole token as well (all but its signature), against the same. */
  readonly readRatioToInflate: number
  /** Times as fast as the reference library decodes `lst`. To be 20 at least. */
  readonly ratioToReference: number
  /** From the bits in the store to a durable token, by the clock. To stay below 250. */
  readonly publishMs10M: number
  readonly lookupsPerSecond: number
  /** To stay below 20. */
  readonly eventLoopDelayP99MsDuringRefresh: number
  readonly refresh: RefreshFigures
  /** The same load while the list stays: what of the delay is the load's and the machine's own. */
  readonly noRefresh: RefreshFigures
  readonly cpuMs: {
    readonly inflate: number
    readonly decode: number
    readonly read: number
    readonly reference: number
    readonly publish: number
  }
  readonly tokenBytes: number
  readonly entries: number
  readonly rounds: number
  readonly node: string
  readonly cores: number
}

export interface StatusMeasured extends CodecMeasured {
  readonly publish: readonly Round<'publish'>[]
  readonly refresh: RefreshFigures
  readonly noRefresh: RefreshFigures
  readonly tokenBytes: number
}

/** Sums the rounds up: each figure is the median of what the rounds say, ratios and rates by core time. */
export function createStatusReport(measured: StatusMeasured): StatusReport {
  const { codec, reference, publish, refresh, noRefresh, tokenBytes } = measured
  const ratio = (slow: CodecLane, fast: CodecLane) =>
    rounded(medianOver(codec, (round) => round[slow].cpuUs / round[fast].cpuUs))
  const cpuMs = (lane: CodecLane) =>
    rounded(medianOver(codec, (round) => round[lane].cpuUs) / 1_000)
  return {
    schema: 'evenkeel.bench-status/v1',
    decodeRatioToInflate: ratio('decode', 'inflate'),
    readRatioToInflate: ratio('read', 'inflate'),
    ratioToReference: rounded(
      medianOver(reference, (round) => round.reference.cpuUs / round.decode.cpuUs),
    ),
    publishMs10M: rounded(medianOver(publish, (round) => round.publish.wallUs) / 1_000),
    lookupsPerSecond: rounded(1_000_000 / medianOver(codec, (round) => round.lookup.cpuUs)),
    eventLoopDelayP99MsDuringRefresh: refresh.delayMs.p99,
    refresh,
    noRefresh,
    cpuMs: {
      inflate: cpuMs('inflate'),
      decode: cpuMs('decode'),
      read: cpuMs('read'),
      reference: rounded(medianOver(reference, (round) => round.reference.cpuUs) / 1_000),
      publish: rounded(medianOver(publish, (round) => round.publish.cpuUs) / 1_000),
    },
    tokenBytes,
    entries: ENTRIES,
    rounds: codec.length,
    node: process.versions.node,
    cores: availableParallelism(),
  }
}

/** The report as tables for people. */
export function describeStatusReport(report: StatusReport): string {
  const { refresh, noRefresh, cpuMs, tokenBytes, entries, rounds, node, cores } = report
  return [
    `${entries} entries in a token of ${tokenBytes} bytes, ${rounds} rounds; Node ${node}, ${cores} cores`,
    '',
    tableRow('', ['measured', 'target']),
    tableRow('decodeRatioToInflate', [report.decodeRatioToInflate, '≤ 3']),
    tableRow('readRatioToInflate', [report.readRatioToInflate, '']),
    tableRow('ratioToReference', [report.ratioToReference, '≥ 20']),
    tableRow('publishMs10M', [report.publishMs10M, '< 250']),
    tableRow('lookupsPerSecond', [report.lookupsPerSecond, '']),
    tableRow('eventLoopDelayP99MsDuringRefresh', [report.eventLoopDelayP99MsDuringRefresh, '≤ 20']),
    '',
    tableRow('', ['core ms']),
    ...Object.entries(cpuMs).map(([name, ms]) => tableRow(name, [ms])),
    '',
    ...[noRefresh, refresh].map(describeRefresh),
    '',
  ].join('\n')
}

function describeRefresh({ refreshes, verdicts, delayMs }: RefreshFigures): string {
  const { p50, p99, max } = delayMs
  return `event loop, ${verdicts} verdicts, list replaced ${refreshes} times: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`
}
