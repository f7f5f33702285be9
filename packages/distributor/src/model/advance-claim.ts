import { assert, type EpochMs, epochMs, type MinorUnits, type ReasonCode } from '@evenkeel/kernel'
import { advanceVesting, type VestingNews } from './advance-vesting.ts'
import { type Claim, type ClaimAppeal, isEnded, isRefusedAtOnce, isReopenable } from './claim.ts'
import { isTerminal } from './claim-states.ts'
import { type Advance, enter, took } from './enter-state.ts'
import type { ClaimWait } from './payment-gate.ts'

/** What others said about a claim. `version` is the transfer's, except for a decision, whose version counts decisions. */
export type ClaimNews =
  | VestingNews
  | { readonly news: 'reserve_acknowledged'; readonly version: number }
  | { readonly news: 'reserve_refused'; readonly version: number; readonly reason: ReasonCode }
  | { readonly news: 'settle_acknowledged'; readonly version: number }
  | { readonly news: 'settle_refused'; readonly version: number; readonly reason: ReasonCode }
  | { readonly news: 'void_acknowledged'; readonly version: number }
  | { readonly news: 'void_refused'; readonly reason: ReasonCode }
  | { readonly news: 'payment_settled'; readonly version: number; readonly railReceipt: string }
  | { readonly news: 'payment_unknown'; readonly version: number }
  | {
      readonly news: 'decided'
      readonly version: number
      readonly decision: 'release' | 'refuse'
      /** When governance decided; undefined where it took no case and the rule's default decides. */
      readonly decidedAtMs: EpochMs | undefined
      /** Milliseconds from now until a released claim should be paid. */
      readonly budgetMs: number
    }
  /** By the window: a share, or nothing for a reason. It should be paid within `budgetMs`. */
  | {
      readonly news: 'allocated'
      readonly amount: MinorUnits
      readonly reason: ReasonCode
      readonly budgetMs: number
    }
  /** What the claim rests on was revoked. `ordered` says that its payment may have been ordered. */
  | { readonly news: 'taken_out'; readonly ordered: boolean }
  /** By the payment gate: the claim goes on later, or waits no more; or a person decides before `dueAtMs`. */
  | { readonly news: 'gate_waits'; readonly wait: ClaimWait | undefined }
  | { readonly news: 'gate_holds'; readonly reason: ReasonCode; readonly dueAtMs: EpochMs }
  /** By the claimant, who may; it is decided, or told to be late, before `dueAtMs`. */
  | { readonly news: 'appealed'; readonly dueAtMs: EpochMs }
  | { readonly news: 'appeal_acknowledged' }
  | { readonly news: 'appeal_refused'; readonly reason: ReasonCode }

/**
 * Applies news to a claim: the only place where a claim changes. Old news changes nothing, in whatever order it arrives. Reasons for not
 * taking news: case_transition_not_allowed (a refusal that comes after the payment was handed on), transfer_unknown, transfer_conflict.
 */
export function advanceClaim(claim: Claim, news: ClaimNews, now: EpochMs): Advance {
  switch (news.news) {
    case 'reserve_acknowledged':
      return reserveAcknowledged(claim, news.version, now)
    case 'reserve_refused': {
      if (news.version !== claim.transferVersion || !awaitsReserve(claim)) {
        return returned(claim, news.version)
      }
      const reason = news.reason === 'insufficient_funds' ? 'campaign_exhausted' : news.reason
      return took(enter({ ...claim, returnedVersion: news.version }, 'refused', now, reason))
    }
    case 'settle_acknowledged':
      return took(claim.state === 'reserved' ? enter(claim, 'settling', now) : claim)
    case 'settle_refused': {
      if (claim.state !== 'reserved' || news.version !== claim.transferVersion) return took(claim)
      const { reason, version } = news
      return took(enter(claim, 'refused', now, reason), { kind: 'void', version, reason })
    }
    case 'void_acknowledged':
      return returned(claim, news.version)
    case 'void_refused': {
      // What became of the amount is for a person to find out: until then nothing is asked for in its place.
      const concerned = { ...claim, concern: news.reason }
      const waits = claim.state === 'accepted' && !isAsked(claim)
      return took(waits ? enter(concerned, 'refused', now, news.reason) : concerned)
    }
    case 'payment_settled':
      return paymentSettled(claim, news.version, news.railReceipt, now)
    case 'payment_unknown':
      if (claim.state === 'settled') return took(claim)
      if (!awaitsPayment(claim, news.version)) return { ok: false, reason: 'transfer_unknown' }
      return took({ ...claim, concern: 'payment_unknown' })
    case 'decided':
      return decided(claim, news, now)
    case 'allocated':
      return allocated(claim, news, now)
    case 'taken_out':
      return takenOut(claim, news.ordered, now)
    case 'gate_waits':
      return took({ ...claim, wait: news.wait })
    case 'gate_holds':
      return gateHolds(claim, news, now)
    case 'vesting_began':
    case 'release_paid':
    case 'release_unknown':
    case 'cancel_announced':
    case 'cancel_withdrawn':
    case 'cancelled':
    case 'cancel_refused':
    case 'vesting_ended':
      return advanceVesting(claim, news, now)
    case 'appealed':
      assert(claim.state === 'refused', 'only a refusal is appealed')
      return took({ ...claim, appeal: { state: 'sent', sentAtMs: now }, dueAtMs: news.dueAtMs })
    case 'appeal_acknowledged':
      return took({ ...claim, appeal: { ...appealOf(claim), state: 'taken' } })
    case 'appeal_refused': {
      const { reason } = news
      const answered: Claim = {
        ...claim,
        appeal: { ...appealOf(claim), state: 'not_taken', reason },
      }
      return took(isTerminal(claim.state) ? { ...answered, dueAtMs: undefined } : answered)
    }
  }
}

function reserveAcknowledged(claim: Claim, version: number, now: EpochMs): Advance {
  const reserved = { ...claim, reservedVersion: version }
  // Nobody wants this amount any more: a decision came between asking and getting it.
  if (claim.state === 'refused' || version < claim.transferVersion) {
    const isPresent = version === claim.transferVersion
    const reason = (isPresent ? claim.reason : undefined) ?? 'handoff_recalled'
    return took(isPresent ? reserved : claim, { kind: 'void', version, reason })
  }
  if (claim.state !== 'accepted') return took(reserved)
  return took(enter(reserved, 'reserved', now), { kind: 'settle', version })
}

/** Nothing is held under this version any more: if the claim waits to ask for the next, it does so now. */
function returned(claim: Claim, version: number): Advance {
  if (version <= claim.returnedVersion) return took(claim)
  const next = claim.transferVersion
  const after = { ...claim, returnedVersion: version }
  if (version !== next - 1) return took(after)
  if (claim.state === 'accepted') return took(after, { kind: 'reserve', version: next })
  // Refused again before it was asked for.
  return took({ ...after, returnedVersion: next })
}

/** Whether the ledger was asked for the present version: not while it may still hold the one before, which might be all that is left. */
function isAsked(claim: Claim): boolean {
  return claim.returnedVersion >= claim.transferVersion - 1
}

function paymentSettled(claim: Claim, version: number, railReceipt: string, now: EpochMs): Advance {
  if (claim.state === 'settled') {
    // D5: one payment has exactly one rail receipt.
    return claim.railReceipt === railReceipt
      ? took(claim)
      : { ok: false, reason: 'transfer_conflict' }
  }
  if (!awaitsPayment(claim, version)) return { ok: false, reason: 'transfer_unknown' }
  return took({ ...enter(claim, 'settled', now), railReceipt, concern: undefined })
}

function decided(
  claim: Claim,
  news: ClaimNews & { readonly news: 'decided' },
  now: EpochMs,
): Advance {
  if (news.version <= claim.decisionVersion || isRefusedAtOnce(claim)) return took(claim)
  const informed = { ...claim, decisionVersion: news.version, decidedAtMs: news.decidedAtMs }
  const dueAtMs = epochMs(now + news.budgetMs)
  if (news.decision === 'refuse') return decidedToRefuse(informed, now)
  if (isEnded(claim)) return took({ ...informed, dueAtMs: undefined })
  if (claim.amount === undefined) {
    const waits = claim.state === 'held' || claim.state === 'refused'
    return took(waits ? enter({ ...informed, dueAtMs }, 'entered', now) : informed)
  }
  if (claim.state === 'held') {
    const released = { ...informed, dueAtMs }
    if (claim.reservedVersion !== claim.transferVersion) {
      return took(enter(released, 'accepted', now))
    }
    return took(enter(released, 'reserved', now), {
      kind: 'settle',
      version: claim.transferVersion,
    })
  }
  // Whoever is being paid or was paid is not paid again.
  if (claim.state !== 'refused') return took(informed)
  const version = claim.transferVersion + (isAsked(claim) ? 1 : 0)
  const again = { ...informed, dueAtMs, transferVersion: version, concern: undefined }
  const accepted = enter(again, 'accepted', now)
  return isAsked(again) ? took(accepted, { kind: 'reserve', version }) : took(accepted)
}

function decidedToRefuse(claim: Claim, now: EpochMs): Advance {
  if (claim.state === 'refused') return took({ ...claim, dueAtMs: undefined })
  if (claim.state !== 'entered' && !awaitsReserve(claim)) {
    return { ok: false, reason: 'case_transition_not_allowed' }
  }
  const reason = 'receipt_outcome_not_accepted'
  const refused = enter(claim, 'refused', now, reason)
  // A reserve that is not acknowledged yet is voided when it is: a void that overtakes it would find nothing.
  if (claim.reservedVersion !== claim.transferVersion) return took(refused)
  return took(refused, { kind: 'void', version: claim.transferVersion, reason })
}

/** A share, once. Who left the window since the entries were fixed has none, and the others keep theirs (D6). */
function allocated(
  claim: Claim,
  { amount, reason, budgetMs }: ClaimNews & { readonly news: 'allocated' },
  now: EpochMs,
): Advance {
  if (claim.state !== 'entered') return took(claim)
  if (amount === 0n) return took(enter(claim, 'refused', now, reason))
  const entitled = { ...claim, amount, dueAtMs: epochMs(now + budgetMs) }
  const version = claim.transferVersion
  return took(enter(entitled, 'accepted', now), { kind: 'reserve', version })
}

/**
 * Until the payment is ordered the amount goes back; after that it is a matter of what was paid, and nothing here changes. Who is refused has no
 * share to lose, but no appeal gives them one any more.
 */
function takenOut(claim: Claim, ordered: boolean, now: EpochMs): Advance {
  const reason = 'entitlement_ended'
  if (claim.reason === reason) return took(claim)
  if (isReopenable(claim)) return took({ ...claim, reason, reservedVersion: 0 })
  const isPaid = claim.state === 'settling' || claim.state === 'vesting'
  if (ordered || isPaid || isTerminal(claim.state)) {
    return { ok: false, reason: 'case_transition_not_allowed' }
  }
  const out = enter(claim, 'refused', now, reason)
  // A reserve that is not acknowledged yet is voided when it is.
  return claim.reservedVersion === claim.transferVersion
    ? took(out, { kind: 'void', version: claim.transferVersion, reason })
    : took(out)
}

/** A new case, whatever was decided in one before. What was ordered already is past the gate. */
function gateHolds(
  claim: Claim,
  { reason, dueAtMs }: ClaimNews & { readonly news: 'gate_holds' },
  now: EpochMs,
): Advance {
  if (claim.state !== 'entered' && claim.state !== 'reserved') return took(claim)
  const anew = { decisionVersion: 0, decidedAtMs: undefined, appeal: undefined }
  return took(enter({ ...claim, ...anew, dueAtMs }, 'held', now, reason))
}

function appealOf({ claimId, appeal }: Claim): ClaimAppeal {
  assert(appeal !== undefined, `${claimId} has an appeal that can be answered`)
  return appeal
}

function awaitsReserve(claim: Claim): boolean {
  return claim.state === 'accepted' || claim.state === 'held'
}

/** The ledger pays only what it was told to settle; anything else is no payment of this claim. */
function awaitsPayment(claim: Claim, version: number): boolean {
  const { state, amount } = claim
  // Of nothing nothing falls due: also where payments are made in parts it is paid at once.
  const isAwaited = state === 'reserved' || state === 'settling' || (state === 'vesting' && !amount)
  return version === claim.transferVersion && isAwaited
}
