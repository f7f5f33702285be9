import {
  type AnyNewItem,
  assert,
  type EpochMs,
  type PartyContext,
  type PartyId,
  type Row,
  type TransferId,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import {
  PAYMENT_OVERDUE_REPEAT_MS,
  RAIL_BATCHES_PER_SWEEP_MAX,
  RAIL_LOOK_MS_FIRST,
  RAIL_LOOK_MS_LONGEST,
  TRANSFERS_PER_BATCH_MAX,
} from '../limits.ts'
import { paidId, readPayment, settlementLegs } from '../model/payment.ts'
import type { OutgoingPayment, OutsideRail, RailAnswer } from '../ports.ts'
import { recordTransferEvents } from './answer-items.ts'
import { applyBatch } from './apply-batch.ts'
import { outcomeItem } from './owe-payments.ts'

/** A payment that this process has taken on for one look. */
interface Look {
  /** Names the payment in the store. */
  readonly seq: number
  readonly outgoing: OutgoingPayment
  readonly act: 'submit' | 'observe'
}

/**
 * Submits what is prepared and looks up what may have arrived, at most RAIL_BATCHES_PER_SWEEP_MAX batches; on a book rail there is nothing to do.
 * A payment is marked as submitted before it leaves, so after a crash in between it is looked up, and submitted again only on proof of absence
 * (D5). Returns how many payments it looked at.
 */
export async function driveRail({ context, rail }: LedgerDeps): Promise<number> {
  if (rail.kind === 'book') return 0
  let looked = 0
  for (let batch = 0; batch < RAIL_BATCHES_PER_SWEEP_MAX; batch += 1) {
    const some = await driveBatch(context, rail)
    looked += some
    if (some < TRANSFERS_PER_BATCH_MAX) break
  }
  return looked
}

async function driveBatch(context: PartyContext, rail: OutsideRail): Promise<number> {
  const { store, timers } = context.ports
  const looks = await store.transact('rail-take', (tx) => takeDue(tx, context, rail))
  for (const act of ['submit', 'observe'] as const) {
    const asked = looks.filter((look) => look.act === act)
    if (asked.length === 0) continue
    const answers = await rail[act](asked.map((look) => look.outgoing))
    assert(answers.length === asked.length, `${rail.name} answered about ${answers.length}`)
    await timers.sleep(0)
    await store.transact('rail-answer', (tx) => recordAnswers(tx, context, rail, asked, answers))
  }
  return looks.length
}

/** Takes the payments that are due; nobody else looks at them before their next look is. */
async function takeDue(tx: Tx, context: PartyContext, rail: OutsideRail): Promise<readonly Look[]> {
  const now = context.ports.clock.nowMs()
  const rows = await tx.all(
    `SELECT seq, transfer_id, hash, payment, state, looks, deadline_at FROM rail_payment
     WHERE state <> 'settled' AND rail = ? AND look_at <= ? ORDER BY look_at, seq LIMIT ?`,
    [rail.name, now, TRANSFERS_PER_BATCH_MAX],
  )
  const overdue = rows.filter((row) => Number(row.deadline_at) <= now)
  await tx.runMany(
    `UPDATE rail_payment SET state = ?, look_at = ?, looks = looks + 1, deadline_at = ? WHERE seq = ?`,
    rows.map((row) => [
      row.state === 'prepared' ? 'submitted' : String(row.state),
      now +
        Math.min(RAIL_LOOK_MS_LONGEST, RAIL_LOOK_MS_FIRST * 2 ** Math.min(16, Number(row.looks))),
      overdue.includes(row) ? now + PAYMENT_OVERDUE_REPEAT_MS : Number(row.deadline_at),
      Number(row.seq),
    ]),
  )
  // H5: the default of an unknown payment tells people; the value stays in flight.
  await recordTransferEvents(tx, context, 'PaymentOverdue', overdue.map(transferIdOf))
  return rows.map((row) => ({
    seq: Number(row.seq),
    outgoing: outgoingOf(rail, row),
    act: row.state === 'prepared' ? 'submit' : 'observe',
  }))
}

function outgoingOf(rail: OutsideRail, row: Row): OutgoingPayment {
  const payment = readPayment(String(row.payment))
  const prepared = unwrap(rail.prepare(payment))
  assert(prepared.hash === row.hash, `${rail.name} prepares ${payment.transferId} differently now`)
  return { ...payment, prepared }
}

/** One look with what the store knew and what the rail said. */
interface Answered extends Pick<Look, 'seq' | 'act'> {
  readonly id: TransferId
  readonly payment: OutgoingPayment
  readonly row: Row
  readonly answer: RailAnswer
}

async function recordAnswers(
  tx: Tx,
  context: PartyContext,
  rail: OutsideRail,
  looks: readonly Look[],
  answers: readonly RailAnswer[],
): Promise<void> {
  const now = context.ports.clock.nowMs()
  const answered = await readAnswered(tx, looks, answers)
  // Another process may have heard of the same payment first: its word stands, and a second receipt is one too many.
  const open = answered.filter(({ row }) => row.state !== 'settled')
  const doubled = answered.filter(
    ({ row, answer }) =>
      row.state === 'settled' && answer.outcome === 'settled' && answer.receipt !== row.receipt,
  )
  const settled = open.filter(({ answer }) => answer.outcome === 'settled')
  const unknown = open.filter(
    ({ answer, row }) => answer.outcome === 'unknown' && row.state !== 'unknown',
  )
  const absent = open.filter(({ answer }) => answer.outcome === 'absent')
  await settlePaid(tx, rail, settled, now)
  await tx.runMany(
    'UPDATE rail_payment SET state = ?, receipt = ? WHERE seq = ?',
    [...settled, ...unknown].map(({ answer, seq }) => [answer.outcome, receiptOf(answer), seq]),
  )
  await tx.runMany(
    `UPDATE rail_payment SET state = 'prepared', look_at = ?, looks = ? WHERE seq = ?`,
    // Proved by a look, it is as if it had never been sent, to a rail that answers; one that does not take it is left alone for longer each time.
    absent.map(({ seq, row, act }) =>
      act === 'observe' ? [now, 0, seq] : [Number(row.look_at), Number(row.looks), seq],
    ),
  )
  await context.enqueue(
    tx,
    [...settled, ...unknown].map((one) => outcomeOf(one, now)),
  )
  await recordTransferEvents(tx, context, 'TransferSettled', settled.map(idOf))
  await recordTransferEvents(tx, context, 'PaymentUnknown', unknown.map(idOf))
  await recordTransferEvents(tx, context, 'PaymentReceiptConflict', doubled.map(idOf))
}

async function readAnswered(
  tx: Tx,
  looks: readonly Look[],
  answers: readonly RailAnswer[],
): Promise<readonly Answered[]> {
  const rows = await tx.selectIn({
    table: 'rail_payment',
    columns: ['seq', 'state', 'receipt', 'requested_by', 'deadline_at', 'look_at', 'looks'],
    key: 'seq',
    keys: looks.map(({ seq }) => seq),
  })
  const rowOf = new Map(rows.map((row) => [Number(row.seq), row]))
  return looks.map(({ seq, act, outgoing: payment }, position) => {
    const row = rowOf.get(seq)
    const answer = answers[position]
    assert(row !== undefined && answer !== undefined, `${payment.transferId} is no payment`)
    return { seq, act, id: payment.transferId, payment, row, answer }
  })
}

async function settlePaid(
  tx: Tx,
  rail: OutsideRail,
  settled: readonly Answered[],
  now: EpochMs,
): Promise<void> {
  const transfers = settled.map(({ payment, id, answer }) => ({
    id: paidId(id),
    legs: settlementLegs(payment, rail.name),
    evidence: receiptOf(answer) ?? '',
  }))
  const outcomes = await applyBatch(tx, transfers, now)
  assert(
    outcomes.every(({ outcome, fresh }) => outcome === 'applied' && fresh),
    'what is in flight can be settled, once',
  )
}

function outcomeOf({ seq, payment, row, answer }: Answered, now: EpochMs): AnyNewItem {
  const requestedBy = row.requested_by as PartyId
  const budgetMs = Math.max(0, Number(row.deadline_at) - now)
  return outcomeItem({ seq, payment, requestedBy, budgetMs }, receiptOf(answer))
}

function receiptOf(answer: RailAnswer): string | null {
  return answer.outcome === 'settled' ? answer.receipt : null
}

function idOf({ id }: Answered): TransferId {
  return id
}

function transferIdOf(row: Row): TransferId {
  return row.transfer_id as TransferId
}
