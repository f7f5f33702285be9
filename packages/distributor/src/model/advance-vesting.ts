import { assert, type EpochMs, type MinorUnits, type ReasonCode } from '@evenkeel/kernel'
import type { Claim, VestingProgress } from './claim.ts'
import { isTerminal } from './claim-states.ts'
import { type Advance, enter, type FollowUp, took, type VestingEnding } from './enter-state.ts'

/** What is said about a claim that is paid in parts. `version` is the transfer's; `dueAtMs` is when the next part should have been paid. */
export type VestingNews =
  | { readonly news: 'vesting_began'; readonly version: number; readonly dueAtMs: EpochMs }
  | {
      readonly news: 'release_paid'
      readonly version: number
      readonly number: number
      readonly amount: MinorUnits
      readonly dueAtMs?: EpochMs
    }
  | { readonly news: 'release_unknown'; readonly version: number; readonly number: number }
  /** Two people have ended it, from that time on. */
  | { readonly news: 'cancel_announced'; readonly atMs: EpochMs }
  | { readonly news: 'cancel_withdrawn' }
  /** It ends now: the ledger is told, and says what it comes to. */
  | ({ readonly news: 'cancelled' } & VestingEnding)
  | { readonly news: 'cancel_refused'; readonly reason: ReasonCode }
  | { readonly news: 'vesting_ended'; readonly version: number; readonly kept: MinorUnits }

const NONE: VestingProgress = { paid: 0n as MinorUnits, payments: 0 }

/**
 * Applies news about a vesting. What was paid and what a cancellation kept may arrive in any order: the claim ends when the one is the other, or the
 * whole amount. Each release is told once. Reasons for not taking news: transfer_unknown, transfer_conflict (more than the claim's amount),
 * case_transition_not_allowed (nothing vests that could be cancelled).
 */
export function advanceVesting(claim: Claim, news: VestingNews, now: EpochMs): Advance {
  const progress = claim.vesting ?? NONE
  switch (news.news) {
    case 'vesting_began':
      return claim.state === 'reserved'
        ? begin({ ...claim, dueAtMs: news.dueAtMs }, now)
        : took(claim)
    case 'release_paid': {
      if (!isVesting(claim, news.version)) return { ok: false, reason: 'transfer_unknown' }
      const paid = (progress.paid + news.amount) as MinorUnits
      if (paid > limitOf(claim)) return { ok: false, reason: 'transfer_conflict' }
      const unknown = without(progress.unknown, news.number)
      const after = {
        ...claim,
        dueAtMs: news.dueAtMs ?? claim.dueAtMs,
        concern: unknown.length > 0 ? claim.concern : undefined,
        vesting: { ...progress, paid, payments: progress.payments + 1, unknown },
      }
      return finish(begin(after, now), now)
    }
    case 'release_unknown': {
      if (!isVesting(claim, news.version)) return { ok: false, reason: 'transfer_unknown' }
      const unknown = [...without(progress.unknown, news.number), news.number]
      return begin({ ...claim, concern: 'payment_unknown', vesting: { ...progress, unknown } }, now)
    }
    case 'cancel_announced':
      return took({ ...claim, vesting: { ...progress, endsAtMs: news.atMs } })
    case 'cancel_withdrawn': {
      const { endsAtMs: _, ...before } = progress
      return took({ ...claim, vesting: before })
    }
    case 'cancelled':
      return cancelled(claim, news)
    case 'cancel_refused':
      return took({ ...claim, concern: news.reason })
    case 'vesting_ended': {
      // Also of one that was paid to its end before the ledger heard of the cancellation.
      const isOver = isTerminal(claim.state) && progress.paid === news.kept
      if (progress.kept !== undefined || isOver) return took(claim)
      if (!isVesting(claim, news.version)) return { ok: false, reason: 'transfer_unknown' }
      return finish(begin({ ...claim, vesting: { ...progress, kept: news.kept } }, now), now)
    }
  }
}

/** Once, and the first grounds stand. Before the ledger holds the amount there is nothing to cancel there: it is told as soon as there is. */
function cancelled(
  claim: Claim,
  { news: _, ...ending }: VestingNews & { readonly news: 'cancelled' },
): Advance {
  const progress = claim.vesting ?? NONE
  if (progress.ending !== undefined || progress.kept !== undefined) return took(claim)
  if (claim.state !== 'vesting' && claim.state !== 'reserved') {
    return { ok: false, reason: 'case_transition_not_allowed' }
  }
  const after = { ...claim, vesting: { ...progress, ending } }
  return claim.state === 'vesting' ? took(after, ...cancelOf(after)) : took(after)
}

function begin(claim: Claim, now: EpochMs): Advance {
  if (claim.state === 'vesting') return took(claim)
  return took(enter(claim, 'vesting', now), ...cancelOf(claim))
}

function cancelOf({ vesting, transferVersion: version }: Claim): readonly FollowUp[] {
  return vesting?.ending === undefined ? [] : [{ kind: 'cancel', version, ...vesting.ending }]
}

/** Of a claim that was told to be paid less, its amount is what it was paid. Whoever was paid nothing is refused. */
function finish(advance: Advance, now: EpochMs): Advance {
  if (!advance.ok) return advance
  const { claim } = advance
  const { paid, kept, ending } = claim.vesting ?? NONE
  assert(paid <= limitOf(claim), 'no more is paid than there is')
  if (paid < limitOf(claim)) return advance
  if (kept === undefined || kept === claim.amount) return took(enter(claim, 'settled', now))
  const reason = ending?.reason ?? 'vesting_cancelled'
  if (kept > 0n) return took(enter({ ...claim, amount: kept }, 'settled', now, reason))
  return took(enter({ ...claim, returnedVersion: claim.transferVersion }, 'refused', now, reason))
}

function limitOf({ amount, vesting }: Claim): bigint {
  return vesting?.kept ?? amount ?? 0n
}

function isVesting(claim: Claim, version: number): boolean {
  return (
    version === claim.transferVersion && (claim.state === 'reserved' || claim.state === 'vesting')
  )
}

function without(numbers: readonly number[] | undefined, number: number): readonly number[] {
  return (numbers ?? []).filter((one) => one !== number)
}
