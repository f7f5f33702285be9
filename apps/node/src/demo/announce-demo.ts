import type { CreateCampaignOptions, Distributor } from '@evenkeel/distributor'
import { type CampaignRule, ok, type Reasoned, type Result } from '@evenkeel/kernel'

/** The two people who announce the campaigns of demo worlds. */
export const DEMO_ANNOUNCERS = ['demo-editor', 'demo-approver'] as const

/** Makes a campaign and announces it in the names of two people. Reasons: those of `createCampaign` and `announceCampaign`. */
export async function announceDemo(
  distributor: Pick<Distributor, 'createCampaign' | 'announceCampaign'>,
  rule: CampaignRule,
  options: CreateCampaignOptions = {},
): Promise<Result<undefined, Reasoned>> {
  const created = await distributor.createCampaign(rule, options)
  if (!created.ok) return created
  const { campaignId, ruleHash, state } = created.value
  // Made before: one of the two may have announced it already.
  if (state !== 'draft') return ok(undefined)
  for (const by of DEMO_ANNOUNCERS) {
    const announced = await distributor.announceCampaign({ campaignId, ruleHash, by })
    const isRepeated = !announced.ok && announced.error.code === 'campaign_second_person_needed'
    if (!announced.ok && !isRepeated) return announced
  }
  return ok(undefined)
}
