import type { ClaimId, Receipt, SqlValue, Tx } from '@evenkeel/kernel'

/** Who the claimant is in earlier campaigns, as the receipt says: rows for `insertPriors`. */
export function priorRows({
  claimId,
  receipt: { priorNullifiers = {} },
}: {
  readonly claimId: ClaimId
  readonly receipt: Receipt
}): readonly (readonly SqlValue[])[] {
  return Object.entries(priorNullifiers)
    .sort()
    .map(([campaignId, nullifier]) => [claimId, campaignId, nullifier])
}

export async function insertPriors(tx: Tx, rows: readonly (readonly SqlValue[])[]): Promise<void> {
  if (rows.length === 0) return
  await tx.insertMany({
    table: 'claim_prior',
    columns: ['claim_id', 'campaign_id', 'nullifier'],
    rows,
    onConflict: 'fail',
  })
}
