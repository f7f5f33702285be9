import type { CampaignId, ReadTx, VestingSchedule } from '@evenkeel/kernel'

/** The schedules of the campaigns that pay in parts, among the ids. */
export async function readSchedules(
  tx: ReadTx,
  campaignIds: readonly CampaignId[],
): Promise<ReadonlyMap<CampaignId, VestingSchedule>> {
  const rows = await tx.selectIn({
    table: 'vesting_terms',
    columns: ['campaign_id', 'schedule'],
    key: 'campaign_id',
    keys: [...new Set(campaignIds)],
  })
  return new Map(
    rows.map((row) => [
      row.campaign_id as CampaignId,
      JSON.parse(String(row.schedule)) as VestingSchedule,
    ]),
  )
}
