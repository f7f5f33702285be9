import { setTimeout as sleep } from 'node:timers/promises'

/** A check elsewhere that takes so many claims per second, in the order in which they come, and never one more. */
export type SlowCheck = (claims: number) => Promise<void>

export function createSlowCheck(perSecond: number): SlowCheck {
  let freeAtMs = 0
  return async (claims) => {
    const nowMs = performance.now()
    freeAtMs = Math.max(freeAtMs, nowMs) + (claims * 1_000) / perSecond
    await sleep(freeAtMs - nowMs)
  }
}
