import type { CampaignId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { quote, readId, readOneOf, readPayoutTarget } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { qrLines } from './qr-lines.ts'

/** What a person at a terminal waits for a link. Milliseconds. */
const REQUEST_WITHIN_MS = 5_000

interface PresentationRequestOptions {
  readonly campaign: string
  readonly payout: string
  readonly verifier: string
  readonly responseMode: string
}

/** `evenkeel presentation request`: asks an ordinary wallet, across devices, for a presentation that approves a payout. */
export async function presentationRequest(
  { output, streams, withWorld }: Session,
  { campaign, payout, verifier, responseMode }: PresentationRequestOptions,
): Promise<ExitCode> {
  const purpose = {
    campaignId: readId<CampaignId>(campaign, 'campaign'),
    payoutTarget: readPayoutTarget(payout),
  }
  const mode = readOneOf(responseMode, ['direct_post', 'direct_post.jwt'], '--response-mode')
  return withWorld(async (world) => {
    const party = world.find('verifier', verifier)
    if (party === undefined) {
      return output.refuse({ what: `No verifier is called ${quote(verifier)}.`, code: 'not_found' })
    }
    const asked = await party.role.openid4vp.createRequest({
      purpose,
      flow: 'cross-device',
      responseMode: mode,
      deadlineMs: party.ports.clock.monotonicMs() + REQUEST_WITHIN_MS,
    })
    if (!asked.ok) return output.refuse({ what: 'Nothing was asked for.', ...asked.error })
    const { walletUrl, sessionId, expiresAtMs } = asked.value
    output.result('evenkeel.presentation-request/v1', { verifier, ...asked.value }, [
      walletUrl,
      `  to be answered until ${formatTime(expiresAtMs)}`,
      `  next: evenkeel presentation show --verifier ${verifier} --session ${sessionId}`,
      ...qrLines(streams, walletUrl),
    ])
    return EXIT.done
  })
}
