import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId, readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel campaign draw`: brings the round of the beacon that decides. */
export async function campaignDraw(
  { output, withWorld }: Session,
  id: string,
  options: { readonly round: string; readonly signature: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const { signature } = options
  const bounds = { flag: '--round', min: 1, max: Number.MAX_SAFE_INTEGER }
  const round = readWholeNumber(options.round, bounds)
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const brought = await distributor.bringBeacon(campaignId, { round, signature })
    if (!brought.ok) return output.refuse({ what: 'The draw has no seed by it.', ...brought.error })
    await world.quiesce()
    output.result('evenkeel.campaign-draw/v1', { campaignId, round }, [
      `${campaignId}  round ${round} decides`,
      `  next: evenkeel campaign show ${campaignId}`,
    ])
    return EXIT.done
  })
}
