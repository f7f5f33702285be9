import { epochMs } from '../ids.ts'
import type { Clock } from '../ports.ts'

/** The machine's clocks. */
export const systemClock: Clock = {
  nowMs: () => epochMs(Date.now()),
  monotonicMs: () => performance.now(),
}
