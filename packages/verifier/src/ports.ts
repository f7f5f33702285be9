import type { CredentialHandle, Receipt } from '@evenkeel/kernel'

/** What a check says of somebody. `unknown`: it cannot tell. */
export type JurisdictionAnswer = 'clear' | 'deny' | 'unknown'

/** What a check is told: ids, and what the policy puts out anyway; never a claim, and nobody's name. */
export interface JurisdictionQuestion {
  /** The place of the overlay, an ISO 3166 code. */
  readonly jurisdiction: string
  readonly policyId: string
  readonly handle: CredentialHandle
  readonly outputs: Receipt['outputs']
}

/**
 * Somebody outside who has to be asked about everybody of a place: a regulator, a screening service. It may be asked again about the same person
 * and must then say the same as long as nothing changed. It has until `deadlineMs`, a reading of the monotonic clock; what comes later counts for
 * nothing, but the promise must settle soon after, for it takes one of JURISDICTION_CHECKS_AT_A_TIME places until it has. It rejects only with
 * an error that has a `code`, when the outside cannot be reached; that is the answer `unknown`. It keeps nothing of the question beyond what the
 * law that asks for it demands.
 */
export interface JurisdictionCheck {
  ask(question: JurisdictionQuestion, deadlineMs: number): Promise<JurisdictionAnswer>
}
