import { beforeAll, describe, expect, it } from 'vitest'
import { runStatus, type StatusReport } from '../../src/scenarios/status/run-status.ts'
import {
  createStatusSummary,
  type StatusSummary,
} from '../../src/scenarios/status/summarise-status.ts'

const MS_MAX = 240_000
/** One of each class of leases. */
const SEEDS = [3, 4]
const PROMISES = 'S1 S2 S3 S4 S5 S6 S7 S8 S9 S10 S11 S13'.split(' ')

describe('the family of worlds called status', () => {
  let reports: readonly StatusReport[]
  let text: readonly string[]
  let summary: StatusSummary
  beforeAll(async () => {
    const lines: string[] = []
    const [first = 0, second = 0] = SEEDS
    reports = [
      await runStatus(first, { onLine: (line) => lines.push(line) }),
      await runStatus(second),
    ]
    text = lines
    const adding = createStatusSummary()
    for (const report of reports) adding.add(report)
    summary = adding.result() as StatusSummary
  }, MS_MAX)

  it(
    'has one history for a seed, byte for byte, and another one for another seed',
    async () => {
      const again: string[] = []
      const [first = 0] = SEEDS
      const report = await runStatus(first, { onLine: (line) => again.push(line) })
      expect(again.join('\n') === text.join('\n')).toBe(true)
      expect(report).toEqual(reports[0])
      expect(reports[1]?.historyHash).not.toBe(reports[0]?.historyHash)
    },
    MS_MAX,
  )

  it('breaks no invariant while leases of both classes, acts of every mode and every trouble are there', () => {
    expect(summary.violations).toEqual([])
    expect(new Set(reports.map(({ status }) => status.leaseMs)).size).toBe(2)
    expect(Math.min(...Object.values(summary.actsMin))).toBeGreaterThanOrEqual(1)
    const trouble = ['outages', 'restarts', 'failovers', 'acts cancelled', 'stale copies']
    expect(Object.keys(summary.happened)).toEqual(expect.arrayContaining(trouble))
  })

  it('puts every promise about status to the test, most of them hundreds of times', () => {
    for (const promise of PROMISES) {
      expect([promise, summary.invariants[promise] ?? 0]).toEqual([promise, expect.any(Number)])
      expect(summary.invariants[promise] ?? 0).toBeGreaterThan(20)
    }
  })

  it('measures that no disagreement about an announced act lasts longer than two clock errors', () => {
    expect(summary.disagreementMsMax).toBeGreaterThan(0)
    expect(summary.disagreementMsMax).toBeLessThanOrEqual(10_000)
  })

  it('measures that plain readers disagree for seconds instead of a good part of a lease', () => {
    const { windowMsMedianCapped, windowMsMedianUncapped, undeterminedShare } = summary.plain
    expect(windowMsMedianCapped).toBeLessThan(15_000)
    expect(windowMsMedianUncapped).toBeGreaterThan(60_000)
    expect(undeterminedShare).toBeLessThan(0.1)
  })
})

describe('createStatusSummary', () => {
  it('says of a violation which seed shows it and how it is played again', () => {
    const summary = createStatusSummary()
    summary.add(reportOf({ violations: [{ invariant: 'S2', atMs: 7, detail: 'accepted' }] }))
    expect(summary.result()).toMatchObject({
      seeds: 1,
      violations: [{ invariant: 'S2', seed: 9, replay: 'evenkeel lab run status --seed 9' }],
    })
  })

  it('adds decisions up before it divides, and has no share of nothing', () => {
    const summary = createStatusSummary()
    summary.add(reportOf({}, { decisions: 1, definite: 0 }))
    summary.add(reportOf({}, { decisions: 3, definite: 3 }))
    expect(summary.result()).toMatchObject({ definiteShare: 0.75, definiteShareAfterT: null })
  })
})

function reportOf(
  report: Partial<StatusReport>,
  overall: StatusReport['status']['overall'] = { decisions: 0, definite: 0 },
): StatusReport {
  const none = { decisions: 0, definite: 0 }
  return {
    schema: 'evenkeel.lab-report/v1',
    scenario: 'status',
    seed: 9,
    historyHash: '',
    events: 0,
    virtualMs: 0,
    happened: {},
    invariants: {},
    violations: [],
    replay: 'evenkeel lab run status --seed 9',
    status: {
      leaseMs: 0,
      acts: { coordinated: 0, immediate: 0, online: 0 },
      disagreementMsMax: 0,
      overall,
      afterT: none,
      byFault: { calm: none, cut: none, outage: none },
      online: none,
      brokenClocks: none,
      plain: { windowsMsCapped: [], windowsMsUncapped: [], answers: 0, undetermined: 0 },
    },
    ...report,
  }
}
