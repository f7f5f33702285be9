import type { ClaimId } from '@evenkeel/kernel'
import type { WorldRoles } from '@evenkeel/node'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration, formatMoney, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

type Explained = Awaited<ReturnType<WorldRoles['distributor']['explainClaim']>>
type Story = Extract<Explained, { readonly ok: true }>['value']
type Why = NonNullable<Story['reason']>
type Next = NonNullable<Story['next']>

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
    ...wait(next),
    ...(story.railReceipt === undefined ? [] : [`  rail receipt ${story.railReceipt}`]),
    ...inParts(story),
    ...withheld(story),
    ...(story.payoutChange === undefined
      ? []
      : [`  payout change ${story.payoutChange.state.toUpperCase()}: ${story.payoutChange.words}`]),
    ...owedBack(story),
    `  appeal: ${story.recovery?.appeal?.how ?? appeal.how}`,
    `  again:  ${story.again}`,
  ]
}

function wait(next: Next | undefined): readonly string[] {
  return next === undefined
    ? []
    : [
        `  waiting for ${next.from} until ${formatTime(next.byMs)}: ${next.what}`,
        `    otherwise: ${next.byDefault}`,
      ]
}

function inParts({ vesting, asset }: Story): readonly string[] {
  if (vesting === undefined) return []
  const { paidMinor, payments, remainingMinor, endsAtMs } = vesting
  return [
    `  in parts: ${formatMoney(paidMinor, asset)} paid in ${payments}, ${formatMoney(remainingMinor, asset)} to come, ends at ${formatTime(endsAtMs)}`,
  ]
}

function withheld({ withheldMinor, asset }: Story): readonly string[] {
  return withheldMinor === undefined
    ? []
    : [`  withheld ${formatMoney(withheldMinor, asset)} for what is owed from earlier campaigns`]
}

function owedBack({ recovery, asset }: Story): readonly string[] {
  if (recovery === undefined) return []
  const { state, cause, openMinor, amountMinor, operator, concern } = recovery
  return [
    `  receivable ${state.toUpperCase()} because ${cause}: ${formatMoney(openMinor, asset)} of ${formatMoney(amountMinor, asset)} open`,
    `    for the operator: ${operator}`,
    ...why(concern),
    ...wait(recovery.next),
  ]
}

function why(reason: Why | undefined): readonly string[] {
  return reason === undefined
    ? []
    : [`    ${reason.code}: ${reason.words}`, `    for the operator: ${reason.operator}`]
}
