import type { EpochMs } from '@evenkeel/kernel'
import { PUBLICATION_WAIT_MS_MAX } from '../limits.ts'

/** What was signed of a list, in seconds: no two publications of it share an `iat`, by whomever they were signed. */
export interface TakenSeconds {
  /** The last `iat`. */
  readonly lastIat: number
  /** Of publications that were made ahead of their time: all of them for one turn of the bits. */
  readonly aheadFirst: number
  readonly aheadLast: number
}

/** The last `iat` that a publication made now has to come after. */
export function lastTakenIat(
  { lastIat, aheadFirst, aheadLast }: TakenSeconds,
  now: EpochMs,
): number {
  return aheadFirst * 1_000 <= now ? Math.max(lastIat, aheadLast) : lastIat
}

/**
 * The `iat` of the next publication: now, but always after the last one, because readers cannot order two of one second; it runs ahead of a
 * clock that was set back rather than stop publications.
 */
export function nextIat(taken: TakenSeconds, now: EpochMs): number {
  const iat = Math.max(Math.floor(now / 1_000), lastTakenIat(taken, now) + 1)
  return taken.aheadFirst <= iat && iat <= taken.aheadLast ? taken.aheadLast + 1 : iat
}

/**
 * Milliseconds until a publication with the wall clock's own second can follow the last one; 0 when it can already. Several processes that publish one
 * list take a second each, so that the last one may be seconds ahead: waiting for the clock keeps it from running away. At most
 * PUBLICATION_WAIT_MS_MAX: what is further ahead was signed before the clock was set back, and only the next second is waited for.
 */
export function waitForNextSecondMs(now: EpochMs, lastIat: number): number {
  const waitMs = Math.max(0, (lastIat + 1) * 1_000 - now)
  return waitMs <= PUBLICATION_WAIT_MS_MAX ? waitMs : 1_000 - (now % 1_000)
}

/** Seconds that a reader may keep a publication before it looks again: a period, and not beyond its end. */
export function ttlS(iat: number, exp: number, periodMs: number): number {
  return Math.max(1, Math.min(Math.floor(periodMs / 1_000), exp - iat))
}
