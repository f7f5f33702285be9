import {
  canonicalJson,
  formatMinor,
  type HandoffId,
  type MinorUnits,
  type TransferId,
} from '@evenkeel/kernel'
import type { Payment } from '../ports.ts'
import { campaignAccount, payeeAccount, railAccount } from './account.ts'
import type { SingleLeg } from './transfer.ts'

// The ledger's own transfers about a reserve have ids that no request can have: `/` is not allowed in an id from outside.

/** Id of the transfer that posts a reserve into flight and, on a book rail, settles it. */
export function settleId(transferId: TransferId): TransferId {
  return `${transferId}/settle` as TransferId
}

/** Id of the transfer that settles what an outside rail has paid. */
export function paidId(transferId: TransferId): TransferId {
  return `${transferId}/paid` as TransferId
}

/** Id of the transfer that gives a reserve back at its owner's word. */
export function voidId(transferId: TransferId): TransferId {
  return `${transferId}/void` as TransferId
}

/** Id of the transfer that gives a reserve back because its time ran out. */
export function expireId(transferId: TransferId): TransferId {
  return `${transferId}/expire` as TransferId
}

/**
 * Id of the item that tells the requester how a payment stands: one per payment, which the journal entry that posted it names, and outcome.
 * Ascending, because random keys would dirty a page each in two stores.
 */
export function outcomeItemId(seq: number, outcome: 'settled' | 'unknown'): HandoffId {
  return `payment:${String(seq).padStart(SEQ_DIGITS, '0')}:${outcome}` as HandoffId
}

/** Digits of the largest safe integer. */
const SEQ_DIGITS = 16

/** The linked legs that settle a payment: the campaign's money arrives, and the payee holds what the rail paid. */
export function settlementLegs(
  { campaignId, asset, amount, payee }: Payment,
  rail: string,
): readonly SingleLeg[] {
  return [
    {
      kind: 'single',
      debit: campaignAccount(campaignId, 'in_flight'),
      credit: campaignAccount(campaignId, 'settled'),
      amount,
    },
    {
      kind: 'single',
      debit: railAccount(asset, rail),
      credit: payeeAccount(asset, payee),
      amount,
    },
  ]
}

/** Writes a payment in its canonical form, with its amount as a decimal string. */
export function formatPayment(payment: Payment): string {
  return canonicalJson({ ...payment, amount: formatMinor(payment.amount) })
}

/** Reads what `formatPayment` wrote. */
export function readPayment(text: string): Payment {
  const stored = JSON.parse(text) as Omit<Payment, 'amount'> & { readonly amount: string }
  return { ...stored, amount: BigInt(stored.amount) as MinorUnits }
}
