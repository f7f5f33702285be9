import { describe, expect, it } from 'vitest'
import { handoffs } from '../src/scenarios/handoffs.ts'
import { scenarios } from '../src/scenarios/scenarios.ts'

describe('the scenario handoffs', () => {
  it('has one history for one seed, byte for byte, over at least 1,000 events, also beside another run', async () => {
    const play = async (seed: number) => {
      const lines: string[] = []
      const report = await handoffs.run(seed, { onLine: (line) => lines.push(line) })
      return { report, text: lines.join('\n') }
    }
    const alone = await play(7)
    const [beside, other] = await Promise.all([play(7), play(8)])
    expect(alone.report.events).toBeGreaterThanOrEqual(1_000)
    expect(beside.text === alone.text).toBe(true)
    expect(beside.report).toEqual(alone.report)
    expect(other.report.historyHash).not.toBe(alone.report.historyHash)
  })

  it('reports what was checked and the one command that plays it again', async () => {
    const report = await handoffs.run(11)
    expect(report).toMatchObject({
      schema: 'evenkeel.lab-report/v1',
      scenario: 'handoffs',
      seed: 11,
      violations: [],
      replay: 'evenkeel lab run handoffs --seed 11',
    })
    expect(report.historyHash).toMatch(/^[0-9a-f]{64}$/)
  })
})

it('no two scenarios share a name', () => {
  const names = scenarios.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
