import {
  type AnyNewItem,
  type EpochMs,
  formatMinor,
  type PartyId,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { formatPayment, outcomeItemId } from '../model/payment.ts'
import { readReleaseId } from '../model/vesting.ts'
import type { Payment, PreparedPayment, Rail } from '../ports.ts'
import { recordTransferEvents } from './answer-items.ts'

/** A payment whose value is in flight, by the journal entry that put it there; on a book rail that entry has settled it. */
export interface OwedPayment {
  readonly seq: number
  readonly payment: Payment
  readonly prepared: PreparedPayment
  readonly requestedBy: PartyId
  /** Milliseconds until its outcome should be known. */
  readonly budgetMs: number
}

/**
 * Keeps payments before anything is sent, each once: an outside rail goes on from here (`driveRail`), and of a book rail's the outcome is handed to
 * the party that asked.
 */
export async function owePayments(
  { context, rail }: LedgerDeps,
  tx: Tx,
  owed: readonly OwedPayment[],
  now: EpochMs,
): Promise<void> {
  await tx.insertMany({
    table: 'rail_payment',
    columns: PAYMENT_COLUMNS,
    rows: owed.map((one) => paymentRow(rail, one, now)),
    onConflict: 'fail',
  })
  if (rail.kind === 'outside') return
  await context.enqueue(
    tx,
    owed.map((one) => outcomeItem(one, rail.receiptOf(one.prepared))),
  )
  await recordTransferEvents(
    tx,
    context,
    'TransferSettled',
    owed.map(({ payment }) => payment.transferId),
  )
}

/** Tells the party that asked how its payment stands: settled with a receipt, or not known. */
export function outcomeItem(
  { seq, payment, requestedBy, budgetMs }: Omit<OwedPayment, 'prepared'>,
  railReceipt: string | null,
): AnyNewItem {
  const outcome = railReceipt === null ? 'unknown' : 'settled'
  const part = readReleaseId(payment.transferId)
  return {
    id: outcomeItemId(seq, outcome),
    to: requestedBy,
    kind: 'distributor.record-payment',
    body: {
      transferId: part?.transferId ?? payment.transferId,
      outcome,
      ...(railReceipt === null ? {} : { railReceipt }),
      ...(part === undefined
        ? {}
        : { release: { number: part.number, amountMinor: formatMinor(payment.amount) } }),
    },
    budgetMs,
  }
}

const PAYMENT_COLUMNS = [
  'seq',
  'transfer_id',
  'rail',
  'payment_id',
  'hash',
  'payment',
  'state',
  'receipt',
  'requested_by',
  'look_at',
  'looks',
  'deadline_at',
]

function paymentRow(
  rail: Rail,
  { seq, payment, prepared, requestedBy, budgetMs }: OwedPayment,
  now: EpochMs,
): readonly SqlValue[] {
  const isBook = rail.kind === 'book'
  return [
    seq,
    payment.transferId,
    rail.name,
    prepared.paymentId,
    prepared.hash,
    isBook ? null : formatPayment(payment),
    isBook ? 'settled' : 'prepared',
    isBook ? rail.receiptOf(prepared) : null,
    requestedBy,
    now,
    0,
    now + budgetMs,
  ]
}
