import { type CampaignId, type CredentialId, isId } from '@evenkeel/kernel'
import { presentForCampaign } from '@evenkeel/node'
import type { Command } from 'commander'
import { exitCodeOfOutcome } from '../exit-codes.ts'
import { formatVerdict } from '../format.ts'
import type { Session } from '../session.ts'

/** `evenkeel credential verify`: the holder presents, the verifier judges; nothing is claimed. */
export function credentialVerify(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const options = command.opts()
    if (!isId(id) || !isId(String(options.campaign))) {
      return output.refusal('An id has other characters than that.', {
        code: 'malformed_message',
        detail: 'id',
      })
    }
    const judged = await presentForCampaign(world, {
      campaignId: String(options.campaign) as CampaignId,
      credentialId: id as CredentialId,
      verifier: String(options.verifier),
      payoutTarget: 'nobody',
    })
    if (!judged.ok) return output.refusal(`${id} was not presented.`, judged.error)
    const { verdict, timings } = judged.value
    output.result('evenkeel.verdict/v1', { verdict, timings }, formatVerdict(verdict))
    return exitCodeOfOutcome(verdict.outcome)
  })
}
