import type { StopTimer, Timers } from '../ports.ts'
import { TIMER_DELAY_MS_MAX } from './limits.ts'
import { spareTurn } from './next-turn.ts'

/** The event loop's timers. */
export const systemTimers: Timers = { sleep, every }

async function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms === 0) return spareTurn()
  const endMs = performance.now() + ms
  // The platform rounds delays and may fire a little early, hence the loop.
  for (;;) {
    const leftMs = endMs - performance.now()
    if (leftMs <= 0 || signal?.aborted) return
    await delay(Math.min(Math.ceil(leftMs), TIMER_DELAY_MS_MAX), signal)
  }
}

function delay(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', finish)
      resolve()
    }
    const timer = setTimeout(finish, ms)
    signal?.addEventListener('abort', finish)
  })
}

function every(ms: number, task: () => Promise<void>): StopTimer {
  const stopping = new AbortController()
  const run = async () => {
    for (;;) {
      await sleep(ms, stopping.signal)
      if (stopping.signal.aborted) return
      await task()
    }
  }
  // Thrown outside the promise, so that nobody who waits for the stop can swallow it.
  const ended = run().catch((error: unknown) => queueMicrotask(() => raise(error)))
  return () => {
    stopping.abort()
    return ended
  }
}

function raise(error: unknown): never {
  throw error
}
