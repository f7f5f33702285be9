import {
  type AccountId,
  type CampaignId,
  minorFromBytes,
  type ReadTx,
  type TransferId,
} from '@evenkeel/kernel'
import type { Receivable } from '../model/recovery.ts'

/** Reads the receivables that exist among the ids of payments. */
export async function readReceivables(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<ReadonlyMap<TransferId, Receivable>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectIn({
    table: 'ledger_receivable',
    columns: ['transfer_id', 'campaign_id', 'asset', 'payee', 'returns', 'open'],
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
        payee: row.payee as AccountId,
        returns: row.returns === 1,
        open: minorFromBytes(row.open as Uint8Array),
      },
    ]),
  )
}
