import {
  type AnyNewItem,
  type EpochMs,
  type HandlerAnswer,
  type ItemOutcome,
  type ReceivedItem,
  refused,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { formatPayment, outcomeItemId, settleId, settlementLegs } from '../model/payment.ts'
import type { Transfer } from '../model/transfer.ts'
import type { Payment, PreparedPayment, Rail } from '../ports.ts'
import { type OwnedReserve, readReserves } from '../queries/read-reserves.ts'
import { answerPlans, recordTransferEvents } from './answer-items.ts'

type SettleItem = ReceivedItem<'ledger.settle'>

interface PaymentPlan {
  readonly transfer: Transfer
  readonly item: SettleItem
  readonly payment: Payment
  readonly prepared: PreparedPayment
}

/**
 * Takes 'ledger.settle': posts reserves into flight and keeps each payment, prepared, before anything is sent. On a book rail the payment
 * is settled in the same transaction and its outcome handed to the party that asked; on an outside rail `driveRail` goes on from here.
 * Reasons: transfer_unknown (no reserve of this party has the id), transfer_not_pending, transfer_expired, transfer_conflict (another
 * payee), amount_overflow, and those of the rail.
 */
export async function settleTransfers(
  { context, rail }: LedgerDeps,
  tx: Tx,
  items: readonly SettleItem[],
): Promise<readonly HandlerAnswer[]> {
  const now = context.ports.clock.nowMs()
  const ownedReserve = await readReserves(
    tx,
    items.map((item) => item.body.transferId),
  )
  const plans = items.map((item) =>
    planPayment(rail, item, ownedReserve(item.body.transferId, item.from)),
  )
  const { answers, applied } = await answerPlans(tx, plans, now)
  const payments = applied.flatMap(({ position, seq }) => {
    const plan = plans[position]
    return plan !== undefined && 'payment' in plan ? [{ ...plan, seq }] : []
  })
  await tx.insertMany({
    table: 'rail_payment',
    columns: PAYMENT_COLUMNS,
    rows: payments.map((plan) => paymentRow(rail, plan, now)),
    onConflict: 'fail',
  })
  if (rail.kind === 'outside') return answers
  await context.enqueue(
    tx,
    payments.map(({ item, payment, prepared, seq }): AnyNewItem => {
      const { transferId } = payment
      const railReceipt = rail.receiptOf(prepared)
      return {
        id: outcomeItemId(seq, 'settled'),
        to: item.from,
        kind: 'distributor.record-payment',
        body: { transferId, outcome: 'settled', railReceipt },
        budgetMs: item.budgetMs,
      }
    }),
  )
  const settled = payments.map(({ payment }) => payment.transferId)
  await recordTransferEvents(tx, context, 'TransferSettled', settled)
  return answers
}

function planPayment(
  rail: Rail,
  item: SettleItem,
  owned: OwnedReserve | undefined,
): PaymentPlan | ItemOutcome {
  if (owned === undefined) return refused('transfer_unknown')
  const { transferId, payee } = item.body
  const { campaignId, asset } = owned.campaign
  const payment = { transferId, campaignId, asset, amount: owned.reserve.amount, payee }
  const prepared = rail.prepare(payment)
  if (!prepared.ok) return refused(prepared.error.code)
  const legs = rail.kind === 'book' ? settlementLegs(payment, rail.name) : []
  const transfer: Transfer = {
    id: settleId(transferId),
    legs: [{ kind: 'post', refers: transferId }, ...legs],
    // Binds the payee also where no leg names it: another payee is another content.
    evidence: prepared.value.hash,
  }
  return { transfer, item, payment, prepared: prepared.value }
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
  { item, payment, prepared, seq }: PaymentPlan & { readonly seq: number },
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
    item.from,
    now,
    0,
    now + item.budgetMs,
  ]
}
