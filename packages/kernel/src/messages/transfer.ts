import { Type } from 'typebox'
import type { CampaignId, TransferId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField, minorField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, payoutTargetSchema } from './common.ts'

/** Opens a campaign's isolated accounts and moves its pool into them from the asset's funding account. */
export interface CampaignAccounts {
  readonly campaignId: CampaignId
  /** Asset code, as `UNI`; never mixed with another in one transfer. */
  readonly asset: string
  /** Decimal string of minor units moved from funding into the pool. */
  readonly fundMinor: string
}

/** Gives an amount of a campaign's pool back to where it came from: once, when the campaign ends. */
export interface ReturnedPool {
  readonly campaignId: CampaignId
  readonly amountMinor: string
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
}

/** Gives a reserved amount back to the pool. */
export interface VoidTransfer {
  readonly transferId: TransferId
  readonly reason: string
}

/** What the rail reported: settled with exactly one receipt, or not known, in which case the value stays in flight. */
export interface PaymentOutcome {
  readonly transferId: TransferId
  readonly outcome: 'settled' | 'unknown'
  /** Present when settled. */
  readonly railReceipt?: string
}

const campaignAccounts = Type.Object({
  campaignId: idField<CampaignId>(),
  asset: Type.String({ pattern: '^[A-Z0-9]{2,12}$' }),
  fundMinor: minorField(),
})
const returnedPool = Type.Object({ campaignId: idField<CampaignId>(), amountMinor: minorField() })
const reserve = Type.Object({
  transferId: idField<TransferId>(),
  campaignId: idField<CampaignId>(),
  amountMinor: minorField(),
})
const settle = Type.Object({
  transferId: idField<TransferId>(),
  payee: payoutTargetSchema,
})
const voiding = Type.Object({ transferId: idField<TransferId>(), reason: codeSchema })
const payment = Type.Object({
  transferId: idField<TransferId>(),
  outcome: Type.Union([Type.Literal('settled'), Type.Literal('unknown')]),
  railReceipt: Type.Optional(Type.String({ minLength: 1, maxLength: 256 })),
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
