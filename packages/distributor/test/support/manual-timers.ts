import type { Timers } from '@evenkeel/kernel'

/** Timers whose sleeps end when the test says so. */
export interface ManualTimers extends Timers {
  /** Sleeps under way. */
  readonly sleeping: number
  /** Ends every sleep under way. */
  wake(): void
}

export function createManualTimers(): ManualTimers {
  let sleeps: (() => void)[] = []
  return {
    get sleeping() {
      return sleeps.length
    },
    wake() {
      const ended = sleeps
      sleeps = []
      for (const end of ended) end()
    },
    sleep: () =>
      new Promise((resolve) => {
        sleeps.push(resolve)
      }),
    every: () => async () => undefined,
  }
}
