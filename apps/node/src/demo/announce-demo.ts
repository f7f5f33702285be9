import type { CreateCampaignOptions, Distributor, PersonTried } from '@evenkeel/distributor'
import { type CampaignRule, ok, type Reasoned, type Result } from '@evenkeel/kernel'

/** The two people who announce the campaigns of demo worlds. */
export const DEMO_ANNOUNCERS = ['demo-editor', 'demo-approver'] as const

/** The people on whom the rules of demo worlds are tried. */
export const DEMO_PEOPLE: readonly PersonTried[] = [
  { person: 'ada', claims: { tier: 'gold' } },
  { person: 'ben', claims: {} },
]

/** Makes a campaign, tries its rule, and announces it in the names of two people. Reasons: those of the commands. */
export async function announceDemo(
  distributor: Pick<Distributor, 'createCampaign' | 'dryRunCampaign' | 'announceCampaign'>,
  rule: CampaignRule,
  options: CreateCampaignOptions = {},
): Promise<Result<undefined, Reasoned>> {
  const created = await distributor.createCampaign(rule, options)
  if (!created.ok) return created
  const { campaignId, ruleHash, state } = created.value
  // Made before: one of the two may have announced it already.
  if (state !== 'draft') return ok(undefined)
  const tried = await distributor.dryRunCampaign(campaignId, DEMO_PEOPLE)
  if (!tried.ok) return tried
  for (const by of DEMO_ANNOUNCERS) {
    const announced = await distributor.announceCampaign({ campaignId, ruleHash, by })
    const isRepeated = !announced.ok && announced.error.code === 'campaign_second_person_needed'
    if (!announced.ok && !isRepeated) return announced
  }
  return ok(undefined)
}
