import {
  type EpochMs,
  epochMs,
  type MinorUnits,
  type PartyId,
  type RecheckOutcome,
  type SettlementCheck,
} from '@evenkeel/kernel'
import { RECHECK_FRESH_MS, RECHECKS_FOR_AGE_MAX, RECHECKS_OF_CLAIM_MAX } from '../limits.ts'
import { type Claim, holdsOf } from './claim.ts'

/** Why a claim waits at the gate. `verifier_on_hold` is of parts that fall due while its verifier is held: who waits with nothing paid is held. */
export type GateReason =
  | 'campaign_paused'
  | 'recheck_pending'
  | 'canary_running'
  | 'verifier_on_hold'

/** A claim's wait at the gate: at `untilMs` it is looked at again, and what the gate says then is its default (H5). */
export interface ClaimWait {
  readonly reason: GateReason
  readonly sinceMs: EpochMs
  readonly untilMs: EpochMs
}

/** What one verifier was asked about a claim's receipt, and answered. */
export interface Recheck {
  readonly attempt: number
  /** How often the claim had been held when it was asked. */
  readonly holds: number
  /** The answer counts for nothing before it; it is not waited for any longer. */
  readonly untilMs: EpochMs
  readonly outcome?: RecheckOutcome
  readonly answeredAtMs?: EpochMs
}

/** All that decides whether a payment may be ordered, or a claim share in its window. */
export interface GateFacts {
  readonly claim: Claim
  readonly now: EpochMs
  /** While the campaign is paused: when that lapses. */
  readonly pausedUntilMs?: EpochMs
  /** When the hold upon the claim's verifier was confirmed, if one is in force that the claim falls under. */
  readonly heldSinceMs?: EpochMs
  /** When the last such hold lapses. */
  readonly heldUntilMs?: EpochMs
  /** For a claim that is not in the cohort of a canary: until when it waits at most. */
  readonly canaryUntilMs?: EpochMs
  readonly check?: SettlementCheck
  /** Who has to answer: see `neededRechecks`. */
  readonly needed: readonly PartyId[]
  readonly rechecks: ReadonlyMap<PartyId, Recheck>
}

export type GateAnswer =
  | { readonly answer: 'pass' }
  /** `ask` names the verifiers that have to be asked now. */
  | {
      readonly answer: 'wait'
      readonly reason: GateReason
      readonly untilMs: EpochMs
      readonly ask: readonly PartyId[]
    }
  | { readonly answer: 'hold'; readonly reason: 'verifier_compromised' | 'recheck_undetermined' }
  | { readonly answer: 'take_out' }

/**
 * Says whether a payment may be ordered now, and if not why, until when, and what then: the only place that does. In this order: a verifier that is
 * held, a pause, a canary, what the receipt rests on. The last comes last, so that its answer is young when the payment is ordered. Pure.
 */
export function askGate(facts: GateFacts): GateAnswer {
  const { claim, heldSinceMs, heldUntilMs = facts.now, pausedUntilMs, canaryUntilMs, now } = facts
  const isHeld = heldSinceMs !== undefined && !wasHeldSince(claim, heldSinceMs)
  // Ordered as a whole: the ledger releases its parts by itself, and lets them wait when it is told to.
  if (claim.state === 'vesting') {
    return isHeld ? wait('verifier_on_hold', heldUntilMs) : { answer: 'pass' }
  }
  if (isHeld) return { answer: 'hold', reason: 'verifier_compromised' }
  if (pausedUntilMs !== undefined) return wait('campaign_paused', pausedUntilMs)
  // A claim that still waits for its share is not to be paid yet.
  const isPaid = claim.state === 'reserved'
  if (isPaid && canaryUntilMs !== undefined && now < canaryUntilMs) {
    return wait('canary_running', canaryUntilMs)
  }
  return facts.check === undefined ? { answer: 'pass' } : askRechecks(facts, facts.check)
}

function askRechecks(facts: GateFacts, { budgetMs }: SettlementCheck): GateAnswer {
  const { claim, now, needed, rechecks } = facts
  const stands = needed.map((verifier) => standOf(rechecks.get(verifier), facts, budgetMs))
  if (stands.includes('changed')) return { answer: 'take_out' }
  const ask = needed.filter((_, position) => stands[position] === 'unasked')
  if (ask.length > 0) return wait('recheck_pending', epochMs(now + budgetMs), ask)
  const pending = needed.flatMap((verifier, position) =>
    stands[position] === 'pending' ? [rechecks.get(verifier)?.untilMs ?? now] : [],
  )
  if (pending.length > 0) return wait('recheck_pending', epochMs(Math.max(...pending)))
  // Somebody has decided to pay although nobody could say.
  const isDecided = holdsOf(claim) > 0
  return stands.includes('undetermined') && !isDecided
    ? { answer: 'hold', reason: 'recheck_undetermined' }
    : { answer: 'pass' }
}

type Stand = RecheckOutcome | 'unasked' | 'pending'

/**
 * What an answer comes to now: a good one does not count for ever, and trouble from before a decision about the claim is no trouble after it. For a
 * payment it is to be fresh; where load makes it older each time, it counts in the end for as long as the rule says. A claim whose good answers
 * run out even so, because another verifier is late each time, is for a person to decide.
 */
function standOf(recheck: Recheck | undefined, { claim, now }: GateFacts, budgetMs: number): Stand {
  if (recheck === undefined) return 'unasked'
  const { attempt, outcome, answeredAtMs = recheck.untilMs, untilMs } = recheck
  if (outcome === undefined && now < untilMs) return 'pending'
  if (outcome === 'changed') return outcome
  if (outcome === 'good') {
    const isForPayment = claim.state === 'reserved' && attempt < RECHECKS_FOR_AGE_MAX
    const countsMs = isForPayment ? Math.min(RECHECK_FRESH_MS, budgetMs) : budgetMs
    if (now < answeredAtMs + countsMs) return outcome
    return attempt < RECHECKS_OF_CLAIM_MAX ? 'unasked' : 'undetermined'
  }
  return recheck.holds < holdsOf(claim) ? 'unasked' : 'undetermined'
}

/** Whether a person or a default has decided about the claim since then, upon this suspicion. */
function wasHeldSince({ history }: Claim, sinceMs: EpochMs): boolean {
  return history.some(
    ({ state, reason, atMs }) =>
      state === 'held' && reason === 'verifier_compromised' && atMs >= sinceMs,
  )
}

function wait(
  reason: GateReason,
  untilMs: EpochMs,
  ask: readonly PartyId[] = [],
): GateAnswer & { readonly answer: 'wait' } {
  return { answer: 'wait', reason, untilMs, ask }
}

/**
 * Who has to look at a receipt once more: the rule's verifier, and where that one signed it and the claim is in the sample or above the limit, the
 * second. `lot` is 0 to 999, and nobody but this distributor can know it beforehand.
 */
export function neededRechecks(
  check: SettlementCheck | undefined,
  claim: {
    readonly signedBy: PartyId
    readonly amount: MinorUnits | undefined
    readonly lot: number
  },
): readonly PartyId[] {
  if (check === undefined) return []
  const { verifier, secondVerifier, samplePermille = 0, twoVerifiersAboveMinor } = check
  if (secondVerifier === undefined || verifier !== claim.signedBy) return [verifier]
  const isLarge =
    twoVerifiersAboveMinor !== undefined && (claim.amount ?? 0n) > BigInt(twoVerifiersAboveMinor)
  return isLarge || claim.lot < samplePermille ? [verifier, secondVerifier] : [verifier]
}
