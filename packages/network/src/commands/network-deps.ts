import type { LeaseRule, NoteKey, PartyContext, PartyId } from '@evenkeel/kernel'

export interface NetworkConfig {
  /** The party whose acts make accreditations. */
  readonly authority: PartyId
  /** Name of the log in its checkpoints: a URL without scheme, as `evenkeel.example/log`. */
  readonly logOrigin: string
  /** Merge delay M: a leaf is under a signed checkpoint this long after its acknowledgement. Milliseconds. */
  readonly mergeDelayMs: number
  /** Where verifiers fetch the accreditation list: its `sub`. */
  readonly accreditationListUrl: string
  /** The times of the list: how long it may be relied on, how often there is one, when announced acts count. */
  readonly accreditationRule: LeaseRule
  /** Who cosigns the log; nobody if absent. */
  readonly witnesses?: Witnesses
}

/** The witnesses of a log, and how many of them its readers ask for. */
export interface Witnesses {
  readonly keys: readonly NoteKey[]
  readonly quorum: number
}

/** What the verbs of the network work with. */
export interface NetworkDeps {
  readonly context: PartyContext
  readonly config: NetworkConfig
  /** The public key that checkpoints are verified with. */
  readonly logKey: NoteKey
}
