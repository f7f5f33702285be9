import {
  answerResult,
  type CampaignId,
  isId,
  type Reasoned,
  type Result,
  type RouteAnswer,
  refuse,
} from '@evenkeel/kernel'

/** Acts on the campaign that a path names. */
export async function withCampaign<T extends object>(
  campaignId: string | undefined,
  act: (campaignId: CampaignId) => Promise<Result<T, Reasoned>>,
): Promise<RouteAnswer> {
  // Not every text can be looked for in a store.
  const isCampaign = campaignId !== undefined && isId(campaignId)
  return answerResult(isCampaign ? await act(campaignId as CampaignId) : refuse('campaign_unknown'))
}
