import type { CampaignId, CredentialId } from '@evenkeel/kernel'
import { exitCodeOfOutcome } from '../exit-code-of.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatVerdict } from '../format.ts'
import { readId, readPayoutTarget } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { describeClaim } from './describe-claim.ts'

interface ClaimSubmitOptions {
  readonly credential: string
  readonly campaign: string
  readonly verifier: string
  readonly payout: string
}

/** `evenkeel claim submit`: presentation → receipt → claim → ticket → what became of it. */
export async function claimSubmit(
  { output, withWorld }: Session,
  options: ClaimSubmitOptions,
): Promise<ExitCode> {
  const request = {
    campaignId: readId<CampaignId>(options.campaign, 'campaign'),
    credentialId: readId<CredentialId>(options.credential, 'credential'),
    verifier: readId<string>(options.verifier, 'verifier'),
    payoutTarget: readPayoutTarget(options.payout),
  }
  return withWorld(async (world) => {
    const { claimWithReceipt, presentForCampaign } = await import('@evenkeel/node')
    const judged = await presentForCampaign(world, request)
    if (!judged.ok) {
      return output.refuse({ what: `${request.credentialId} was not presented.`, ...judged.error })
    }
    const { verdict, timings, receipt, payoutSalt } = judged.value
    if (receipt === undefined) {
      output.result('evenkeel.verdict/v1', { verdict, timings }, formatVerdict(verdict))
      return exitCodeOfOutcome(verdict.outcome)
    }
    const claimed = await claimWithReceipt(world, request, { receipt, payoutSalt })
    if (!claimed.ok) return output.refuse({ what: 'The claim was not signed.', ...claimed.error })
    const { answer } = claimed.value
    if (answer.kind === 'refused') {
      const detail = answer.detail === undefined ? {} : { detail: answer.detail }
      return output.refuse({ what: 'The claim was refused.', code: answer.reason, ...detail })
    }
    await world.quiesce()
    const shown = await world.the('distributor').role.showClaim(answer.claimId)
    if (!shown.ok) return output.refuse({ what: 'The claim cannot be shown.', ...shown.error })
    output.result(
      'evenkeel.claim/v1',
      { ...shown.value, ticket: answer.ticket },
      await describeClaim(world, shown.value),
    )
    if (shown.value.state === 'refused') return EXIT.rejected
    return shown.value.state === 'held' ? EXIT.undetermined : EXIT.done
  })
}
