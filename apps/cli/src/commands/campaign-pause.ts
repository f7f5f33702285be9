import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { MINUTE_MS, readId, readSnakeCase, readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** Minutes of the longest pause. */
const MINUTES_MAX = 4_320

/** `evenkeel campaign pause`. */
export async function campaignPause(
  { output, withWorld }: Session,
  id: string,
  options: { readonly minutes: string; readonly reason: string; readonly as: string },
): Promise<ExitCode> {
  const campaignId = readId<CampaignId>(id, 'campaign')
  const minutes = { flag: '--minutes', min: 1, max: MINUTES_MAX }
  const forMs = readWholeNumber(options.minutes, minutes) * MINUTE_MS
  const reason = readSnakeCase(options.reason, '--reason')
  const by = readId<string>(options.as, 'person')
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const paused = await distributor.pauseCampaign({ campaignId, forMs, reason, by })
    if (!paused.ok) return output.refuse({ what: `${id} was not paused.`, ...paused.error })
    output.result('evenkeel.campaign-paused/v1', paused.value, [
      `${campaignId}  PAUSED  until ${formatTime(paused.value.pausedUntilMs)}; then it goes on by itself`,
    ])
    return EXIT.done
  })
}
