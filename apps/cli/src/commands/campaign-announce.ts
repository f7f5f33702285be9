import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel campaign announce`, also called `confirm`: the same act by two people. */
export async function campaignAnnounce(
  { output, withWorld }: Session,
  id: string,
  ruleHash: string,
  options: { readonly as: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const by = readId<string>(options.as, 'person')
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const announced = await distributor.announceCampaign({ campaignId, ruleHash, by })
    if (!announced.ok) {
      return output.refuse({
        what: `${campaignId} was not announced by ${by}.`,
        ...announced.error,
      })
    }
    await world.quiesce()
    const shown = await distributor.showCampaign(campaignId)
    const state = shown.ok ? shown.value.state : announced.value.state
    output.result('evenkeel.campaign-announced/v1', { campaignId, ruleHash, state }, [
      `${campaignId}  ${state.toUpperCase()}`,
      state === 'draft'
        ? `  next: a second person runs evenkeel campaign confirm ${campaignId} ${ruleHash} --as <who>`
        : `  next: evenkeel campaign show ${campaignId}`,
    ])
    return EXIT.done
  })
}
