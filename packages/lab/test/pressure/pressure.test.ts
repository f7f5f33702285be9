import { beforeAll, describe, expect, it } from 'vitest'
import { type PressureReport, runPressure } from '../../src/scenarios/pressure/run-pressure.ts'
import {
  createPressureSummary,
  type PressureSummary,
} from '../../src/scenarios/pressure/summarise-pressure.ts'

const MS_MAX = 240_000
/** Two rough ones, with deaths, a verifier that is held and a void draw, two rushes, in one of which the checks stand still, and a storm. Measured: each takes some 2.5 s of a core. */
const SEEDS = [4, 5, 9, 16, 31]
const PROMISES =
  'D1 D2 D3 D5 D6 D7 D9 D11 D12 E3 F1 F2 F4 F6 H1 H2 H3 H4 H5 H6 L1 L3 O1 O2 O3 O4 O5 O6'.split(' ')

describe('the family of worlds called pressure', () => {
  let reports: readonly PressureReport[]
  let text: readonly string[]
  let summary: PressureSummary
  beforeAll(async () => {
    const lines: string[] = []
    const [first = 0, ...others] = SEEDS
    reports = [await runPressure(first, { onLine: (line) => lines.push(line) })]
    for (const seed of others) reports = [...reports, await runPressure(seed)]
    text = lines
    const adding = createPressureSummary()
    for (const report of reports) adding.add(report)
    summary = adding.result() as PressureSummary
  }, MS_MAX)

  it(
    'has one history for a seed of bursts, byte for byte, and another one for another seed',
    async () => {
      const again: string[] = []
      const report = await runPressure(SEEDS[0] ?? 0, { onLine: (line) => again.push(line) })
      expect(again.join('\n') === text.join('\n')).toBe(true)
      expect(report).toEqual(reports[0])
      expect(report.events).toBe(again.length)
      expect(new Set(reports.map(({ historyHash }) => historyHash)).size).toBe(SEEDS.length)
    },
    MS_MAX,
  )

  it('breaks no invariant while people storm the doors, thieves try their luck, a verifier lies and parties die', () => {
    expect(summary.violations).toEqual([])
    expect(Object.keys(summary.happened)).toEqual(
      expect.arrayContaining([
        'crashes',
        'invented people paid',
        'claims refused: verifier_limit_reached',
        'claims refused: already_claimed',
        'refused queue_full',
        'refused claim_conflict',
        'refused receipt_expired',
        'refused campaign_closed',
        'refused receipt_signature_invalid',
        'left a set in time',
        'shares forfeited',
        'revoked in time',
        'revoked after the payment: waived',
        'revoked after the payment: written_off',
        'looked at once more: changed',
        'looked at once more: undetermined',
        'looked at once more: made up',
        'verifiers held',
        'invented people stopped by a hold',
        'refused verifier_on_hold',
        'claims refused: jurisdiction_limit_reached',
        'draws void',
        'appeals against a refusal: made',
        'campaigns paused',
      ]),
    )
    expect(summary.happened['claims settled']).toBeGreaterThan(50 * SEEDS.length)
  })

  it('puts every promise about distribution under pressure to the test', () => {
    for (const promise of PROMISES) {
      expect([promise, summary.invariants[promise] ?? 0]).toEqual([promise, expect.any(Number)])
      expect(summary.invariants[promise] ?? 0, promise).toBeGreaterThan(0)
    }
    // What a world checks once per campaign or seed is counted so often; the others at every claim, request or handoff.
    for (const promise of 'D1 D2 D3 D5 D7 D9 F2 H1 H2 H3 H4 O2 O3 O4 O5'.split(' ')) {
      expect(summary.invariants[promise], promise).toBeGreaterThan(50 * SEEDS.length)
    }
  })

  it('refuses at the door what cannot be served, lets nobody time out and is back at once', () => {
    expect(summary.serverTimeouts).toBe(0)
    expect(summary.refusedAtDoor).toBeGreaterThan(0)
    expect(summary.calmSeeds).toBeGreaterThan(0)
    expect(summary.goodputMin).toBeGreaterThanOrEqual(0.95)
    expect(summary.offeredMax).toBeGreaterThan(5)
    expect(summary.recoveryMsMax).toBeLessThanOrEqual(5_000)
  })
})

describe('the summary of pressure', () => {
  it('names the seed of a violation under pressure and how to play it again', () => {
    const adding = createPressureSummary()
    adding.add(reportOf({ violations: [{ invariant: 'D2', atMs: 7, detail: 'twice' }] }))
    expect(adding.result()).toMatchObject({
      seeds: 1,
      violations: [{ invariant: 'D2', seed: 9, replay: 'evenkeel lab run pressure --seed 9' }],
    })
  })

  it('has no goodput of seeds in which something failed, and the least of the others', () => {
    const adding = createPressureSummary()
    adding.add(reportOf({}))
    expect(adding.result()).toMatchObject({ goodputMin: null, recoveryMsMax: null, calmSeeds: 0 })
    adding.add(reportOf({}, { isCalm: true, goodput: 0.9, recoveryMs: 400 }))
    adding.add(reportOf({}, { isCalm: true, goodput: 0.8, recoveryMs: 0 }))
    expect(adding.result()).toMatchObject({ goodputMin: 0.8, recoveryMsMax: 400, calmSeeds: 2 })
  })
})

function reportOf(
  report: Partial<PressureReport>,
  measures: Partial<PressureReport['pressure']> = {},
): PressureReport {
  return {
    schema: 'evenkeel.lab-report/v1',
    scenario: 'pressure',
    seed: 9,
    historyHash: '',
    events: 0,
    virtualMs: 0,
    happened: {},
    invariants: {},
    violations: [],
    replay: 'evenkeel lab run pressure --seed 9',
    pressure: {
      isCalm: false,
      requests: 0,
      tickets: 0,
      repeats: 0,
      refusedAtDoor: 0,
      refusedBehind: 0,
      timedOut: 0,
      gaveUp: 0,
      lost: 0,
      checks: 0,
      workingMax: 0,
      ...measures,
    },
    ...report,
  }
}
