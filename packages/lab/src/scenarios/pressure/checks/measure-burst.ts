/** A burst shorter than this says nothing. Virtual milliseconds, like everything here. */
const BURST_MS_MIN = 2_000
/** Nor does one that is hardly more than could be served. */
const OFFERED_MIN = 1.5
const SECOND_MS = 1_000

/** What a burst looked like from outside and at the bottleneck. */
export interface Burst {
  /** When each request came. */
  readonly arrivals: readonly number[]
  /** Rounds of signature checks, one after the other at each process. */
  readonly work: readonly Work[]
  readonly checkMs: number
  readonly lastsMs: number
}

/** One round of signature checks. */
export interface Work {
  readonly doneMs: number
  readonly checks: number
  /** Those among them that were not done before for a claim that is under way or answered: what is done twice is no use to anybody. */
  readonly fresh: number
}

export interface Saturation {
  /** Time in which the bottleneck did something of use over time in which it could have, 0 to 1. */
  readonly goodput: number
  /** The same of each second, but for a beginning that is shorter than one. */
  readonly goodputs: readonly number[]
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
  const goodputIn = (startMs: number, endMs: number): number => {
    const usedMs = work.reduce((sum, { doneMs, checks, fresh }) => {
      const beganMs = doneMs - checks * checkMs
      const workedMs = Math.max(0, Math.min(doneMs, endMs) - Math.max(beganMs, startMs))
      return checks === 0 ? sum : sum + (workedMs * fresh) / checks
    }, 0)
    return Math.round((1_000 * usedMs) / (endMs - startMs)) / 1_000
  }
  const seconds = Array.from({ length: Math.floor(lastsMs / SECOND_MS) }, (_, n) => {
    const endMs = untilMs - n * SECOND_MS
    return goodputIn(endMs - SECOND_MS, endMs)
  })
  return {
    goodput: goodputIn(fromMs, untilMs),
    goodputs: seconds.reverse(),
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
