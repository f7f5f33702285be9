import {
  assert,
  type CampaignId,
  type ClaimId,
  type ClawbackTerms,
  type EpochMs,
  epochMs,
  finalAfterMs,
  type LossBearer,
  type LossCause,
  type MinorUnits,
  type ReasonCode,
  type RecoveryWay,
  type TransferId,
} from '@evenkeel/kernel'
import type { Claim } from './claim.ts'

/**
 * The life of what a payment became when its ground was gone.
 *
 *     paying ──▶ in_case ──▶ posting ──▶ owed ──▶ ending ──▶ written_off, dismissed
 *        │          │           │         └─────────────────▶ recovered
 *        └──────────┴──▶ kept   └──▶ waived
 */
export type ReceivableState =
  /** Revoked while the payment was on its way, which cannot be called back: it waits for the outcome. */
  | 'paying'
  /** A case decides whether it is owed. */
  | 'in_case'
  /** The ledger was told. */
  | 'posting'
  | 'owed'
  /** The ledger was told that what is open is given up, or was never owed. */
  | 'ending'
  /** The payment stands: the case said so, or there was none. */
  | 'kept'
  /** The campaign bears the loss. */
  | 'waived'
  | 'recovered'
  | 'written_off'
  | 'dismissed'

/** What is owed, or may be, for one payment. */
export interface Receivable {
  readonly transferId: TransferId
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly cause: LossCause
  readonly debtor: LossBearer
  /** SHA-256 of what showed it, hex. */
  readonly evidence: string
  readonly state: ReceivableState
  /** What was paid. */
  readonly amount: MinorUnits
  /** What came back or is on its way back. */
  readonly taken: MinorUnits
  /** What came back for certain. */
  readonly recovered: MinorUnits
  readonly sinceMs: EpochMs
  /** When the state's default happens by itself; undefined where another party's answer is awaited, or nothing. */
  readonly dueAtMs: EpochMs | undefined
  /** The version of the case's decision in force; 0 before. */
  readonly decisionVersion: number
  readonly decision: 'release' | 'refuse' | undefined
  readonly decidedAtMs: EpochMs | undefined
  /** The claimant's appeal was handed to governance. */
  readonly appealedAtMs: EpochMs | undefined
  /** Something for a person on call. */
  readonly concern: ReasonCode | undefined
}

export type ReceivableNews =
  /** All that was paid, of a claim that is paid in parts perhaps less than was promised. */
  | { readonly news: 'paid'; readonly amount: MinorUnits }
  | { readonly news: 'not_paid' }
  | {
      readonly news: 'decided'
      readonly version: number
      readonly decision: 'release' | 'refuse'
      readonly decidedAtMs: EpochMs
    }
  | { readonly news: 'claw_back_acknowledged' }
  | { readonly news: 'claw_back_refused'; readonly reason: ReasonCode }
  | { readonly news: 'taken'; readonly amount: MinorUnits }
  | { readonly news: 'came_back'; readonly amount: MinorUnits }
  | { readonly news: 'did_not_come'; readonly amount: MinorUnits }
  | { readonly news: 'ended'; readonly how: 'written_off' | 'dismissed' }
  | { readonly news: 'end_refused'; readonly reason: ReasonCode }
  | { readonly news: 'due' }
  | { readonly news: 'appealed' }
  | { readonly news: 'appeal_not_taken'; readonly reason: ReasonCode }

/** What is to be handed over because of it. */
export type ReceivableFollowUp =
  | { readonly kind: 'open-case' }
  | { readonly kind: 'claw-back' }
  | { readonly kind: 'end'; readonly how: RecoveryWay & ('written_off' | 'dismissed') }

export interface ReceivableAdvance {
  readonly receivable: Receivable
  readonly followUp?: ReceivableFollowUp
}

const NOTHING = 0n as MinorUnits

/** What a claim that has ended was paid. */
export function paidMinor({ amount, vesting }: Claim): MinorUnits {
  return vesting?.paid ?? amount ?? NOTHING
}

/** Whether it was opened for a payment that never came. */
export function isMoot({ state, amount }: Receivable): boolean {
  return state === 'kept' && amount === NOTHING
}

/** What is owed still and not on its way back. */
export function openMinor({ amount, taken }: Receivable): MinorUnits {
  return (amount - taken) as MinorUnits
}

/** Whether something may be taken for it at `now`: only when the decision is final. */
export function isCollectable(receivable: Receivable, terms: ClawbackTerms, now: EpochMs): boolean {
  const { state, decisionVersion, decision, decidedAtMs } = receivable
  if (state !== 'owed' || decision !== 'refuse' || decidedAtMs === undefined) return false
  return decisionVersion > 1 || now >= decidedAtMs + finalAfterMs(terms)
}

/**
 * Applies news to a receivable: the only place where one changes. News that comes twice or too late changes nothing. `terms` are those of its
 * campaign; undefined where it has none, and then nobody ever owes.
 */
export function advanceReceivable(
  receivable: Receivable,
  news: ReceivableNews,
  terms: ClawbackTerms | undefined,
  now: EpochMs,
): ReceivableAdvance {
  const { state } = receivable
  switch (news.news) {
    case 'paid':
      if (state !== 'paying') return { receivable }
      return beginRecovery({ ...receivable, amount: news.amount }, now)
    case 'not_paid':
      if (state !== 'paying') return { receivable }
      return { receivable: enter({ ...receivable, amount: NOTHING }, 'kept', now) }
    case 'decided':
      return decided(receivable, news, now)
    case 'claw_back_acknowledged':
      return posted(receivable, terms, now)
    case 'claw_back_refused':
    case 'end_refused':
    case 'appeal_not_taken':
      return { receivable: { ...receivable, concern: news.reason } }
    case 'taken':
      assert(news.amount <= openMinor(receivable), 'no more is taken than is owed')
      return { receivable: { ...receivable, taken: add(receivable.taken, news.amount) } }
    case 'came_back': {
      const recovered = add(receivable.recovered, news.amount)
      const after = { ...receivable, recovered }
      if (recovered === receivable.amount) return { receivable: enter(after, 'recovered', now) }
      return after.decision === 'release' ? dismiss(after, now) : { receivable: after }
    }
    case 'did_not_come': {
      const after = { ...receivable, taken: add(receivable.taken, -news.amount) }
      return after.decision === 'release' ? dismiss(after, now) : { receivable: after }
    }
    case 'ended':
      return { receivable: state === 'ending' ? enter(receivable, news.how, now) : receivable }
    case 'due':
      return writeOff(receivable, now)
    case 'appealed':
      return { receivable: { ...receivable, appealedAtMs: now } }
  }
}

/** A payment whose ground is gone: who bears the loss decides whether there is a case about it. */
export function beginRecovery(receivable: Receivable, now: EpochMs): ReceivableAdvance {
  if (receivable.debtor === 'programme') {
    return { receivable: enter(receivable, 'posting', now), followUp: { kind: 'claw-back' } }
  }
  return { receivable: enter(receivable, 'in_case', now), followUp: { kind: 'open-case' } }
}

function decided(
  before: Receivable,
  { version, decision, decidedAtMs }: ReceivableNews & { readonly news: 'decided' },
  now: EpochMs,
): ReceivableAdvance {
  const { state } = before
  if (version <= before.decisionVersion) return { receivable: before }
  const receivable = { ...before, decisionVersion: version, decision, decidedAtMs }
  if (decision === 'refuse') {
    if (state !== 'in_case' && state !== 'kept') return { receivable }
    return { receivable: enter(receivable, 'posting', now), followUp: { kind: 'claw-back' } }
  }
  if (state === 'in_case') return { receivable: enter(receivable, 'kept', now) }
  // While it is being posted the answer to that brings the rest.
  return dismiss(receivable, now)
}

function posted(
  before: Receivable,
  terms: ClawbackTerms | undefined,
  now: EpochMs,
): ReceivableAdvance {
  if (before.state !== 'posting') return { receivable: before }
  if (before.debtor === 'programme') return { receivable: enter(before, 'waived', now) }
  assert(terms !== undefined, 'somebody owes only under the terms of a rule')
  const owed = enter(before, 'owed', now)
  if (before.decision === 'release') return dismiss(owed, now)
  return { receivable: { ...owed, dueAtMs: epochMs(now + terms.writeOffAfterMs) } }
}

/** An appeal found that nothing was owed. What is on its way back is waited for, and people have to give back what came. */
function dismiss(receivable: Receivable, now: EpochMs): ReceivableAdvance {
  const { state, taken, recovered } = receivable
  const concern = taken > 0n ? 'recovered_in_error' : receivable.concern
  if (state !== 'owed' || taken !== recovered) return { receivable: { ...receivable, concern } }
  const ending = { ...enter(receivable, 'ending', now), concern }
  return { receivable: ending, followUp: { kind: 'end', how: 'dismissed' } }
}

/** So long after the decision the campaign gives up what is open. What is on its way back is waited for. */
function writeOff(receivable: Receivable, now: EpochMs): ReceivableAdvance {
  const { state, dueAtMs, taken, recovered } = receivable
  if (state !== 'owed' || dueAtMs === undefined || dueAtMs > now || taken !== recovered) {
    return { receivable }
  }
  return {
    receivable: enter(receivable, 'ending', now),
    followUp: { kind: 'end', how: 'written_off' },
  }
}

function enter(receivable: Receivable, state: ReceivableState, now: EpochMs): Receivable {
  return { ...receivable, state, sinceMs: now, dueAtMs: undefined }
}

function add(sum: MinorUnits, amount: bigint): MinorUnits {
  const after = sum + amount
  assert(after >= 0n, 'nothing is given back that was not taken')
  return after as MinorUnits
}
