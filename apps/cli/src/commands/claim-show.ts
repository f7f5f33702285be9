import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { describeClaim } from './describe-claim.ts'

/** `evenkeel claim show`. */
export async function claimShow({ output, withWorld }: Session, id: string): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  return withWorld(async (world) => {
    const shown = await world.the('distributor').role.showClaim(claimId)
    if (!shown.ok) return output.refuse({ what: `There is no claim ${id}.`, ...shown.error })
    output.result('evenkeel.claim/v1', shown.value, await describeClaim(world, shown.value))
    return EXIT.done
  })
}
