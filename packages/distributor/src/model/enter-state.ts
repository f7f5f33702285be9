import { assert, type EpochMs, type ReasonCode } from '@evenkeel/kernel'
import { type Claim, isRefusedAtOnce } from './claim.ts'
import { assertTransition, type ClaimState, isTerminal } from './claim-states.ts'

/** What is to be handed to the ledger because of news. */
export type FollowUp = {
  readonly version: number
} & (
  | { readonly kind: 'reserve' | 'settle' | 'void'; readonly reason?: ReasonCode }
  | ({ readonly kind: 'cancel' } & VestingEnding)
)

/** On which grounds a vesting ends early, and where what is not due by then goes. */
export interface VestingEnding {
  readonly reason: ReasonCode
  readonly rest: 'forfeited' | 'pool'
  /** Hash of what it rests on, 64 hex digits. */
  readonly evidence: string
  /** What fell due from then on, while it waited, is part of the rest. */
  readonly dueBeforeMs?: EpochMs
}

export type Advance =
  | { readonly ok: true; readonly claim: Claim; readonly followUps: readonly FollowUp[] }
  | { readonly ok: false; readonly reason: ReasonCode }

/** The claim in its next state; throws unless the table has this transition. */
export function enter(claim: Claim, state: ClaimState, now: EpochMs, reason?: ReasonCode): Claim {
  assertTransition(claim.state, state)
  assert(
    claim.amount !== undefined || ['entered', 'held', 'refused'].includes(state),
    'a claim without an amount is in a window, held or refused',
  )
  assert(!isRefusedAtOnce(claim), 'a claim without a ticket never moves')
  return {
    ...claim,
    state,
    reason,
    wait: undefined,
    sinceMs: now,
    dueAtMs: isTerminal(state) ? undefined : claim.dueAtMs,
    history: [...claim.history, reason ? { state, atMs: now, reason } : { state, atMs: now }],
  }
}

/** News that was taken, with what follows from it. */
export function took(claim: Claim, ...followUps: readonly FollowUp[]): Advance {
  return { ok: true, claim, followUps }
}
