import type { ClaimId } from '@evenkeel/kernel'
import type { WorldRoles } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration, formatMoney, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

type Explained = Awaited<ReturnType<WorldRoles['distributor']['explainClaim']>>
type Story = Extract<Explained, { readonly ok: true }>['value']
type Why = NonNullable<Story['reason']>

/** `evenkeel claim explain`: the whole story with the wait before each step, for the claimant and for the operator. */
export async function claimExplain({ output, withWorld }: Session, id: string): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  return withWorld(async (world) => {
    const explained = await world.the('distributor').role.explainClaim(claimId)
    if (!explained.ok)
      return output.refuse({ what: `There is no claim ${id}.`, ...explained.error })
    output.result('evenkeel.claim-explained/v1', explained.value, describe(explained.value))
    return EXIT.done
  })
}

function describe(story: Story): readonly string[] {
  const { claimId, state, amountMinor, asset, campaignTitle, next, appeal } = story
  const amount = amountMinor === undefined ? '' : `  ${formatMoney(amountMinor, asset)}`
  return [
    `${claimId}  ${state.toUpperCase()}${amount}  ${campaignTitle}`,
    `  ${story.words}`,
    ...story.steps.flatMap(({ atMs, waitedMs, words, reason }) => [
      `  ${formatTime(atMs)}  +${formatDuration(waitedMs)}  ${words}`,
      ...why(reason),
    ]),
    ...why(story.concern),
    ...(next === undefined
      ? []
      : [
          `  waiting for ${next.from} until ${formatTime(next.byMs)}: ${next.what}`,
          `    otherwise: ${next.byDefault}`,
        ]),
    ...(story.railReceipt === undefined ? [] : [`  rail receipt ${story.railReceipt}`]),
    `  appeal: ${appeal.how}`,
    `  again:  ${story.again}`,
  ]
}

function why(reason: Why | undefined): readonly string[] {
  return reason === undefined
    ? []
    : [`    ${reason.code}: ${reason.words}`, `    for the operator: ${reason.operator}`]
}
