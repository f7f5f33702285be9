import { type CampaignId, type CredentialId, isId } from '@evenkeel/kernel'
import { claimWithReceipt, presentForCampaign } from '@evenkeel/node'
import type { Command } from 'commander'
import { EXIT, exitCodeOfOutcome } from '../exit-codes.ts'
import { formatVerdict } from '../format.ts'
import type { Session } from '../session.ts'
import { describeClaim } from './describe-claim.ts'

/** `evenkeel claim submit`: presentation → receipt → claim → ticket → what became of it. */
export function claimSubmit(command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const options = command.opts()
    const [credential, campaign] = [String(options.credential), String(options.campaign)]
    if (!isId(credential) || !isId(campaign)) {
      return output.refusal('An id has other characters than that.', {
        code: 'malformed_message',
        detail: 'id',
      })
    }
    const request = {
      campaignId: campaign as CampaignId,
      credentialId: credential as CredentialId,
      verifier: String(options.verifier),
      payoutTarget: String(options.payout),
    }
    const judged = await presentForCampaign(world, request)
    if (!judged.ok) return output.refusal(`${credential} was not presented.`, judged.error)
    const { verdict, receipt, payoutSalt } = judged.value
    if (receipt === undefined) {
      output.result('evenkeel.verdict/v1', { verdict }, formatVerdict(verdict))
      return exitCodeOfOutcome(verdict.outcome)
    }
    const claimed = await claimWithReceipt(world, request, { receipt, payoutSalt })
    if (!claimed.ok) return output.refusal('The claim was not signed.', claimed.error)
    const { answer } = claimed.value
    if (answer.kind === 'refused') {
      const detail = answer.detail === undefined ? {} : { detail: answer.detail }
      return output.refusal('The claim was refused.', { code: answer.reason, ...detail })
    }
    await world.quiesce()
    const shown = await world.the('distributor').role.showClaim(answer.claimId)
    if (!shown.ok) return output.refusal('The claim cannot be shown.', shown.error)
    output.result(
      'evenkeel.claim/v1',
      { ...shown.value, ticket: answer.ticket },
      await describeClaim(world, shown.value),
    )
    return EXIT.done
  })
}
