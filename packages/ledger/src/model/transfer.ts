import type {
  AccountId,
  CampaignId,
  EpochMs,
  MinorUnits,
  PartyId,
  ReasonCode,
  TransferId,
} from '@evenkeel/kernel'
import type { Account } from './account.ts'

/** A request to move value: all its legs or none. Its id is for ever. */
export interface Transfer {
  readonly id: TransferId
  /** Opens a campaign's accounts before the legs run. */
  readonly opens?: CampaignOpening
  /** In order; a later leg may spend what an earlier one brought. */
  readonly legs: readonly Leg[]
  /** What was asked for, where the legs follow from what came before as well: then a duplicate is told by this instead of them. */
  readonly request?: string
  /** What justifies it: a reason code, a receipt, the hash of a prepared payment. Never personal data. */
  readonly evidence?: string
}

export interface CampaignOpening {
  readonly campaignId: CampaignId
  readonly asset: string
  /** The only party whose handoffs may use the campaign's money. */
  readonly owner: PartyId
}

export type Leg = SingleLeg | ReserveLeg | ReferringLeg

/** Moves an amount in one phase. */
export interface SingleLeg {
  readonly kind: 'single'
  readonly debit: AccountId
  readonly credit: AccountId
  readonly amount: MinorUnits
}

/** Phase one: sets an amount aside. Stands alone in its transfer, whose id then names it. */
export interface ReserveLeg {
  readonly kind: 'reserve'
  readonly debit: AccountId
  readonly credit: AccountId
  readonly amount: MinorUnits
  /** From then on it cannot be posted, and the next sweep expires it; it waits for its owner if absent. */
  readonly expiresAtMs?: EpochMs
}

/** Phase two of a reserve, or the compensation of a transfer that moved value in one phase or by a post. */
export interface ReferringLeg {
  readonly kind: 'post' | 'void' | 'expire' | 'reversal'
  readonly refers: TransferId
}

/** A leg with everything that it refers to filled in: what the journal keeps. */
export interface Movement {
  readonly kind: Leg['kind']
  readonly debit: AccountId
  readonly credit: AccountId
  readonly amount: MinorUnits
  readonly refers?: TransferId
}

export type TransferState =
  | 'refused'
  | 'applied'
  | 'reversed'
  | 'pending'
  | 'posted'
  | 'voided'
  | 'expired'

/** What the ledger remembers of a transfer for ever. */
export interface KnownTransfer {
  readonly id: TransferId
  /** SHA-256 over the canonical request, base64url: tells a duplicate from a conflict. */
  readonly content: string
  readonly seq: number
  readonly state: TransferState
  readonly refused?: ReasonCode
  /** Of a reserve. */
  readonly reserve?: Omit<ReserveLeg, 'kind'>
  /** What it moved; filled in for those that a reversal names. */
  readonly movements?: readonly Movement[]
}

export interface CampaignBook extends CampaignOpening {
  /** All that ever came from funding. */
  readonly funded: MinorUnits
  /** All that ever went back to it. */
  readonly returned: MinorUnits
}

/** The part of the ledger that a batch touches. An account, campaign or transfer that is missing here does not exist. */
export interface Books {
  readonly accounts: ReadonlyMap<AccountId, Account>
  readonly campaigns: ReadonlyMap<CampaignId, CampaignBook>
  readonly transfers: ReadonlyMap<TransferId, KnownTransfer>
}

export type TransferOutcome = {
  readonly id: TransferId
  /** False for a duplicate, which gets the stored outcome, and for a conflict, which changes nothing. */
  readonly fresh: boolean
} & (
  | { readonly outcome: 'applied'; readonly seq: number }
  | { readonly outcome: 'refused'; readonly reason: ReasonCode }
)
