import type { CredentialHandle, EpochMs, PartyId } from '../ids.ts'
import type { ReasonCode } from '../reasons/registry.ts'

/** *Undetermined* is the verifier's own trouble; it is never shown as rejection and never silently as acceptance. */
export type Outcome = 'accepted' | 'rejected' | 'undetermined'

/** The checks of a verdict, in the order in which they run and are listed. */
export type CheckName =
  | 'format'
  | 'accreditation'
  | 'signature'
  | 'validity'
  | 'type'
  | 'holder_binding'
  | 'status'
  | 'rule'
  | 'condition'
  | 'overlay'
  | 'witness'

export type CheckResult =
  | { readonly result: 'ok' }
  | { readonly result: 'failed'; readonly reason: ReasonCode }
  | { readonly result: 'unknown'; readonly reason: ReasonCode }
  | { readonly result: 'skipped'; readonly because: string }

/** One check that ran or was skipped, with what it rests on. */
export type Check = { readonly check: CheckName; readonly evidence?: Evidence } & CheckResult

/** What a check rests on and how old that is. All times in milliseconds, ages on the verifier's clock. */
export interface Evidence {
  readonly kind:
    | 'signature'
    | 'holder_binding'
    | 'validity'
    | 'status'
    | 'accreditation'
    | 'rule'
    | 'overlay'
    | 'witness'
  /** Where it came from: a URL, a key id, a policy id, or an overlay's place and check. */
  readonly source: string
  /** Sequence within the source's scope: for a status token its `iat`, for the accreditation list its `seq`. */
  readonly seq?: number
  readonly issuedAtMs?: number
  readonly observedAtMs?: number
  readonly ageMs?: number
  /** The age beyond which it would not have been used. */
  readonly boundMs?: number
  /** The ground that an overlay gives. */
  readonly ground?: string
}

/**
 * The decisive part of a verification (DESIGN §4): a pure function of (credential bytes, horizon, time, policy), hashed into the receipt.
 * Timings are apart, in `Timings`.
 */
export interface Verdict {
  readonly v: 1
  readonly outcome: Outcome
  /** The first failed check's reason, else the first unknown one's; absent when accepted. */
  readonly reason?: ReasonCode
  readonly verifier: PartyId
  readonly decidedAtMs: EpochMs
  readonly policyId: string
  readonly policyHash: string
  /** SHA-256 of the presented bytes, hex. */
  readonly presentationHash: string
  readonly handle?: CredentialHandle
  readonly checks: readonly Check[]
  /** Scope to seq of every head that was used, one consistent cut (S7). */
  readonly horizon: Readonly<Record<string, number>>
  /** When an announced act will end this verdict. */
  readonly endsAtMs?: number
  /** What the verifier did without, in words of the brown-out order. */
  readonly degradations: readonly string[]
  /** What the policy declares, computed from disclosed claims; never raw claim values that it does not declare. */
  readonly outputs: Readonly<Record<string, string | number | boolean>>
}

/** Milliseconds per stage; not part of the hash. */
export type Timings = Readonly<Record<string, number>>
