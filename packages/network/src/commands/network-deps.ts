import type { NoteKey, PartyContext, PartyId } from '@evenkeel/kernel'

export interface NetworkConfig {
  /** The party whose acts make accreditations. */
  readonly authority: PartyId
  /** Name of the log in its checkpoints: a URL without scheme, as `evenkeel.example/log`. */
  readonly logOrigin: string
  /** Merge delay M: a leaf is under a signed checkpoint this long after its acknowledgement. Milliseconds. */
  readonly mergeDelayMs: number
  /** Where verifiers fetch the accreditation list: its `sub`. */
  readonly accreditationListUrl: string
  /** How long a verifier may rely on one list. Milliseconds, at least LEASE_MS_MIN. */
  readonly accreditationLeaseMs: number
}

/** What the verbs of the network work with. */
export interface NetworkDeps {
  readonly context: PartyContext
  readonly config: NetworkConfig
  /** The public key that checkpoints are verified with. */
  readonly logKey: NoteKey
}
