import { type CampaignRule, unwrap } from '@evenkeel/kernel'
import type {
  CampaignCreated,
  CreateCampaignOptions,
  Distributor,
  PersonTried,
} from '../../src/index.ts'

/** On whom rules are tried. */
export const PEOPLE: readonly PersonTried[] = [{ person: 'ada', claims: {} }]

/** Makes a campaign, tries it, and lets two people announce it. */
export async function announce(
  distributor: Distributor,
  rule: CampaignRule,
  options: CreateCampaignOptions = {},
): Promise<CampaignCreated> {
  const { campaignId, ruleHash } = unwrap(await distributor.createCampaign(rule, options))
  unwrap(await distributor.dryRunCampaign(campaignId, PEOPLE))
  unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'anna' }))
  return unwrap(await distributor.announceCampaign({ campaignId, ruleHash, by: 'ben' }))
}
