import type {
  Accreditation,
  CredentialHandle,
  EpochMs,
  PartyId,
  PendingAct,
  Policy,
  ReasonCode,
} from '@evenkeel/kernel'
import type { JurisdictionAnswer } from '../ports.ts'

/** Everything that a verdict is a function of (S7): kept, it replays byte for byte. JSON. */
export interface DecisionInput {
  readonly verifier: PartyId
  readonly presentation: string
  readonly policy: Policy
  /** What is at stake, in minor units, when that is known: the policy's ladder asks. */
  readonly valueMinor?: string
  /** What the key binding JWT must name. */
  readonly audience: string
  readonly nonce: string
  /** The transaction that it must approve, as it was sent. */
  readonly transactionData?: string
  readonly nowMs: EpochMs
  readonly clockBoundMs: number
  readonly presentationAgeMsMax: number
  readonly accreditation: Gathered<AccreditationEvidence>
  readonly status: Gathered<StatusEvidence>
  readonly nonceState: 'fresh' | 'replayed' | Unrecorded
  /** The log that heads have to be in; absent when the verifier asks none. */
  readonly log?: LogTerms
  readonly handle?: CredentialHandle
  /** What the checks of the policy's overlays answered; absent when none was asked. */
  readonly overlays?: readonly OverlayAnswer[]
  /** Why nobody looked at the presentation, if nobody did. */
  readonly unexamined?: ReasonCode
}

/**
 * Why the store took no note of the nonce: the presentation may be a replay. `status_rolled_back`: the store has newer evidence by now, from
 * another process of this verifier. `deadline_passed` also when the store was not asked, because the deadline left the evidence incomplete.
 */
export type Unrecorded = Extract<
  ReasonCode,
  | 'queue_full'
  | 'deadline_passed'
  | 'store_unavailable'
  | 'compute_unavailable'
  | 'status_rolled_back'
>

/** What became of asking one check about one person. Times by this verifier's clock, in milliseconds. */
export interface OverlayAnswer {
  readonly jurisdiction: string
  readonly check: string
  /** `late`: nothing came within the overlay's budget. */
  readonly answer: JurisdictionAnswer | 'late'
  readonly askedAtMs: EpochMs
  readonly answeredAtMs?: EpochMs
}

/** The newest evidence held, usable or not, and why no newer one could be had when one was sought. */
export interface Gathered<E> {
  readonly evidence?: E
  readonly failure?: ReasonCode
}

/** Where a head has to be seen by witnesses, and how soon (S8). */
export interface LogTerms {
  /** The log's name. */
  readonly origin: string
  /** M: how long after its signature, in milliseconds. */
  readonly mergeDelayMs: number
}

/** How far the log has vouched for the heads of a scope. */
export interface ProofState {
  /** By the quorum's time, in milliseconds; absent while the log has not shown the head that is used. */
  readonly witnessedAtMs?: number
  /** When the oldest head was signed that was used for the scope and that the log has not shown; milliseconds. */
  readonly unprovenSinceMs?: number
}

/** A signed and leased document that evidence was taken from. Times in milliseconds. */
export interface LeasedEvidence extends ProofState {
  readonly source: string
  readonly seq: number
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly observedAtMs: number
  /** SHA-256 of the document's bytes, hex. */
  readonly documentHash: string
}

/** What the list says of the issuer: neither record nor anything announced when it is not in it. */
export interface AccreditationEvidence extends LeasedEvidence, Accreditation {}

export interface StatusEvidence extends LeasedEvidence {
  /** What the bits say. */
  readonly value: number | 'out_of_range'
  /** What the head announces for this entry, in the order of T; absent in plain lists, which announce nothing. */
  readonly pending?: readonly PendingAct[]
  /** How often its publisher makes a head without being asked, in milliseconds; absent in plain lists. */
  readonly periodMs?: number
}
