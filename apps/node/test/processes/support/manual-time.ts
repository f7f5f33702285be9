import type { Clock, Timers } from '@evenkeel/kernel'

interface Sleeper {
  readonly atMs: number
  readonly wake: () => void
}

/** A clock that stands until it is told to go on, and what waits for it. */
export interface ManualTime {
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly timers: Timers
  /** Goes on by so much, stopping at each waiter whose time has come. */
  advance(ms: number): Promise<void>
}

export function createManualTime(): ManualTime {
  let nowMs = 0
  const sleepers = new Set<Sleeper>()

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const sleeper: Sleeper = {
        atMs: nowMs + ms,
        wake() {
          sleepers.delete(sleeper)
          resolve()
        },
      }
      sleepers.add(sleeper)
      signal?.addEventListener('abort', sleeper.wake, { once: true })
    })
  }

  return {
    clock: { monotonicMs: () => nowMs },
    timers: {
      sleep,
      every(ms, task) {
        const stopping = new AbortController()
        const done = (async () => {
          while (!stopping.signal.aborted) {
            await sleep(ms, stopping.signal)
            if (!stopping.signal.aborted) await task()
          }
        })()
        return () => {
          stopping.abort()
          return done
        }
      },
    },
    async advance(ms) {
      const untilMs = nowMs + ms
      for (;;) {
        await settle()
        const next = [...sleepers].toSorted((a, b) => a.atMs - b.atMs)[0]
        if (next === undefined || next.atMs > untilMs) break
        nowMs = next.atMs
        next.wake()
      }
      nowMs = untilMs
    },
  }
}

/** Everything that follows by itself from what has happened has happened. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve))
}
