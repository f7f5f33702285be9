import { Type } from 'typebox'
import type { CampaignId, TransferId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField, minorField, wholeField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, payoutTargetSchema } from './common.ts'
import { OFFSETS_PER_CLAIM_MAX } from './rule/offsets.ts'
import { type VestingSchedule, vestingScheduleSchema } from './rule/vesting.ts'

/** Opens a campaign's isolated accounts and moves its pool into them from the asset's funding account. */
export interface CampaignAccounts {
  readonly campaignId: CampaignId
  /** Asset code, as `UNI`; never mixed with another in one transfer. */
  readonly asset: string
  /** Decimal string of minor units moved from funding into the pool. */
  readonly fundMinor: string
  /** Payments of this campaign are made in parts, as they fall due: for all of them and for ever. */
  readonly vesting?: VestingSchedule
}

/** Gives an amount of a campaign's pool back to where it came from: once, when the campaign ends. */
export interface ReturnedPool {
  readonly campaignId: CampaignId
  readonly amountMinor: string
  /** Of it, what was forfeited: it goes back into the pool first. */
  readonly forfeitedMinor?: string
}

/** Phase one: sets an amount aside from the pool. The transfer id is the claim's id, for ever. */
export interface ReserveTransfer {
  readonly transferId: TransferId
  readonly campaignId: CampaignId
  readonly amountMinor: string
}

/** Phase two: pays a reserved amount to the payee over the campaign's rail. */
export interface SettleTransfer {
  readonly transferId: TransferId
  /** Payout target in the rail's own notation; for the internal rail the name of an account. */
  readonly payee: string
  /** What of it is withheld for what the payee owes; the rest, which is more than nothing, is paid. */
  readonly offsets?: readonly TransferOffset[]
}

/** Part of a payment that goes to a receivable. */
export interface TransferOffset {
  /** Of the earlier payment that is owed back. */
  readonly transferId: TransferId
  readonly amountMinor: string
}

/** Ends a reserve: the amount is back in the pool. */
export interface VoidTransfer {
  readonly transferId: TransferId
  readonly reason: string
  /** It goes to the campaign's forfeited value instead, so that nobody else's share grows by it (D6). */
  readonly forfeits?: true
}

/** What the rail reported: settled with exactly one receipt, or not known, in which case the value stays in flight. */
export interface PaymentOutcome {
  readonly transferId: TransferId
  readonly outcome: 'settled' | 'unknown'
  /** Present when settled. */
  readonly railReceipt?: string
  /** Of a vesting transfer: which of its payments, from 1 on, and how much it is. */
  readonly release?: { readonly number: number; readonly amountMinor: string }
}

const campaignAccounts = Type.Object({
  campaignId: idField<CampaignId>(),
  asset: Type.String({ pattern: '^[A-Z0-9]{2,12}$' }),
  fundMinor: minorField(),
  vesting: Type.Optional(Type.Unsafe<VestingSchedule>(vestingScheduleSchema)),
})
const returnedPool = Type.Object({
  campaignId: idField<CampaignId>(),
  amountMinor: minorField(),
  forfeitedMinor: Type.Optional(minorField()),
})
const reserve = Type.Object({
  transferId: idField<TransferId>(),
  campaignId: idField<CampaignId>(),
  amountMinor: minorField(),
})
const settle = Type.Object({
  transferId: idField<TransferId>(),
  payee: payoutTargetSchema,
  offsets: Type.Optional(
    Type.Array(Type.Object({ transferId: idField<TransferId>(), amountMinor: minorField() }), {
      minItems: 1,
      maxItems: OFFSETS_PER_CLAIM_MAX,
    }),
  ),
})
const voiding = Type.Object({
  transferId: idField<TransferId>(),
  reason: codeSchema,
  forfeits: Type.Optional(Type.Literal(true)),
})
const payment = Type.Object({
  transferId: idField<TransferId>(),
  outcome: Type.Union([Type.Literal('settled'), Type.Literal('unknown')]),
  railReceipt: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
  release: Type.Optional(Type.Object({ number: wholeField(1), amountMinor: minorField() })),
})

export const parseCampaignAccounts: Parser<CampaignAccounts> = createParser(
  campaignAccounts,
  HANDOFF_BODY_LIMITS,
)
export const parseReturnedPool: Parser<ReturnedPool> = createParser(
  returnedPool,
  HANDOFF_BODY_LIMITS,
)
export const parseReserveTransfer: Parser<ReserveTransfer> = createParser(
  reserve,
  HANDOFF_BODY_LIMITS,
)
export const parseSettleTransfer: Parser<SettleTransfer> = createParser(settle, HANDOFF_BODY_LIMITS)
export const parseVoidTransfer: Parser<VoidTransfer> = createParser(voiding, HANDOFF_BODY_LIMITS)
export const parsePaymentOutcome: Parser<PaymentOutcome> = createParser(
  payment,
  HANDOFF_BODY_LIMITS,
)
