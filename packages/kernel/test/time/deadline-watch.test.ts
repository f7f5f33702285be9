import { describe, expect, test } from 'vitest'
import { createDeadlineWatch } from '../../src/time/deadline-watch.ts'

/** Time that passes when the test says so, and who sleeps in it. */
function manualTime() {
  let nowMs = 0
  const sleepers = new Map<() => void, number>()
  const within = createDeadlineWatch(
    { monotonicMs: () => nowMs },
    {
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const wake = () => {
            sleepers.delete(wake)
            resolve()
          }
          sleepers.set(wake, nowMs + ms)
          signal?.addEventListener('abort', wake)
        }),
    },
  )
  const turn = () => new Promise((resolve) => setImmediate(resolve))
  return {
    within,
    sleepers,
    turn,
    async passTo(ms: number) {
      await turn()
      nowMs = ms
      for (const [wake, atMs] of sleepers) if (atMs <= ms) wake()
      await turn()
    },
  }
}

const never = new Promise<never>(() => undefined)

/** What a promise has come to by now. */
async function stateOf(promise: Promise<unknown>): Promise<unknown> {
  return Promise.race([promise, Promise.resolve('open')])
}

describe('a deadline', () => {
  test('leaves work that is done before it its value, and its fault', async () => {
    const { within } = manualTime()
    expect(await within(Promise.resolve('done'), 10)).toBe('done')
    await expect(within(Promise.reject(new Error('fault')), 10)).rejects.toThrow('fault')
  })

  test('ends the wait when it has come, and not before', async () => {
    const { within, passTo } = manualTime()
    const waited = within(never, 10)
    await passTo(9)
    expect(await stateOf(waited)).toBe('open')
    await passTo(10)
    expect(await stateOf(waited)).toBeUndefined()
  })

  test('that has passed already ends the wait at once', async () => {
    const { within, passTo } = manualTime()
    await passTo(10)
    expect(await within(never, 5)).toBeUndefined()
  })

  test('is kept among others, whichever order they come in', async () => {
    const { within, passTo, turn } = manualTime()
    const late = within(never, 30)
    await turn()
    const early = within(never, 10)
    const middle = within(never, 20)
    for (const [ms, waits] of [
      [10, [early]],
      [20, [middle]],
      [30, [late]],
    ] as const) {
      await passTo(ms - 1)
      for (const wait of waits) expect(await stateOf(wait)).toBe('open')
      await passTo(ms)
      for (const wait of waits) expect(await stateOf(wait)).toBeUndefined()
    }
  })

  test('of work that never ends does not keep others waiting', async () => {
    const { within, turn } = manualTime()
    const stuck = within(never, 10)
    await turn()
    expect(await within(Promise.resolve(1), 5)).toBe(1)
    expect(await stateOf(stuck)).toBe('open')
  })

  test('keeps one timer for all who wait, and none when nobody does', async () => {
    const { within, sleepers, turn, passTo } = manualTime()
    const ends = Array.from({ length: 5 }, () => Promise.withResolvers<number>())
    const all = ends.map(({ promise }, n) => within(promise, 10 + n))
    await turn()
    expect(sleepers.size).toBe(1)
    for (const { resolve } of ends) resolve(1)
    expect(await Promise.all(all)).toEqual([1, 1, 1, 1, 1])
    await turn()
    expect(sleepers.size).toBe(0)
    const again = within(never, 40)
    await passTo(40)
    expect(await stateOf(again)).toBeUndefined()
  })
})
