/** How badly the world behaves. Delays in virtual milliseconds, chances per thousand. */
export interface Faults {
  /** Longest wait for one statement, commit, signature or computation. */
  readonly workMsMax: number
  /** Chance that one of them meets a slow disk, and how long that takes at most. */
  readonly stallPerMille: number
  readonly stallMsMax: number
  /** Each link has its own usual delay between these; each message takes one to two times that. */
  readonly linkMsMin: number
  readonly linkMsMax: number
  /** Chance of a message that takes much longer and so is overtaken. */
  readonly slowPerMille: number
  readonly requestLossPerMille: number
  /** The answer is lost after the effect. */
  readonly answerLossPerMille: number
  readonly duplicatePerMille: number
  /** Chance that a document comes from a cache which still holds an older copy. */
  readonly staleCopyPerMille: number
  /** Chance that a party dies within or soon after one of its transactions, and how long it then stays down at most. */
  readonly crashPerMille: number
  readonly downMsMax: number
  /** How far a party's wall clock may be off, either way; drawn anew at each restart. */
  readonly clockOffsetMsMax: number
  /** How far its rate may be off, either way, in parts per million. */
  readonly clockDriftPpmMax: number
}

/** A network and machines on a good day: nothing is lost, everything takes a little while. */
export const calmFaults: Faults = {
  workMsMax: 1,
  stallPerMille: 0,
  stallMsMax: 0,
  linkMsMin: 1,
  linkMsMax: 20,
  slowPerMille: 0,
  requestLossPerMille: 0,
  answerLossPerMille: 0,
  duplicatePerMille: 0,
  staleCopyPerMille: 0,
  crashPerMille: 0,
  downMsMax: 0,
  clockOffsetMsMax: 0,
  clockDriftPpmMax: 0,
}

/** A bad day: a fifth of all exchanges fails in one way or another. */
export const roughFaults: Faults = {
  workMsMax: 3,
  stallPerMille: 5,
  stallMsMax: 500,
  linkMsMin: 1,
  linkMsMax: 50,
  slowPerMille: 50,
  requestLossPerMille: 80,
  answerLossPerMille: 80,
  duplicatePerMille: 80,
  staleCopyPerMille: 100,
  crashPerMille: 100,
  downMsMax: 2_000,
  clockOffsetMsMax: 5_000,
  clockDriftPpmMax: 200,
}
