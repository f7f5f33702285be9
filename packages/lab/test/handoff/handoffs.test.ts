import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calmFaults, type Faults } from '../../src/faults.ts'
import {
  defaultHandoffsPlan,
  type HandoffsPlan,
  runHandoffs,
} from '../../src/scenarios/handoffs.ts'

const perMille = fc.integer({ min: 0, max: 300 })
const anyFaults: fc.Arbitrary<Faults> = fc.record({
  workMsMax: fc.integer({ min: 0, max: 10 }),
  stallPerMille: fc.integer({ min: 0, max: 20 }),
  stallMsMax: fc.integer({ min: 0, max: 500 }),
  linkMsMin: fc.constant(1),
  linkMsMax: fc.integer({ min: 1, max: 200 }),
  slowPerMille: perMille,
  requestLossPerMille: perMille,
  answerLossPerMille: perMille,
  duplicatePerMille: perMille,
  staleCopyPerMille: perMille,
  crashPerMille: fc.integer({ min: 0, max: 200 }),
  downMsMax: fc.integer({ min: 0, max: 6_000 }),
  clockOffsetMsMax: fc.integer({ min: 0, max: 60_000 }),
  clockDriftPpmMax: fc.integer({ min: 0, max: 500 }),
})
const anyPlan: fc.Arbitrary<HandoffsPlan> = fc.record({
  faults: anyFaults,
  numbers: fc.integer({ min: 1, max: 60 }),
  cuts: fc.integer({ min: 0, max: 4 }),
  roughMs: fc.integer({ min: 1_000, max: 12_000 }),
  counterOpensAtMs: fc.integer({ min: 0, max: 6_000 }),
  keyChanges: fc.integer({ min: 0, max: 3 }),
  retention: fc.record({
    outcomesMs: fc.integer({ min: 0, max: 2_000 }),
    answersMs: fc.integer({ min: 2_000, max: 6_000 }),
    everyMs: fc.integer({ min: 0, max: 2_000 }),
  }),
})
const anySeed = fc.integer({ min: 0 })

describe('handoffs', () => {
  it('keep H1 to H6 whatever is lost, delayed, repeated, overtaken, cut off or crashes', async () => {
    await fc.assert(
      fc.asyncProperty(anySeed, anyPlan, async (seed, plan) => {
        const report = await runHandoffs(seed, plan)
        expect(report.violations).toEqual([])
      }),
      { numRuns: 25 },
    )
  }, 30_000)

  it('check each of H1 to H6 many times in one run', async () => {
    const { invariants } = await runHandoffs(7, defaultHandoffsPlan)
    expect(Object.keys(invariants)).toEqual(['H1', 'H2', 'H3', 'H4', 'H5', 'H6'])
    for (const checks of Object.values(invariants)) expect(checks).toBeGreaterThan(20)
  })

  it('meet every kind of trouble: lost, late, refused, rolled back, and defaults that fire', async () => {
    const met = new Map<string, number>()
    for (let seed = 0; seed < 24; seed += 1) {
      const onLine = (line: string) => {
        const { event, name } = JSON.parse(line) as { event: string; name?: string }
        const key =
          event.startsWith('store-') && name?.startsWith('handoff') ? `${event} ${name}` : event
        met.set(key, (met.get(key) ?? 0) + 1)
      }
      await runHandoffs(seed, { ...defaultHandoffsPlan, onLine })
    }
    for (const event of ['net-lost', 'net-answer-lost', 'net-timed-out', 'crash', 'start']) {
      expect(met.get(event), event).toBeGreaterThan(8)
    }
    // More transactions began than committed, and more committed than were told: crashes fell on both sides of COMMIT.
    const of = (event: string) => met.get(`${event} handoff-receive`) ?? 0
    expect(of('store-begin')).toBeGreaterThan(of('store-commit'))
    expect(of('store-commit')).toBeGreaterThan(of('store-done'))
  })

  it('forget what is over, and hear of it again', async () => {
    const happened = new Map<string, number>()
    for (let seed = 0; seed < 12; seed += 1) {
      const report = await runHandoffs(seed, defaultHandoffsPlan)
      expect(report.violations).toEqual([])
      for (const [what, times] of Object.entries(report.happened)) {
        happened.set(what, (happened.get(what) ?? 0) + times)
      }
    }
    expect(happened.get('outcomes forgotten')).toBeGreaterThan(100)
    expect(happened.get('answers forgotten')).toBeGreaterThan(100)
    expect(happened.get('repeats of forgotten handoffs')).toBeGreaterThan(0)
  })

  it('on a calm day everything is handed over without one default', async () => {
    const lines: string[] = []
    const report = await runHandoffs(1, {
      ...defaultHandoffsPlan,
      faults: calmFaults,
      cuts: 0,
      counterOpensAtMs: 0,
      onLine: (line) => lines.push(line),
    })
    expect(report.violations).toEqual([])
    expect(lines.filter((line) => line.includes('net-answered'))).not.toEqual([])
    expect(lines.filter((line) => /lost|trouble|timed-out/.test(line))).toEqual([])
  })
})
