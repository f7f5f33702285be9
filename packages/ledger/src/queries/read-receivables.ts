import {
  type AccountId,
  type CampaignId,
  minorFromBytes,
  parseMinor,
  type ReadTx,
  type Row,
  type TransferId,
  unwrap,
} from '@evenkeel/kernel'
import type { PaidTo, Receivable } from '../model/recovery.ts'

/** Reads the receivables that exist among the ids of payments. */
export async function readReceivables(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, Receivable>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectIn({
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
    key: 'transfer_id',
    keys: [...new Set(ids)],
  })
  return new Map(
    rows.map((row) => [
      row.transfer_id as TransferId,
      {
        transferId: row.transfer_id as TransferId,
        campaignId: row.campaign_id as CampaignId,
        asset: String(row.asset),
        paidTo: paidToOf(row),
        returns: row.returns === 1,
        amount: minorFromBytes(row.amount as Uint8Array),
        open: minorFromBytes(row.open as Uint8Array),
      },
    ]),
  )
}

/** One account got all of a payment that was not in parts. */
function paidToOf({ payee, paid_to, amount }: Row): readonly PaidTo[] {
  if (paid_to === null) {
    return [{ payee: payee as AccountId, amount: minorFromBytes(amount as Uint8Array) }]
  }
  const stored = JSON.parse(String(paid_to)) as readonly (readonly [AccountId, string])[]
  return stored.map(([account, text]) => ({ payee: account, amount: unwrap(parseMinor(text)) }))
}
