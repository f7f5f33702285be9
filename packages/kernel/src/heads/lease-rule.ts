import { type TUnsafe, Type } from 'typebox'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { GRID_MS_MIN, ONLINE_AGE_MS_MAX } from './limits.ts'

/** The times of a scope, all in milliseconds (DESIGN §5). */
export interface LeaseRule {
  /** L: from `iat` to `exp` of a head. */
  readonly leaseMs: number
  /** P: a new head at least so often. */
  readonly periodMs: number
  /** Coordinated acts take effect at multiples of it; at least P. */
  readonly gridMs: number
  /** ε: how far any node's clock may be off. */
  readonly clockBoundMs: number
  /**
   * The youngest head that can be had on demand: the publisher makes no two for online proofs within it. Heads from before online proofs have
   * none.
   */
  readonly onlineAgeMs?: number
}

const duration = Type.Integer({ minimum: 0, maximum: 31_536_000_000 })
/** For embedding in the schemas of what is published under a rule. */
export const leaseRuleSchema: TUnsafe<LeaseRule> = Type.Unsafe<LeaseRule>(
  Type.Object(
    {
      leaseMs: duration,
      periodMs: duration,
      gridMs: duration,
      clockBoundMs: duration,
      onlineAgeMs: Type.Optional(duration),
    },
    { additionalProperties: true },
  ),
)

/**
 * A rule for a lease: the period is a quarter of it, so that a reader who fetches once a period misses two before it runs out; the grid a period.
 * Online proofs make the publisher work five times as often at most, and never oftener than once a second.
 */
export function leaseRuleOf(
  times: Pick<LeaseRule, 'leaseMs' | 'clockBoundMs'>,
): Required<LeaseRule> {
  const periodMs = Math.floor(times.leaseMs / 4)
  const onlineAgeMs = Math.min(ONLINE_AGE_MS_MAX, firstGridTimeMs(GRID_MS_MIN, periodMs / 5))
  return { ...times, periodMs, gridMs: firstGridTimeMs(GRID_MS_MIN, periodMs), onlineAgeMs }
}

export type LeaseClass = '60s' | '5min' | '1h' | '24h'

/** The published classes: L in milliseconds. */
export const LEASE_CLASSES: Readonly<Record<LeaseClass, number>> = {
  '60s': 60_000,
  '5min': 300_000,
  '1h': 3_600_000,
  '24h': 86_400_000,
}

/**
 * Refuses a rule under which a verifier that can reach the publisher would still run out of usable heads: L ≤ 2ε + P + the time for a fetch
 * (S13), a grid shorter than the period, online proofs older than what is published anyway, or times that are no whole seconds. Reason:
 * lease_rule_unworkable.
 */
export function checkLeaseRule(
  rule: LeaseRule,
  fetchBudgetMs: number,
): Result<LeaseRule, Reasoned> {
  const { leaseMs, periodMs, gridMs, clockBoundMs, onlineAgeMs = GRID_MS_MIN } = rule
  const needMs = 2 * clockBoundMs + periodMs + fetchBudgetMs
  if (leaseMs <= needMs) {
    return refuse(
      'lease_rule_unworkable',
      `the lease of ${leaseMs} ms has to be above ${needMs} ms`,
    )
  }
  if (gridMs < Math.max(periodMs, GRID_MS_MIN)) {
    return refuse('lease_rule_unworkable', `the grid of ${gridMs} ms is below the period`)
  }
  if (onlineAgeMs < GRID_MS_MIN || onlineAgeMs > Math.max(periodMs, GRID_MS_MIN)) {
    return refuse(
      'lease_rule_unworkable',
      `an online age of ${onlineAgeMs} ms is not between ${GRID_MS_MIN} ms and the period`,
    )
  }
  if ([leaseMs, gridMs, onlineAgeMs].some((ms) => ms % 1_000 !== 0)) {
    return refuse('lease_rule_unworkable', 'lease, grid and online age are whole seconds')
  }
  return ok(rule)
}

/** The first time on the grid that is at or after every given one: T of an act that has to outlast what was signed without it (the drain). */
export function firstGridTimeMs(gridMs: number, ...notBeforeMs: readonly number[]): number {
  return Math.ceil(Math.max(...notBeforeMs) / gridMs) * gridMs
}
