import type { PartyId } from '@evenkeel/kernel'
import type { Faults } from '../../faults.ts'

/** The verifiers that the rules name; the last one lies. */
export const VERIFIERS: readonly PartyId[] = [
  'verifier-a',
  'verifier-b',
  'verifier-liar',
] as PartyId[]
export const LIAR: PartyId = 'verifier-liar' as PartyId
/** Looks at receipts once more before they are paid. */
export const CHECKER: PartyId = 'verifier-a' as PartyId
/** P + L of the status lists that nobody publishes here. */
export const STATUS_DELAY_MS = 1_000
/** From the beginning until everybody comes; the campaigns are open long before. Virtual milliseconds, like everything here. */
export const BURST_AT_MS = 15_000
/** When batch windows close, from the beginning: long enough after the burst for everybody to knock once. */
export const CLOSES_AT_MS = 40_000
/** They wait so long without a refusal for lack of room, and so long at most. */
export const QUIET_MS = 1_000
export const EXTEND_MS_MAX = 1_000
/** Who knocked may come so long after the closing: as long as anybody is told to stay away. */
export const KNOCKS_MS = 35_000
/** From the closing, in which the closing is logged and the values of a draw are revealed. */
export const REVEAL_WITHIN_MS = 300_000
/** How far the clocks of the distributor's processes may be off, either way. */
export const CLOCK_ERROR_MS_MAX = 2_000

export const INSTANT = ['fixed', 'table', 'tiered'] as const
export const BATCH = ['equal', 'weighted', 'draw'] as const
export type CampaignName = (typeof INSTANT)[number] | (typeof BATCH)[number]

/** How somebody behaves who was refused for lack of room. */
export type Manner = 'obeys' | 'impatient' | 'exponential'

/** What else somebody does beside sending one claim with one good receipt. */
export type Trick =
  /** Comes with a second receipt, by the other verifier, at about the same time. */
  | 'second-receipt'
  /** Signs a second claim under the same receipt. */
  | 'other-body'
  | 'expired-receipt'
  /** The verifier could not tell: the claim is held. */
  | 'held'
  /** The same, and a person decides against it; its claimant appeals, and nobody answers that in time. */
  | 'contested'
  /** Comes when the batch window has closed. */
  | 'too-late'
  /** Comes when its tickets are fixed. */
  | 'far-too-late'

/** What whoever looks at somebody's receipt once more says, if the rule has it looked at. */
export type Recheck = 'good' | 'changed' | 'undetermined' | 'changed-late' | 'silent'

/** What a thief tries with what belongs to somebody. */
export type Attack = 'key' | 'payout' | 'campaign' | 'unnamed-verifier' | 'forged'

export interface PersonPlan {
  readonly number: number
  readonly campaign: CampaignName
  readonly verifier: PartyId
  /** After the burst began. */
  readonly arrivesMs: number
  readonly manner: Manner
  readonly budgetMs: number
  /** How often the claim is sent at once. */
  readonly sends: number
  /** The claim is sent once more so long after its ticket. */
  readonly again?: number
  readonly trick?: Trick
  readonly attack?: Attack
  readonly recheck: Recheck
  /** Where the person belongs: some windows give one place so much only. */
  readonly place: string
  readonly tier: 'low' | 'high'
  readonly weight: number
  /** The credential is revoked so long after the ticket, or once the shares of its window are known. */
  readonly takenOut?: { readonly afterMs: number } | 'after-allocation'
  /** Invented by the verifier that lies. */
  readonly isGhost: boolean
  /** Comes when the demand could be met by then: shows whether service is normal again. */
  readonly isNewcomer: boolean
}

/** A time in which the bottleneck stands still. After the burst began. */
export interface Stall {
  readonly fromMs: number
  readonly lastsMs: number
}

/** A process dies around its so-manieth transaction of a name. */
export interface Kill {
  readonly party: PartyId
  readonly transaction: string
  readonly nth: number
  readonly moment: 'before-commit' | 'after-commit'
  readonly downMs: number
}

export interface PressurePlan {
  /** On a calm day nothing fails but that too many come: then what they get can be compared with what was possible. */
  readonly isCalm: boolean
  /** Far more come for some seconds than can be served, and all obey. */
  readonly isStorm: boolean
  readonly faults: Faults
  /** Processes of each role. */
  readonly processes: number
  /** Of each distributor process, by number. */
  readonly clockErrorsMs: readonly number[]
  /** What one signature check takes at the bottleneck: two of them are a claim. */
  readonly checkMs: number
  readonly burstMs: number
  /** Shares of the fixed campaign that are missing for everybody to get one. */
  readonly sharesMissing: number
  /** For so long after the burst began no signature check comes to its end. */
  readonly stall?: Stall
  /** Claims, and shares of the fixed campaign, that are given on one verifier's word. */
  readonly perVerifierMax: number
  readonly people: readonly PersonPlan[]
  readonly kills: readonly Kill[]
  /** Campaigns whose receipts are looked at once more before they are paid. */
  readonly checked: readonly CampaignName[]
  /** Each place gets so much of a batch window only. */
  readonly isLimited: boolean
  /** Of the tiered campaign some are paid first. */
  readonly isCanary: boolean
  /** So long after the burst began two people hold the verifier that lies. */
  readonly heldAfterMs?: number
  /** One of the parties to a draw never says what it has committed to: nobody wins. */
  readonly isSilent: boolean
  /** The ledger is out of the distributor's reach. */
  readonly cut?: { readonly fromMs: number; readonly lastsMs: number }
  readonly pause?: {
    readonly campaign: CampaignName
    readonly atMs: number
    readonly forMs: number
  }
}

/** Where people belong. */
export const PLACES: readonly string[] = ['DE', 'KE', 'NP']

export function isBatch(campaign: CampaignName): boolean {
  return BATCH.some((name) => name === campaign)
}
