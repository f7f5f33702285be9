import type {
  CampaignId,
  ClaimId,
  CredentialHandle,
  EpochMs,
  MinorUnits,
  ReasonCode,
  ReceiptId,
} from '@evenkeel/kernel'
import type { ClaimState } from './claim-states.ts'
import type { VestingEnding } from './enter-state.ts'
import type { ClaimWait } from './payment-gate.ts'

/** A claim as it stands. */
export interface Claim {
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly receiptId: ReceiptId
  readonly handle: CredentialHandle
  readonly state: ClaimState
  /** Why it is held or refused. */
  readonly reason: ReasonCode | undefined
  /** What the rule gives; undefined without an entitlement, which in a batch window comes with the allocation. */
  readonly amount: MinorUnits | undefined
  readonly sinceMs: EpochMs
  /** When the journey should have ended (D9); undefined once it has. */
  readonly dueAtMs: EpochMs | undefined
  readonly history: readonly HistoryEntry[]
  /** Counts the reserves asked for: the first, and one more for each appeal that was granted. */
  readonly transferVersion: number
  /** The version whose reserve the ledger acknowledged; 0 before, and of a claim that was taken out after its refusal had given the reserve back. */
  readonly reservedVersion: number
  /** The newest version of which the ledger holds nothing: refused, or given back; 0 before. The next one is asked for only then. */
  readonly returnedVersion: number
  /** The version of the case's decision in force; 0 before. */
  readonly decisionVersion: number
  /** When governance took the decision in force, on its own clock: an appeal is heard for so long after it. */
  readonly decidedAtMs: EpochMs | undefined
  /** What became of the claimant's appeal; undefined while there is none. */
  readonly appeal: ClaimAppeal | undefined
  readonly railReceipt: string | undefined
  /** Something that a person on call should look at, while the state stays what it is. */
  readonly concern: ReasonCode | undefined
  /** Why it does not go on from the state that it is in, if it waits at the gate. */
  readonly wait: ClaimWait | undefined
  /** Of a claim that is paid in parts, once the first news of it has come. */
  readonly vesting?: VestingProgress | undefined
}

/** How far a claim that is paid in parts is. */
export interface VestingProgress {
  /** All payments that have arrived, and how many they are. */
  readonly paid: MinorUnits
  readonly payments: number
  /** Numbers of payments whose outcome is not known. */
  readonly unknown?: readonly number[]
  /** When what two people have announced ends it. */
  readonly endsAtMs?: EpochMs
  /** Why it ended early. */
  readonly ending?: VestingEnding
  /** What stays the claimant's of a vesting that ended early, paid or not. */
  readonly kept?: MinorUnits
}

/** Whether a claim was refused when it came: it has no ticket and no entitlement, and never moves. */
export function isRefusedAtOnce({ history }: Claim): boolean {
  return history[0]?.state === 'refused'
}

/** Refusals that no decision about a hold undoes. */
const ENDED: readonly (ReasonCode | undefined)[] = [
  'entitlement_ended',
  'vesting_cancelled',
  'vesting_forfeited',
]

/** Whether what it rests on was revoked, or its vesting ended: a hold is about the verification, and no decision about one changes that. */
export function isEnded({ reason }: Claim): boolean {
  return ENDED.includes(reason)
}

/** Whether a refusal may be undone yet: its case hears one appeal. */
export function isReopenable(claim: Claim): boolean {
  const { state, decisionVersion } = claim
  return state === 'refused' && holdsOf(claim) > 0 && decisionVersion < 2 && !isEnded(claim)
}

/** How often a person had to decide about it so far: each time is a case of its own. */
export function holdsOf({ history }: Claim): number {
  return history.filter(({ state }) => state === 'held').length
}

/** The claimant's appeal: with this party, taken by governance, or not taken, for a reason. That it was heard shows in the decision's version. */
export interface ClaimAppeal {
  readonly state: 'sent' | 'taken' | 'not_taken'
  readonly sentAtMs: EpochMs
  readonly reason?: ReasonCode
}

export interface HistoryEntry {
  readonly state: ClaimState
  readonly atMs: EpochMs
  readonly reason?: ReasonCode
}
