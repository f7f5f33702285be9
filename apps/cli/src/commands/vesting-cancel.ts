import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel vesting cancel`, also called `confirm`: the same act by two people. */
export async function vestingCancel(
  { output, withWorld }: Session,
  id: string,
  options: { readonly evidence: string; readonly as: string },
): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  const by = readId<string>(options.as, 'person')
  const { evidence } = options
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const proposed = await distributor.proposeCancel({ claimId, evidence, by })
    if (!proposed.ok) {
      return output.refuse({ what: `The payments of ${id} go on.`, ...proposed.error })
    }
    await world.quiesce()
    const { endsAtMs } = proposed.value
    output.result('evenkeel.vesting-cancelled/v1', proposed.value, [
      endsAtMs === undefined
        ? `${claimId}  PROPOSED  next: a second person runs evenkeel vesting confirm ${claimId} --evidence ${evidence} --as <who>`
        : `${claimId}  ENDS  at ${formatTime(endsAtMs)}; what has fallen due by then is paid`,
    ])
    return EXIT.done
  })
}
