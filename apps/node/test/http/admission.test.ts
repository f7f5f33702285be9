import type { Clock, Random } from '@evenkeel/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Admission, createAdmission } from '../../src/http/admission.ts'
import {
  APPOINTMENTS_MAX,
  PLACES_MIN,
  RETRY_AFTER_MS_MAX,
  SHARES_MAX,
  WAIT_MS_MAX,
} from '../../src/http/limits.ts'

const PLACES_MAX = 4_096

interface Stage {
  readonly admission: Admission
  readonly clock: { nowMs: number }
  /** Claims in work, oldest first. */
  readonly inWork: { readonly leave: () => void; readonly sinceMs: number }[]
  enter(share?: string, budgetMs?: number): number | undefined
}

function openStage(): Stage {
  const clock = { nowMs: 1_000 }
  const ports = {
    clock: { monotonicMs: () => clock.nowMs } as Clock,
    // No jitter, and a factor for the shares.
    random: { below: (bound: number) => (bound === 2 ** 31 ? 0x4f1b_bcdc : 0) } as Random,
  }
  const admission = createAdmission(ports, PLACES_MAX)
  const inWork: { readonly leave: () => void; readonly sinceMs: number }[] = []
  return {
    admission,
    clock,
    inWork,
    enter(share = 'a', budgetMs = 10_000) {
      const place = admission.enter(share, budgetMs)
      if (!place.ok) return place.retryAfterMs
      inWork.push({ leave: place.leave, sinceMs: clock.nowMs })
      return undefined
    },
  }
}

interface Served {
  readonly perSecond: number
  readonly waitMsMax: number
}

/** Lets requests come at one rate and be done, oldest first, at another; measures the last half. */
function playLoad(stage: Stage, perSecond: number, times: number, seconds: number): Served {
  const { clock, inWork } = stage
  let came = 0
  let due = 0
  let served = 0
  let waitMsMax = 0
  for (let ms = 0; ms < seconds * 1_000; ms += 1) {
    clock.nowMs += 1
    for (came += (perSecond * times) / 1_000; came >= 1; came -= 1) stage.enter()
    due = Math.min(due + perSecond / 1_000, inWork.length)
    for (; due >= 1; due -= 1) {
      const done = inWork.shift()
      done?.leave()
      if (done === undefined || ms < seconds * 500) continue
      served += 1
      waitMsMax = Math.max(waitMsMax, clock.nowMs - done.sinceMs)
    }
  }
  return { perSecond: served / (seconds / 2), waitMsMax }
}

describe('admission by wait', () => {
  it('O1: serves 95 % of any capacity under up to twenty times the load, and nobody in work waits long', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 6_000 }),
        fc.double({ min: 1.1, max: 20, noNaN: true }),
        (perSecond, times) => {
          const served = playLoad(openStage(), perSecond, times, 12)
          expect(served.perSecond).toBeGreaterThan(0.95 * perSecond)
          const floorMs = (PLACES_MIN / perSecond) * 1_000
          expect(served.waitMsMax).toBeLessThan(2 * Math.max(WAIT_MS_MAX, floorMs))
        },
      ),
      { numRuns: 25 },
    )
  })

  it('O6: refuses nobody once the load has fallen below capacity', () => {
    const stage = openStage()
    playLoad(stage, 1_000, 10, 6)
    playLoad(stage, 1_000, 0.9, 2)
    const before = stage.admission.load().refused
    playLoad(stage, 1_000, 0.9, 4)
    expect(stage.admission.load().refused).toBe(before)
  })

  it('O6: lets callers in again after a standstill, however slow it made everything seem', () => {
    const stage = openStage()
    for (let n = 0; n < 200; n += 1) {
      stage.clock.nowMs += 50
      stage.enter()
    }
    // Disks and checks go again, so fast that what was in work shows no rate.
    for (const { leave } of stage.inWork.splice(0)) leave()
    expect(stage.admission.load().servedPerSecond).toBe(0)
    for (let n = 0; n < 2_000; n += 1) {
      stage.clock.nowMs += 50
      expect(stage.enter()).toBeUndefined()
      stage.clock.nowMs += 0.25
      stage.inWork.pop()?.leave()
    }
    expect(stage.admission.load().servedPerSecond).toBeGreaterThan(2_000)
  })

  it('finds that work goes faster than it seemed', () => {
    const stage = openStage()
    playLoad(stage, 50, 3, 6)
    expect(stage.admission.load().servedPerSecond).toBeLessThan(60)
    expect(playLoad(stage, 2_000, 3, 6).perSecond).toBeGreaterThan(1_900)
  })

  it('finds it also when requests come all at once and then pause', () => {
    const stage = openStage()
    playLoad(stage, 50, 3, 6)
    for (let round = 0; round < 40; round += 1) {
      for (let i = 0; i < 400; i += 1) stage.enter()
      for (let ms = 0; ms < 400; ms += 1) {
        stage.clock.nowMs += 1
        for (const { leave } of stage.inWork.splice(0, 2)) leave()
      }
    }
    expect(stage.admission.load().servedPerSecond).toBeGreaterThan(1_500)
  })

  it('O5: refuses a caller who cannot wait even for an idle server', () => {
    expect(openStage().admission.enter('a', 0)).toMatchObject({ code: 'deadline_passed' })
  })

  it('lets a caller with less time into a shorter queue only', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const places = stage.inWork.length
    stage.inWork.pop()?.leave()
    expect(stage.enter('a', WAIT_MS_MAX)).toBeGreaterThan(0)
    expect(stage.enter()).toBeUndefined()
    expect(stage.inWork.length).toBe(places)
  })
})

describe('the wait that a refused caller is told', () => {
  it('sends those who are refused together home one after the other, as fast as they can be served', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const told = Array.from({ length: 5_000 }, () => stage.enter() ?? 0)
    expect(told.every((ms, i) => ms >= (told[i - 1] ?? 1_000))).toBe(true)
    const last = told.at(-1) ?? 0
    // At the assumed rate of one per millisecond, a quarter more than can be served.
    expect(last).toBeGreaterThan(4_000)
    expect(last).toBeLessThan(5_500)
  })

  it('is never longer than anybody can foresee', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const told = Array.from({ length: 100_000 }, () => stage.enter() ?? 0)
    expect(Math.max(...told)).toBe(RETRY_AFTER_MS_MAX)
  })

  it('is short again when those who were told to come do not come', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    for (let i = 0; i < 20_000; i += 1) stage.enter()
    for (const { leave } of stage.inWork.splice(0)) leave()
    playLoad(stage, 1_000, 0.2, 2)
    while (stage.enter() === undefined);
    expect(stage.enter()).toBeLessThan(1_500)
  })
})

/** Lets callers come by name and be served, oldest first: those who obey when they are told to, the others every 40 ms. Returns when each got in. */
function playNamed(
  stage: Stage,
  perSecond: number,
  callers: readonly string[],
): Map<string, number> {
  const { clock, inWork, admission } = stage
  const startMs = clock.nowMs
  const nextMs = new Map(callers.map((name) => [name, startMs]))
  const served = new Map<string, number>()
  let due = 0
  for (let ms = 0; ms < 60_000 && nextMs.size > 0; ms += 1) {
    clock.nowMs += 1
    for (const [name, atMs] of nextMs) {
      if (atMs > clock.nowMs) continue
      const place = admission.enter('a', 10_000, name)
      if (place.ok) {
        inWork.push({ leave: place.leave, sinceMs: clock.nowMs })
        served.set(name, clock.nowMs - startMs)
        nextMs.delete(name)
      } else nextMs.set(name, clock.nowMs + (name.startsWith('obeys') ? place.retryAfterMs : 40))
    }
    due = Math.min(due + perSecond / 1_000, inWork.length)
    for (; due >= 1; due -= 1) inWork.shift()?.leave()
  }
  return served
}

describe('an appointment', () => {
  it('is kept: who obeys is served in the time that all need together, however often the others ask', () => {
    const callers = Array.from({ length: 1_000 }, (_, n) =>
      n % 3 === 0 ? `obeys ${n}` : `asks ${n}`,
    )
    const served = playNamed(openStage(), 50, callers)
    expect(served.size).toBe(callers.length)
    const obeying = [...served].flatMap(([name, ms]) => (name.startsWith('obeys') ? ms : []))
    expect(Math.max(...obeying)).toBeLessThan((1_000 / 50) * 1_000 * 1.5)
  })

  it('is the same for who asks again before it, and puts nobody else off', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const ask = (name: string) => stage.admission.refuse('a', 10_000, name)?.retryAfterMs ?? 0
    const told = Array.from({ length: 5_000 }, (_, n) => ask(`caller ${n}`))
    expect(Array.from({ length: 100 }, () => ask('caller 4000'))).toEqual(
      Array(100).fill(told[4_000]),
    )
    expect(ask('another')).toBeLessThan((told.at(-1) ?? 0) + 5)
  })

  it('gets its holder in before others, once', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const enter = () => stage.admission.enter('a', 10_000, 'mine').ok
    expect(enter()).toBe(false)
    playLoad(stage, 1_000, 3, 1)
    while (stage.enter() === undefined);
    expect(enter()).toBe(true)
    expect(enter()).toBe(false)
  })

  it('is forgotten when there are too many', () => {
    const stage = openStage()
    while (stage.enter() === undefined);
    const ask = (name: string) => stage.admission.refuse('a', 10_000, name)?.retryAfterMs ?? 0
    const first = ask('first')
    for (let n = 0; n < APPOINTMENTS_MAX - 1; n += 1) ask(`made up ${n}`)
    expect(ask('first')).toBe(first)
    ask('one more')
    expect(ask('first')).toBe(RETRY_AFTER_MS_MAX)
  })
})

describe('shares', () => {
  it('get in beside one that has filled every place, which then waits until it has no more than its part', () => {
    const stage = openStage()
    while (stage.enter('a') === undefined);
    const places = stage.inWork.length
    for (let i = 0; i < places / 2 - 1; i += 1) expect(stage.enter('b')).toBeUndefined()
    for (let i = 0; i < places / 4; i += 1) {
      stage.inWork.shift()?.leave()
      expect(stage.enter('a')).toBeGreaterThan(0)
    }
  })

  it('that somebody makes up are bounded, and shorten the queue of the others without emptying it', () => {
    const stage = openStage()
    for (let i = 0; i < PLACES_MIN; i += 1) expect(stage.enter('real')).toBeUndefined()
    for (let i = 0; i < 10_000; i += 1) stage.enter(`made-up-${i}`)
    expect(stage.inWork.length).toBeLessThanOrEqual(SHARES_MAX * PLACES_MIN)
    stage.inWork.shift()?.leave()
    expect(stage.enter('real')).toBeUndefined()
  })
})
