import { type Clock, epochMs, type Timers } from '@evenkeel/kernel'

export const START_MS = 1_800_000_000_000

/** Time that passes only when the test says so. */
export interface ManualTime {
  readonly clock: Clock
  readonly timers: Timers
  nowMs(): number
  /** Lets time pass and wakes who slept; everything that follows has run when it resolves. */
  advance(ms: number): Promise<void>
  /** Sets the wall clock alone, as a correction would. */
  stepWallClock(ms: number): void
}

export function createManualTime(): ManualTime {
  let elapsedMs = 0
  let wallMs = START_MS
  let sleepers: { readonly atMs: number; readonly wake: () => void }[] = []
  const clock: Clock = { nowMs: () => epochMs(wallMs), monotonicMs: () => elapsedMs }
  return {
    clock,
    timers: {
      sleep(ms, signal) {
        // Giving way takes no time.
        if (ms === 0) return Promise.resolve()
        return new Promise((resolve) => {
          sleepers.push({ atMs: elapsedMs + ms, wake: resolve })
          signal?.addEventListener('abort', () => resolve())
        })
      },
      every: () => async () => undefined,
    },
    nowMs: () => wallMs,
    async advance(ms) {
      elapsedMs += ms
      wallMs += ms
      const due = sleepers.filter(({ atMs }) => atMs <= elapsedMs)
      sleepers = sleepers.filter(({ atMs }) => atMs > elapsedMs)
      for (const { wake } of due) wake()
      await settle()
    },
    stepWallClock(ms) {
      wallMs += ms
    },
  }
}

/** Gives everything that can go on without time as many turns as it takes: decryption has threads of its own. */
export async function settleUntil(isSo: () => boolean): Promise<void> {
  while (!isSo()) await settle()
}

/** Gives everything that can go on without time the chance to. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}
