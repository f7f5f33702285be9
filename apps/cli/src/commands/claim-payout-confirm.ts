import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel claim payout-confirm`. */
export async function claimPayoutConfirm(
  { output, withWorld }: Session,
  id: string,
  options: { readonly as: string },
): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  const by = readId<string>(options.as, 'person')
  return withWorld(async (world) => {
    const change = await world.the('distributor').role.confirmPayoutChange({ claimId, by })
    if (!change.ok) return output.refuse({ what: 'Nothing was confirmed.', ...change.error })
    const { state, dueAtMs } = change.value
    const until = dueAtMs === undefined ? '' : formatTime(dueAtMs)
    output.result('evenkeel.payout-change/v1', change.value, [
      state === 'confirmed'
        ? `${claimId}  CONFIRMED  it may apply from ${until} on, unless it is cancelled`
        : `${claimId}  ${state.toUpperCase()}  a second person has to confirm it before ${until}`,
    ])
    return EXIT.done
  })
}
