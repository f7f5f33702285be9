import type {
  AccreditationRecord,
  CredentialHandle,
  EpochMs,
  PartyId,
  PendingAct,
  Policy,
  ReasonCode,
} from '@evenkeel/kernel'

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
  readonly handle?: CredentialHandle
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

/** The newest evidence held, usable or not, and why no newer one could be had when one was sought. */
export interface Gathered<E> {
  readonly evidence?: E
  readonly failure?: ReasonCode
}

/** A signed and leased document that evidence was taken from. Times in milliseconds. */
export interface LeasedEvidence {
  readonly source: string
  readonly seq: number
  readonly issuedAtMs: number
  readonly expiresAtMs: number
  readonly observedAtMs: number
  /** SHA-256 of the document's bytes, hex. */
  readonly documentHash: string
}

export interface AccreditationEvidence extends LeasedEvidence {
  /** The issuer's; absent when the list has none. */
  readonly record?: AccreditationRecord
}

export interface StatusEvidence extends LeasedEvidence {
  /** What the bits say. */
  readonly value: number | 'out_of_range'
  /** What the head announces for this entry, in the order of T; absent in plain lists, which announce nothing. */
  readonly pending?: readonly PendingAct[]
}
