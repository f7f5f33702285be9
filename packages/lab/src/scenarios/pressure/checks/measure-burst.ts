/** A burst shorter than this says nothing. Virtual milliseconds, like everything here. */
const BURST_MS_MIN = 2_000
/** Nor does one that is hardly more than could be served. */
const OFFERED_MIN = 1.5

/** What a burst looked like from outside and at the bottleneck. */
export interface Burst {
  /** When each request came. */
  readonly arrivals: readonly number[]
  /** Rounds of signature checks, one after the other at each process. */
  readonly work: readonly { readonly doneMs: number; readonly checks: number }[]
  readonly checkMs: number
  readonly lastsMs: number
}

export interface Saturation {
  /** Time in which the bottleneck worked over time in which it could have, 0 to 1. */
  readonly goodput: number
  /** Requests that came over claims that could have been served. */
  readonly offered: number
}

/**
 * How much was done while more came than could be done: from the first request until nobody new comes. All that time there is somebody at the door,
 * so the bottleneck has no reason to rest: it could have worked for as long as it lasted. Undefined where there was no such time.
 */
export function measureSaturation(burst: Burst): Saturation | undefined {
  const { arrivals, work, checkMs, lastsMs } = burst
  if (arrivals.length === 0 || lastsMs < BURST_MS_MIN) return undefined
  const fromMs = arrivals.reduce((least, atMs) => Math.min(least, atMs))
  const untilMs = fromMs + lastsMs
  const came = arrivals.filter((atMs) => atMs < untilMs).length
  const offered = (came * 2 * checkMs) / lastsMs
  if (offered < OFFERED_MIN) return undefined
  const workedMs = work.reduce((sum, { doneMs, checks }) => {
    const beganMs = doneMs - checks * checkMs
    return sum + Math.max(0, Math.min(doneMs, untilMs) - Math.max(beganMs, fromMs))
  }, 0)
  return {
    goodput: Math.round((1_000 * workedMs) / lastsMs) / 1_000,
    offered: Math.round(10 * offered) / 10,
  }
}

/** Somebody who came after a burst, and whether they were served at once. */
export interface Newcomer {
  readonly cameAtMs: number
  readonly isServed: boolean
}

/** From the first of the newcomers to the last who was not served at once; 0 if all were, undefined if there was none. */
export function measureRecovery(newcomers: readonly Newcomer[]): number | undefined {
  const [first] = newcomers
  if (first === undefined) return undefined
  const last = newcomers.findLast(({ isServed }) => !isServed)
  return last === undefined ? 0 : last.cameAtMs - first.cameAtMs
}
