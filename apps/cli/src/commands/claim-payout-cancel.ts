import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel claim payout-cancel`. */
export async function claimPayoutCancel(
  { output, withWorld }: Session,
  id: string,
): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  return withWorld(async (world) => {
    const change = await world.the('distributor').role.cancelPayoutChange(claimId)
    if (!change.ok) return output.refuse({ what: 'Nothing was cancelled.', ...change.error })
    output.result('evenkeel.payout-change/v1', change.value, [
      `${claimId}  CANCELLED  payments go where they were to go`,
    ])
    return EXIT.done
  })
}
