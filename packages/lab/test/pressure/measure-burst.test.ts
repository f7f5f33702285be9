import { describe, expect, it } from 'vitest'
import {
  type Burst,
  measureRecovery,
  measureSaturation,
} from '../../src/scenarios/pressure/checks/measure-burst.ts'

/** Twenty claims, each of two checks of 100 ms: four seconds of work, while ten times as many requests come. */
function burstOf(change: Partial<Burst> = {}): Burst {
  const work = Array.from({ length: 20 }, (_, n) => ({
    doneMs: 250 + n * 200,
    checks: 2,
    fresh: 2,
  }))
  const arrivals = Array.from({ length: 200 }, (_, n) => 50 + n * 20)
  return { arrivals, work, checkMs: 100, lastsMs: 4_000, ...change }
}

describe('what a burst came to', () => {
  it('is all that was possible when the bottleneck never rested, at ten times what could be served', () => {
    expect(measureSaturation(burstOf())).toEqual({
      goodput: 1,
      goodputs: [1, 1, 1, 1],
      offered: 10,
    })
  })

  it('is half of it when every second round is missing', () => {
    const work = burstOf().work.filter((_, n) => n % 2 === 0)
    expect(measureSaturation(burstOf({ work }))?.goodput).toBe(0.5)
  })

  it('is half of it too when every second check was done before', () => {
    const work = burstOf().work.map((round) => ({ ...round, fresh: 1 }))
    expect(measureSaturation(burstOf({ work }))?.goodput).toBe(0.5)
  })

  it('shows a second in which the bottleneck rested', () => {
    const work = burstOf().work.filter((_, n) => n < 5 || n >= 10)
    expect(measureSaturation(burstOf({ work }))?.goodputs).toEqual([1, 0, 1, 1])
  })

  it('does not count what is done when nobody new comes any more', () => {
    const work = burstOf().work.map((round) => ({ ...round, doneMs: round.doneMs + 2_000 }))
    expect(measureSaturation(burstOf({ work }))?.goodput).toBe(0.5)
  })

  it('is nothing to speak of when it is short, or hardly more came than could be served', () => {
    expect(measureSaturation(burstOf({ lastsMs: 1_000 }))).toBeUndefined()
    expect(measureSaturation(burstOf({ arrivals: [50, 1_000, 2_000] }))).toBeUndefined()
    expect(measureSaturation(burstOf({ arrivals: [] }))).toBeUndefined()
  })

  it('is over when the last newcomer who had to wait has come', () => {
    const newcomers = [false, true, false, true].map((isServed, n) => ({
      cameAtMs: 1_000 + n * 400,
      isServed,
    }))
    expect(measureRecovery(newcomers)).toBe(800)
    expect(measureRecovery(newcomers.filter(({ isServed }) => isServed))).toBe(0)
    expect(measureRecovery([])).toBeUndefined()
  })
})
