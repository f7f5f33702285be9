import { availableParallelism } from 'node:os'
import { medianOver } from '../alternate.ts'
import { rounded, tableRow } from '../figures.ts'
import { ENTRIES } from './large-list.ts'
import type { CodecLane, CodecMeasured } from './measure-codec.ts'
import type { PublishLane, PublishMeasured } from './measure-publish.ts'
import type { RefreshFigures } from './measure-refresh.ts'

export interface StatusReport {
  readonly schema: 'evenkeel.bench-status/v1'
  /** Decoding `lst` to what can be looked up, against a bare inflate of the same bytes. To stay below 3. */
  readonly decodeRatioToInflate: number
  /** Reading the whole token as well (all but its signature), against the same. */
  readonly readRatioToInflate: number
  /** Times as fast as the reference library decodes `lst`. To be 20 at least. */
  readonly ratioToReference: number
  /** From the order to revoke until every form with it is served, by the clock. To stay below 250. */
  readonly publishMs10M: number
  /** The same list once more, for its lease. */
  readonly renewMs10M: number
  /** The longest that the issuer's event loop came round late during one of them. */
  readonly publishLoopDelayMaxMs: number
  readonly renewLoopDelayMaxMs: number
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
    readonly renew: number
  }
  readonly tokenBytes: number
  readonly entries: number
  readonly rounds: number
  readonly node: string
  readonly cores: number
}

export interface StatusMeasured extends CodecMeasured {
  readonly publish: PublishMeasured
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
  const publication = (lane: PublishLane, cost: 'wallUs' | 'cpuUs') =>
    rounded(medianOver(publish.rounds, (round) => round[lane][cost]) / 1_000)
  return {
    schema: 'evenkeel.bench-status/v1',
    decodeRatioToInflate: ratio('decode', 'inflate'),
    readRatioToInflate: ratio('read', 'inflate'),
    ratioToReference: rounded(
      medianOver(reference, (round) => round.reference.cpuUs / round.decode.cpuUs),
    ),
    publishMs10M: publication('publish', 'wallUs'),
    renewMs10M: publication('renew', 'wallUs'),
    publishLoopDelayMaxMs: rounded(publish.loopDelayMaxMs.publish),
    renewLoopDelayMaxMs: rounded(publish.loopDelayMaxMs.renew),
    lookupsPerSecond: rounded(1_000_000 / medianOver(codec, (round) => round.lookup.cpuUs)),
    eventLoopDelayP99MsDuringRefresh: refresh.delayMs.p99,
    refresh,
    noRefresh,
    cpuMs: {
      inflate: cpuMs('inflate'),
      decode: cpuMs('decode'),
      read: cpuMs('read'),
      reference: rounded(medianOver(reference, (round) => round.reference.cpuUs) / 1_000),
      publish: publication('publish', 'cpuUs'),
      renew: publication('renew', 'cpuUs'),
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
    tableRow('renewMs10M', [report.renewMs10M, '']),
    tableRow('publishLoopDelayMaxMs', [report.publishLoopDelayMaxMs, '']),
    tableRow('renewLoopDelayMaxMs', [report.renewLoopDelayMaxMs, '']),
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
