import type { NoteKey, PartyContext, PartyId } from '@evenkeel/kernel'

/** A log that a witness cosigns. */
export interface WitnessedLog {
  /** Its key; the name is the log's origin. */
  readonly key: NoteKey
  /**
   * The party whose log it is: the witness looks at it by itself and hands the cosignatures over. A log without one comes to the door, which is
   * closed to the others: a stranger who shows a witness a tree before the log offers it to all would keep a quorum from meeting.
   */
  readonly network?: PartyId
}

export interface WitnessConfig {
  /** The witness's name in its signatures: a URL without scheme, as `evenkeel.example/witness`. */
  readonly name: string
  readonly logs: readonly WitnessedLog[]
}

/** What the verbs of a witness work with. */
export interface WitnessDeps {
  readonly context: PartyContext
  readonly config: WitnessConfig
  /** The public key that its cosignatures are verified with. */
  readonly witnessKey: NoteKey
}
