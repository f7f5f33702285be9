import { type Clock, epochMs } from '@evenkeel/kernel'
import { SIMULATION_START_MS } from '../../limits.ts'
import type { ClockPlan } from './draw-plan.ts'

/** A clock that is off by a straight line, and the virtual time of each of its readings. */
export interface PartyClock extends Pick<Clock, 'nowMs'> {
  /** Virtual milliseconds at which it shows this wall time, give or take one. */
  virtualMs(wallMs: number): number
}

/** Makes a clock with the planned error at the beginning and at the end of a life. */
export function createPartyClock(
  { fromMs, toMs }: ClockPlan,
  lifeMs: number,
  virtualNowMs: () => number,
): PartyClock {
  const rate = 1 + (toMs - fromMs) / lifeMs
  return {
    nowMs: () => epochMs(SIMULATION_START_MS + fromMs + Math.floor(virtualNowMs() * rate)),
    virtualMs: (wallMs) => Math.round((wallMs - SIMULATION_START_MS - fromMs) / rate),
  }
}
