import { type ClaimId, isId } from '@evenkeel/kernel'
import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import type { Session } from '../session.ts'
import { describeClaim } from './describe-claim.ts'

/** `evenkeel claim show`. */
export function claimShow(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    if (!isId(id))
      return output.refusal(`${id} is not a claim id.`, {
        code: 'malformed_message',
        detail: 'claim id',
      })
    const shown = await world.the('distributor').role.showClaim(id as ClaimId)
    if (!shown.ok) return output.refusal(`There is no claim ${id}.`, shown.error)
    output.result('evenkeel.claim/v1', shown.value, await describeClaim(world, shown.value))
    return EXIT.done
  })
}
