import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  formatMinor,
  type PartyId,
  type ReasonCode,
} from '@evenkeel/kernel'
import { type Claim, isRefusedAtOnce } from './claim.ts'
import { type ClaimState, isTerminal } from './claim-states.ts'
import {
  type AppealAddresses,
  type AppealWay,
  appealNext,
  explainAppeal,
} from './explain-appeal.ts'
import { explainReason, type ReasonExplained } from './explain-reason.ts'
import type { RecoveryExplained } from './explain-recovery.ts'
import { explainVesting, type VestingExplained } from './explain-vesting.ts'
import type { GateReason } from './payment-gate.ts'
import type { PayoutChangeState } from './payout-change.ts'

/** One state that the claim was in. */
export interface ClaimStep {
  readonly state: ClaimState
  readonly atMs: number
  /** Milliseconds since the step before; 0 for the first. */
  readonly waitedMs: number
  readonly words: string
  readonly reason?: ReasonExplained
}

/** What has to happen next: nothing waits without a deadline and a default (H5). */
export interface NextStep {
  readonly what: string
  /** Why it waits at the payment gate, if it does. */
  readonly reason?: ReasonCode
  readonly from: PartyId
  /** When it should have happened, or is decided by the default. */
  readonly byMs: number
  /** What happens if it does not. */
  readonly byDefault: string
}

/** The whole story of a claim (E1), with words for the claimant and for the operator. No personal data. */
export interface ClaimExplanation {
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly campaignTitle: string
  readonly state: ClaimState
  /** Whether nothing more happens by itself. */
  readonly terminal: boolean
  /** Where the claim stands, in sentences. */
  readonly words: string
  readonly reason?: ReasonExplained
  /** Something that needs attention without changing the state. */
  readonly concern?: ReasonExplained
  readonly asset: { readonly code: string; readonly scale: number }
  /** Minor units; absent for a claim that was refused at the door. */
  readonly amountMinor?: string
  readonly sinceMs: number
  readonly steps: readonly ClaimStep[]
  readonly next?: NextStep
  /** Of a claim that is paid in parts. */
  readonly vesting?: VestingExplained
  readonly appeal: AppealWay
  /** What sending the claim again does. */
  readonly again: string
  readonly railReceipt?: string
  /** What became of the payment after what it rests on was revoked. */
  readonly recovery?: RecoveryExplained
  /** What of the payment was withheld for what the claimant owes from earlier campaigns; minor units. */
  readonly withheldMinor?: string
  /** The newest change of where later payments go. */
  readonly payoutChange?: {
    readonly state: PayoutChangeState
    readonly requestedAtMs: number
    /** Of two. */
    readonly confirmations: number
    /** When it lapses, or may apply at the earliest. */
    readonly dueAtMs?: number
    readonly words: string
  }
}

/** Whom a claim may wait for, and where appeals go. */
export interface ClaimCounterparties extends AppealAddresses {
  readonly distributor: PartyId
  readonly ledger: PartyId
  readonly governance: PartyId
}

const HAPPENED: Readonly<Record<ClaimState, string>> = {
  entered: 'Your claim has its place in the window.',
  accepted: 'Your claim was accepted.',
  held: 'Your claim is held until somebody decides about it.',
  reserved: 'Your amount was set aside.',
  settling: 'Your payment was ordered.',
  vesting: 'Your amount is yours and is paid in parts, as they fall due.',
  settled: 'You were paid.',
  refused: 'Your claim was refused.',
}

/** Tells a claim's story from what is stored: the same claim and rule give the same story, whenever it is told. */
export function explainClaim(
  claim: Claim,
  rule: CampaignRule,
  parties: ClaimCounterparties,
): ClaimExplanation {
  const { claimId, campaignId, state, amount, railReceipt } = claim
  const reason = claim.reason && explainReason(claim.reason)
  const concern = claim.concern && explainReason(claim.concern)
  const next = nextOf(claim, rule, parties)
  const vesting = explainVesting(claim, rule)
  const words = [HAPPENED[state], reason?.words, concern?.words, next?.what]
  return {
    claimId,
    campaignId,
    campaignTitle: rule.title,
    state,
    terminal: isTerminal(state) && next === undefined,
    words: words.filter((sentence) => sentence !== undefined).join(' '),
    ...(reason && { reason }),
    ...(concern && { concern }),
    asset: { code: rule.asset.code, scale: rule.asset.scale },
    ...(amount === undefined ? {} : { amountMinor: formatMinor(amount) }),
    sinceMs: claim.sinceMs,
    steps: stepsOf(claim),
    ...(next && { next }),
    ...(vesting && { vesting }),
    appeal: explainAppeal(claim, rule, parties),
    again: againOf(claim),
    ...(railReceipt === undefined ? {} : { railReceipt }),
  }
}

function stepsOf({ history }: Claim): readonly ClaimStep[] {
  return history.map(({ state, atMs, reason }, i) => ({
    state,
    atMs,
    // A wall clock may step back between two states.
    waitedMs: Math.max(0, atMs - (history[i - 1]?.atMs ?? atMs)),
    words: HAPPENED[state],
    ...(reason === undefined ? {} : { reason: explainReason(reason) }),
  }))
}

const ASKED_AGAIN =
  'Without an answer it is asked again, and an operator is told every hour; your amount stays yours meanwhile.'

function nextOf(
  claim: Claim,
  rule: CampaignRule,
  { distributor, ledger, governance }: ClaimCounterparties,
): NextStep | undefined {
  const byMs = claim.dueAtMs
  const what = whatNext(claim)
  if (byMs === undefined || what === undefined) return undefined
  if (claim.wait !== undefined) {
    const { reason, untilMs } = claim.wait
    // Whoever is asked answers to the distributor, which waits.
    return { what, reason, from: distributor, byMs: untilMs, byDefault: AT_GATE[reason].byDefault }
  }
  switch (claim.state) {
    case 'entered':
      return {
        what,
        from: distributor,
        byMs,
        byDefault: 'If it takes longer, an operator looks into it; your place stays yours.',
      }
    case 'accepted':
    case 'reserved':
      return { what, from: ledger, byMs, byDefault: ASKED_AGAIN }
    case 'held':
      return {
        what,
        from: governance,
        byMs,
        byDefault:
          rule.hold.byDefault === 'release'
            ? 'If nobody decides in time, the claim is paid.'
            : 'If nobody decides in time, the claim is refused, and you may appeal.',
      }
    case 'settling':
      return {
        what,
        from: ledger,
        byMs,
        byDefault:
          'If its arrival is not confirmed, an operator looks into it; the payment is never sent a second time.',
      }
    case 'vesting':
      return {
        what,
        from: ledger,
        byMs,
        byDefault: 'If a part is late, an operator looks into it; what has fallen due stays yours.',
      }
    case 'refused':
      return {
        what,
        from: governance,
        byMs,
        byDefault:
          rule.hold.byDefault === 'release'
            ? 'If nobody decides in time, the claim is paid; an appeal that comes too late is not heard.'
            : 'If nobody decides in time, or if your appeal comes too late, the refusal stays.',
      }
    case 'settled':
      return undefined
  }
}

/** What happens next to a claim; undefined when nothing does by itself. */
export function whatNext(claim: Claim): string | undefined {
  const { state } = claim
  if (state === 'settled') return undefined
  if (claim.wait !== undefined) return AT_GATE[claim.wait.reason].what
  return state === 'refused' ? appealNext(claim) : WHAT_NEXT[state]
}

/** What a claim waits for at the payment gate, and what happens when that does not come. */
const AT_GATE: Readonly<Record<GateReason, Pick<NextStep, 'what' | 'byDefault'>>> = {
  campaign_paused: {
    what: 'Nothing is paid while the campaign is paused.',
    byDefault: 'The pause lapses by itself, and your claim goes on.',
  },
  canary_running: {
    what: 'You are paid after the first group.',
    byDefault: 'Unless somebody pauses the campaign, your claim goes on.',
  },
  recheck_pending: {
    what: 'A verifier looks at your verification once more.',
    byDefault:
      'Without an answer a person decides about your claim, or the rule of the campaign does.',
  },
  verifier_on_hold: {
    what: 'The service that verified you may have been misused, so your next parts wait.',
    byDefault:
      'Unless people find that your claim has no ground, what has fallen due is paid then, and the rest as before.',
  },
}

const WHAT_NEXT: Readonly<Record<Exclude<ClaimState, 'settled' | 'refused'>, string>> = {
  entered: 'Your share is worked out once the window has closed, from all claims in it at once.',
  accepted: 'Your amount is being set aside.',
  held: 'A person decides about your claim; if nobody does in time, the rule of the campaign decides.',
  reserved: 'Your amount is set aside, and its payment is being ordered.',
  settling: 'Your payment is on its way.',
  vesting: 'Your next part is paid when it has fallen due.',
}

function againOf(claim: Claim): string {
  if (claim.state !== 'refused') {
    return 'Sending the same claim again is safe: it gets the same ticket and is paid once.'
  }
  return isRefusedAtOnce(claim)
    ? 'The same claim always gets this answer. After a new verification you may claim again, if the reason no longer holds.'
    : 'The same claim always gets this answer, and so does a new one by the same person: only an appeal can change it.'
}
