import { type CampaignId, unwrap } from '@evenkeel/kernel'
import { parseSeedValue } from '@evenkeel/kernel/allocation'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import { readMessage } from '../read-files.ts'
import type { Session } from '../session.ts'

/** `evenkeel campaign reveal`. */
export async function campaignReveal(
  { output, withWorld }: Session,
  id: string,
  options: { readonly value: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const value = parseSeedValue(readMessage(options.value))
  if (!value.ok) {
    return output.refuse({ what: `${options.value} has no value to reveal.`, ...value.error })
  }
  const { party } = value.value
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const revealed = await distributor.revealSeed({ campaignId, value: value.value, by: party })
    if (!revealed.ok) {
      return output.refuse({ what: 'The value was not taken.', ...revealed.error })
    }
    await world.quiesce()
    const { window } = unwrap(await distributor.showCampaign(campaignId))
    const silent = window?.silent ?? []
    const untilMs = window?.revealsUntilMs
    output.result('evenkeel.campaign-reveal/v1', { campaignId, party, silent, untilMs }, [
      `${campaignId}  ${party} has revealed`,
      silent.length === 0 || untilMs === undefined
        ? '  everybody has: the draw has its seed'
        : `  ${silent.join(', ')} may until ${formatTime(untilMs)}; without it nobody wins`,
    ])
    return EXIT.done
  })
}
