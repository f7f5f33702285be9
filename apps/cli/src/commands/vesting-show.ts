import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatMoney, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel vesting show`. */
export async function vestingShow({ output, withWorld }: Session, id: string): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const shown = await distributor.showVesting(claimId)
    if (!shown.ok) return output.refuse({ what: `${id} is not paid in parts.`, ...shown.error })
    const story = await distributor.explainClaim(claimId)
    const asset = story.ok ? story.value.asset : { code: '', scale: 0 }
    const money = (minor: string): string => formatMoney(minor, asset)
    const { state, amountMinor, vestedMinor, paidMinor, remainingMinor, releases, next, endsAtMs } =
      shown.value
    output.result('evenkeel.vesting/v1', shown.value, [
      `${claimId}  ${state.toUpperCase()}  ${money(amountMinor)}`,
      `  ${money(vestedMinor)} fallen due, ${money(paidMinor)} paid, ${money(remainingMinor)} to come`,
      ...releases.map(
        (one) => `  ${formatTime(one.paidAtMs)}  ${money(one.amountMinor)}  ${one.railReceipt}`,
      ),
      ...(next ? [`  next: ${money(next.amountMinor)} at ${formatTime(next.atMs)}`] : []),
      `  ${shown.value.cancelled ? 'ends early' : 'ends'} at ${formatTime(endsAtMs)}`,
    ])
    return EXIT.done
  })
}
