import type { EpochMs, LeaseRule } from '@evenkeel/kernel'

/** The list published last. */
export interface PublishedList {
  readonly seq: number
  /** Seconds since the epoch, like `exp`. */
  readonly iat: number
  readonly exp: number
  /** How many acts it knows. */
  readonly acts: number
}

/**
 * Decides at `now` whether a successor of the list is due: there is none yet, an act came since, or a period is over. Returns its
 * seq, iat and exp, none of which ever goes back, also when the clock does; undefined when the list still stands.
 */
export function planList(
  newest: PublishedList | undefined,
  acts: number,
  { leaseMs, periodMs }: Pick<LeaseRule, 'leaseMs' | 'periodMs'>,
  now: EpochMs,
): PublishedList | undefined {
  const isDue = newest === undefined || acts > newest.acts || now >= newest.iat * 1_000 + periodMs
  if (!isDue) return undefined
  const iat = Math.max(Math.floor(now / 1_000), newest?.iat ?? 0)
  const exp = Math.max(iat + Math.floor(leaseMs / 1_000), newest?.exp ?? 0)
  return { seq: (newest?.seq ?? 0) + 1, iat, exp, acts }
}
