import type { ClaimId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel vesting withdraw`. */
export async function vestingWithdraw(
  { output, withWorld }: Session,
  id: string,
  options: { readonly as: string },
): Promise<ExitCode> {
  const claimId = readId<ClaimId>(id, 'claim')
  const by = readId<string>(options.as, 'person')
  return withWorld(async (world) => {
    const withdrawn = await world.the('distributor').role.withdrawCancel({ claimId, by })
    if (!withdrawn.ok) return output.refuse({ what: 'Nothing was withdrawn.', ...withdrawn.error })
    await world.quiesce()
    output.result('evenkeel.vesting-cancelled/v1', withdrawn.value, [
      `${claimId}  GOES ON  payments are made as the rule says`,
    ])
    return EXIT.done
  })
}
