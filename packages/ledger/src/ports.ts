import type { CampaignId, MinorUnits, Reasoned, Result, TransferId } from '@evenkeel/kernel'

/** One payment that the ledger owes, taken out of the reserve and in flight. */
export interface Payment {
  readonly transferId: TransferId
  readonly campaignId: CampaignId
  readonly asset: string
  readonly amount: MinorUnits
  readonly payee: string
}

/** A payment in the rail's own form. */
export interface PreparedPayment {
  /** The rail's name for the payment, the same however often it is prepared and submitted. */
  readonly paymentId: string
  /** SHA-256 over all that will be sent, base64url: kept before anything is sent, so that a resubmission is provably the same. */
  readonly hash: string
}

/** A way for value to leave: `prepare → persist id and hash → submit → observe → settled | unknown` (DESIGN §7). */
export type Rail = BookRail | OutsideRail

interface RailBase {
  /** Part of account names: lower-case letters. */
  readonly name: string
  /** Pure: equal payments give equal answers. Refuses a payee that this rail cannot pay; nothing has moved then. */
  prepare(payment: Payment): Result<PreparedPayment, Reasoned>
}

/** A rail whose books are this ledger: certain, so that a payment is settled in the transaction that posts it. */
export interface BookRail extends RailBase {
  readonly kind: 'book'
  /** Pure: the one receipt of the payment. */
  receiptOf(prepared: PreparedPayment): string
}

/**
 * A rail outside: slow, unreliable, seen through a network. Calls happen outside every transaction. One answer per payment, in order. An
 * adapter never rejects and never guesses: whatever it cannot prove is `unknown`. The rail itself must pay a payment id at most once.
 */
export interface OutsideRail extends RailBase {
  readonly kind: 'outside'
  /** Sends the payments; at most TRANSFERS_PER_BATCH_MAX. The same payment may come again after `absent`, never after `unknown`. */
  submit(payments: readonly OutgoingPayment[]): Promise<readonly RailAnswer[]>
  /** Looks up payments that may have arrived. Changes nothing. */
  observe(payments: readonly OutgoingPayment[]): Promise<readonly RailAnswer[]>
}

export interface OutgoingPayment extends Payment {
  readonly prepared: PreparedPayment
}

export type RailAnswer =
  /** `receipt` is the rail's own name for what it did, 1 to 256 characters, the same however often it is asked. */
  | { readonly outcome: 'settled'; readonly receipt: string }
  | { readonly outcome: 'unknown' }
  /** Proof of absence: no earlier submission has been or will be carried out. Only then is it submitted again. */
  | { readonly outcome: 'absent' }
