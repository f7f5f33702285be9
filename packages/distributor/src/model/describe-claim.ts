import {
  type CampaignId,
  type ClaimId,
  formatMinor,
  type ReasonCode,
  reasons,
} from '@evenkeel/kernel'
import type { Claim, HistoryEntry } from './claim.ts'
import { type ClaimState, isTerminal } from './claim-states.ts'
import { whatNext } from './explain-claim.ts'

/** A reason with words for the claimant. */
export interface ReasonInWords {
  readonly code: ReasonCode
  readonly words: string
}

/** What a claimant who has the claim's id may see. No personal data. */
export interface ClaimView {
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly state: ClaimState
  readonly reason?: ReasonInWords
  /** Something that needs attention without changing the state, such as a payment whose outcome is not known. */
  readonly concern?: ReasonInWords
  /** Minor units; absent for a claim that was refused at the door. */
  readonly amountMinor?: string
  readonly sinceMs: number
  readonly history: readonly HistoryEntry[]
  /** What happens next, and when it should have happened; absent when nothing will. */
  readonly next?: { readonly what: string; readonly byMs?: number }
  readonly appealable: boolean
  readonly railReceipt?: string
}

/** Describes a claim to the person whose it is. */
export function describeClaim(claim: Claim): ClaimView {
  const { claimId, campaignId, state, reason, concern, amount, railReceipt } = claim
  const what = whatNext(claim)
  const byMs = claim.wait?.untilMs ?? claim.dueAtMs
  return {
    claimId,
    campaignId,
    state,
    ...(reason === undefined ? {} : { reason: inWords(reason) }),
    ...(concern === undefined ? {} : { concern: inWords(concern) }),
    ...(amount === undefined ? {} : { amountMinor: formatMinor(amount) }),
    sinceMs: claim.sinceMs,
    history: claim.history,
    ...(what === undefined ? {} : { next: { what, ...(byMs === undefined ? {} : { byMs }) } }),
    appealable: reason !== undefined && isTerminal(state) && reasons[reason].appealable,
    ...(railReceipt === undefined ? {} : { railReceipt }),
  }
}

function inWords(code: ReasonCode): ReasonInWords {
  return { code, words: reasons[code].audience.claimant }
}
