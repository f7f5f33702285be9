import type { CaseOpening, EpochMs, ReasonCode } from '@evenkeel/kernel'
import type { CaseState } from './transition-table.ts'

export type Decision = 'release' | 'refuse'

/** `decidedBy` of a decision that nobody took in time. */
export const DEFAULT_DECIDER = 'default'

/** One case as it stands. */
export interface CaseRecord {
  readonly opening: CaseOpening
  readonly openedAtMs: EpochMs
  readonly state: CaseState
  /** Counts the acts: whoever acts names the version that they saw (G4). */
  readonly version: number
  /** Counts the decisions; an appeal may replace the first. */
  readonly decisions: number
  readonly decision: Decision | undefined
  readonly decidedBy: string | undefined
  readonly decidedAtMs: EpochMs | undefined
  readonly appealedBy: string | undefined
  /** The newest decision that the opener acknowledged or refused; 0 before. */
  readonly answered: number
  /** Why the opener refused the decision in `answered`, if it did. */
  readonly answerReason: ReasonCode | undefined
  /** SHA-256 of the newest logged body of this case, hex: the next one's `prev`. */
  readonly bodyHash: string
}
