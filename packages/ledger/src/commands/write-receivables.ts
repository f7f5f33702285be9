import {
  type AccountId,
  type CampaignId,
  type MinorUnits,
  minorToBytes,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'

/** A payment that is owed back from now on. */
export interface NewReceivable {
  readonly transferId: TransferId
  readonly campaignId: CampaignId
  readonly asset: string
  readonly payee: AccountId
  readonly returns: boolean
  readonly amount: MinorUnits
  readonly open: MinorUnits
}

/** Adds receivables beside the journal, whose accounts know only the sum of a campaign's. */
export async function insertReceivables(tx: Tx, added: readonly NewReceivable[]): Promise<void> {
  if (added.length === 0) return
  await tx.insertMany({
    table: 'ledger_receivable',
    columns: ['transfer_id', 'campaign_id', 'asset', 'payee', 'returns', 'amount', 'open'],
    rows: added.map((one) => [
      one.transferId,
      one.campaignId,
      one.asset,
      one.payee,
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
