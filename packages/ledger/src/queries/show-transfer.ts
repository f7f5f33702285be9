import {
  assert,
  ok,
  type ReadTx,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
  type TransferId,
} from '@evenkeel/kernel'
import { type JournalEntry, readEntry } from '../model/journal-entry.ts'
import { expireId, paidId, settleId, voidId } from '../model/payment.ts'
import type { TransferState } from '../model/transfer.ts'
import { readTransfers } from './read-books.ts'

/** One transfer with everything that the journal says about it. */
export interface TransferStory {
  readonly id: TransferId
  readonly state: TransferState
  readonly refused?: ReasonCode
  /** Its own entry and those of the ledger's transfers that ended it, in journal order. Names payees: not for logs. */
  readonly entries: readonly JournalEntry[]
  readonly payment?: PaymentStory
}

export interface PaymentStory {
  readonly rail: string
  readonly state: 'prepared' | 'submitted' | 'unknown' | 'settled'
  /** Exactly one when settled (D5). */
  readonly receipt?: string
}

/** Tells a transfer's story. Reason: transfer_unknown. */
export async function showTransfer(
  tx: ReadTx,
  id: TransferId,
): Promise<Result<TransferStory, Reasoned>> {
  const known = await readTransfers(tx, [id, settleId(id), paidId(id), voidId(id), expireId(id)])
  const transfer = known.get(id)
  if (transfer === undefined) return refuse('transfer_unknown')
  const rows = await tx.selectIn({
    table: 'ledger_journal',
    columns: ['seq', 'entry'],
    key: 'seq',
    keys: [...known.values()].map(({ seq }) => seq),
  })
  assert(rows.length === known.size, `${id}: the journal lacks an entry`)
  const { state, refused } = transfer
  const payment = await readPaymentStory(tx, known.get(settleId(id))?.seq)
  return ok({
    id,
    state,
    ...(refused === undefined ? {} : { refused }),
    entries: rows.map((row) => readEntry(String(row.entry))),
    ...(payment === undefined ? {} : { payment }),
  })
}

async function readPaymentStory(
  tx: ReadTx,
  seq: number | undefined,
): Promise<PaymentStory | undefined> {
  if (seq === undefined) return undefined
  const row = await tx.get('SELECT rail, state, receipt FROM rail_payment WHERE seq = ?', [seq])
  if (row === undefined) return undefined
  return {
    rail: String(row.rail),
    state: row.state as PaymentStory['state'],
    ...(row.receipt === null ? {} : { receipt: String(row.receipt) }),
  }
}
