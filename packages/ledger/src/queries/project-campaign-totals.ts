import type { CampaignId, ReadTx } from '@evenkeel/kernel'
import { campaignAccount, campaignAccountNames } from '../model/account.ts'
import { type CampaignTotals, totalCampaign } from '../model/campaign-totals.ts'
import { readAccounts, readCampaigns } from './read-books.ts'

/** Adds up the campaigns that are open among the ids, ordered by id. Throws if one of their balances cannot be. */
export async function projectCampaignTotals(
  tx: ReadTx,
  campaignIds: readonly CampaignId[],
): Promise<readonly CampaignTotals[]> {
  const campaigns = await readCampaigns(tx, campaignIds)
  const ids = [...campaigns.keys()].flatMap((campaignId) =>
    campaignAccountNames.map((name) => campaignAccount(campaignId, name)),
  )
  const accounts = await readAccounts(tx, ids)
  return [...campaigns.values()].map((campaign) => totalCampaign(campaign, accounts))
}
