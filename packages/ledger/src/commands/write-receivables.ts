import {
  formatMinor,
  type MinorUnits,
  minorToBytes,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { Receivable } from '../model/recovery.ts'

/** Adds receivables beside the journal, whose accounts know only the sum of a campaign's. */
export async function insertReceivables(tx: Tx, added: readonly Receivable[]): Promise<void> {
  if (added.length === 0) return
  await tx.insertMany({
    table: 'ledger_receivable',
    columns: [
      'transfer_id',
      'campaign_id',
      'asset',
      'payee',
      'paid_to',
      'returns',
      'amount',
      'open',
    ],
    rows: added.map((one) => [
      one.transferId,
      one.campaignId,
      one.asset,
      one.paidTo[0]?.payee ?? null,
      one.paidTo.length > 1
        ? JSON.stringify(one.paidTo.map(({ payee, amount }) => [payee, formatMinor(amount)]))
        : null,
      one.returns ? 1 : 0,
      minorToBytes(one.amount),
      minorToBytes(one.open),
    ]),
    onConflict: 'fail',
  })
}

/** Writes what is owed still after transfers that were applied. */
export async function updateReceivables(
  tx: Tx,
  open: ReadonlyMap<TransferId, MinorUnits>,
): Promise<void> {
  await tx.runMany(
    'UPDATE ledger_receivable SET open = ? WHERE transfer_id = ?',
    [...open].map(([id, amount]) => [minorToBytes(amount), id]),
  )
}
