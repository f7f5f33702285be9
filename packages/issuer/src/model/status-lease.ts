import type { EpochMs } from '@evenkeel/kernel'

/** Times of a status token, in seconds as it carries them. */
export interface StatusTokenTimes {
  readonly iat: number
  readonly exp: number
  /** How long a reader may keep it before it looks again: half of the lease, so that it sees the next one in time. */
  readonly ttl: number
}

/**
 * The times of the next token: `iat` is now, but always after the last one, because readers cannot order two tokens of one second; it runs
 * ahead of a clock that was set back rather than stop publications.
 */
export function nextTokenTimes(now: EpochMs, lastIat: number, leaseMs: number): StatusTokenTimes {
  const iat = Math.max(Math.floor(now / 1_000), lastIat + 1)
  const lease = leaseMs / 1_000
  return { iat, exp: iat + lease, ttl: Math.floor(lease / 2) }
}

/** Milliseconds until a token with the wall clock's own second can follow the last one; 0 when it can already. At most 1,000. */
export function waitForNextSecondMs(now: EpochMs, lastIat: number): number {
  return lastIat >= Math.floor(now / 1_000) ? 1_000 - (now % 1_000) : 0
}

/** Says whether less than half of the lease is left: readers that refetch at half time then find a newer token. */
export function needsRenewal(now: EpochMs, expS: number, leaseMs: number): boolean {
  return expS * 1_000 - now < leaseMs / 2
}
