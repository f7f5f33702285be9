import type { CampaignId, CredentialId } from '@evenkeel/kernel'
import { exitCodeOfOutcome } from '../exit-code-of.ts'
import type { ExitCode } from '../exit-codes.ts'
import { formatVerdict } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

interface CredentialVerifyOptions {
  readonly campaign: string
  readonly verifier: string
}

/** `evenkeel credential verify`: the holder presents, the verifier judges; nothing is claimed. */
export async function credentialVerify(
  { output, withWorld }: Session,
  id: string,
  options: CredentialVerifyOptions,
): Promise<ExitCode> {
  const request = {
    campaignId: readId<CampaignId>(options.campaign, 'campaign'),
    credentialId: readId<CredentialId>(id, 'credential'),
    verifier: readId<string>(options.verifier, 'verifier'),
    payoutTarget: 'nobody',
  }
  return withWorld(async (world) => {
    const { presentForCampaign } = await import('@evenkeel/node')
    const judged = await presentForCampaign(world, request)
    if (!judged.ok) return output.refuse({ what: `${id} was not presented.`, ...judged.error })
    const { verdict, timings } = judged.value
    output.result('evenkeel.verdict/v1', { verdict, timings }, formatVerdict(verdict))
    return exitCodeOfOutcome(verdict.outcome)
  })
}
