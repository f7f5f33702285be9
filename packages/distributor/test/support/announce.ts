import { type CampaignRule, unwrap } from '@evenkeel/kernel'
import type { CampaignCreated, CreateCampaignOptions, Distributor } from '../../src/index.ts'

/** Makes a campaign and lets two people announce it. */
export async function announce(
  distributor: Distributor,
  rule: CampaignRule,
  options: CreateCampaignOptions = {},
): Promise<CampaignCreated> {
  const { campaignId, ruleHash } = unwrap(await distributor.createCampaign(rule, options))
  unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'anna' }))
  return unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'ben' }))
}
