import {
  type CampaignRule,
  type EpochMs,
  epochMs,
  nextVesting,
  type PayoutChangeTerms,
  type ReasonCode,
  vestedMinor,
} from '@evenkeel/kernel'
import type { Claim } from './claim.ts'

/**
 * The life of a change of where a claim's later payments go (D10).
 *
 *     requested ──▶ confirmed ──▶ applied
 *         │            │ └──▶ applying ──▶ applied, refused
 *         └────────────┴──▶ cancelled, lapsed
 */
export type PayoutChangeState =
  | 'requested'
  | 'confirmed'
  /** The ledger, which pays what vests, was told. Until it has taken the change, nothing is changed here. */
  | 'applying'
  | 'applied'
  | 'cancelled'
  | 'lapsed'
  /** The ledger did not take it: the old target stands, here as there. */
  | 'refused'

/** Whether a change is under way, so that no other is taken. */
export function isUnderWay({ state }: Pick<PayoutChange, 'state'>): boolean {
  return state === 'requested' || state === 'confirmed' || state === 'applying'
}

export interface PayoutChange {
  readonly requestedAtMs: EpochMs
  readonly state: PayoutChangeState
  /** `requested`: when it lapses. `confirmed`: when it may apply at the earliest. */
  readonly dueAtMs: EpochMs | undefined
  readonly confirmedBy: string | undefined
  readonly secondBy: string | undefined
  /** Why the ledger refused it. */
  readonly reason: ReasonCode | undefined
}

/** Whether a claim may still be paid something that is not ordered: a part of it, or what an appeal finds. */
export function hasLaterPayments({ state }: Claim): boolean {
  return state !== 'settled'
}

/**
 * When a confirmed change applies to a claim: never to a payment that was due, or to a period that was open, when the holder's time to cancel was
 * over. `wait`: not yet. `lapse`: nothing is left to be paid.
 */
export function applyPayoutChange(
  claim: Claim,
  rule: CampaignRule,
  dueAtMs: EpochMs,
  now: EpochMs,
): 'apply' | 'wait' | 'lapse' {
  const { state, amount, vesting: progress } = claim
  if (state === 'settled') return 'lapse'
  if (now < dueAtMs) return 'wait'
  if (state === 'vesting' && rule.vesting !== undefined && amount !== undefined) {
    // The part under way goes where it was to go; whoever is late is paid what was due before.
    const open = nextVesting(rule.vesting, amount, vestedMinor(rule.vesting, amount, dueAtMs))
    if (open === undefined) return 'lapse'
    return now >= open.atMs && (progress?.paid ?? 0n) >= open.vestedMinor ? 'apply' : 'wait'
  }
  // What an appeal finds is a payment of its own; anything else is the claim's first, of the period in which it was made.
  return state === 'refused' ? 'apply' : 'wait'
}

/** When a change that two people confirmed may apply: the holder has so long to cancel it. */
export function appliesAt(now: EpochMs, { delayMs }: PayoutChangeTerms): EpochMs {
  return epochMs(now + delayMs)
}
