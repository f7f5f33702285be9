import type { CampaignRule, ReadTx } from '@evenkeel/kernel'

/** What is wrong with the campaigns that a rule offsets against: they are this distributor's, and in the same asset. */
export async function checkPriors(
  tx: ReadTx,
  { offsets, asset }: CampaignRule,
): Promise<string | undefined> {
  if (offsets === undefined) return undefined
  const rows = await tx.selectIn({
    table: 'campaign',
    columns: ['campaign_id', 'rule'],
    key: 'campaign_id',
    keys: offsets.campaigns,
  })
  const assets = new Map(
    rows.map((row) => [row.campaign_id, (JSON.parse(String(row.rule)) as CampaignRule).asset.code]),
  )
  const wrong = offsets.campaigns.find((id) => assets.get(id) !== asset.code)
  return wrong === undefined
    ? undefined
    : `offsets against ${wrong}, which is no campaign of its asset here`
}
