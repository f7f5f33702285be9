import type { CampaignId, ClaimSubmission, Policy, ReasonCode, Verdict } from '@evenkeel/kernel'
import { PRESENTATION_ATTEMPTS_MAX } from '../limits.ts'

export type PresentationFlow = 'same-device' | 'cross-device'
export type ResponseMode = 'direct_post' | 'direct_post.jwt'

/** What a presentation is asked for: a claim's receipt, or a verdict under a policy of the caller's. */
export type PresentationPurpose =
  | { readonly campaignId: CampaignId; readonly transactionData: string }
  | { readonly policy: Policy }

/** What was asked, as it is kept sealed. */
export interface SessionRequest {
  readonly purpose: PresentationPurpose
  readonly flow: PresentationFlow
  readonly responseMode: ResponseMode
  readonly nonce: string
  /** Where a same-device wallet sends the person back. */
  readonly redirectUri?: string
}

/** What the presentation gave, as it is kept sealed. */
export interface SessionResult {
  readonly verdict: Verdict
  /** Compact. */
  readonly receipt?: string
  /** Ready for the distributor, when the verdict is worth a claim. */
  readonly submission?: ClaimSubmission
}

/**
 * `answered` is final: a presentation that its holder signed for this session has decided it. `declined` is what somebody said who saw the
 * request, so an answer still replaces it.
 */
export type SessionState = 'pending' | 'declined' | 'answered'

export interface Session {
  /** The request id. */
  readonly id: string
  readonly expiresAtMs: number
  readonly state: SessionState
  /** Answers so far that did not count. */
  readonly attempts: number
  /** Reason of the last of them, or the wallet's error code of a declined one. */
  readonly lastReason?: string
  /** SHA-256 of the presentation that decided, hex. */
  readonly answerHash?: string
  readonly request: SessionRequest
  readonly result?: SessionResult
}

/** Why a session takes no more answers, if it does not. */
export function endOf(
  { state, expiresAtMs, attempts }: Session,
  nowMs: number,
): ReasonCode | undefined {
  if (state === 'answered') return 'presentation_answered'
  if (nowMs >= expiresAtMs) return 'presentation_expired'
  return attempts >= PRESENTATION_ATTEMPTS_MAX ? 'presentation_attempts_exhausted' : undefined
}
