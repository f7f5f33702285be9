import type { CampaignId, ReadTx, Tx } from '@evenkeel/kernel'

/** Adds to what was forfeited of the campaigns' vestings. */
export async function addVestingForfeits(
  tx: Tx,
  forfeits: ReadonlyMap<CampaignId, bigint>,
): Promise<void> {
  for (const [campaignId, amount] of forfeits) {
    const sum = (await readVestingForfeits(tx, campaignId)) + amount
    await tx.run('UPDATE campaign SET vesting_forfeited = ? WHERE campaign_id = ?', [
      sum.toString(),
      campaignId,
    ])
  }
}

/** What was forfeited of a campaign's vestings that ended early: it stays with the campaign, and is no part of what is unclaimed. */
export async function readVestingForfeits(
  tx: Pick<ReadTx, 'get'>,
  campaignId: CampaignId,
): Promise<bigint> {
  const row = await tx.get('SELECT vesting_forfeited FROM campaign WHERE campaign_id = ?', [
    campaignId,
  ])
  return BigInt(String(row?.vesting_forfeited ?? 0))
}
