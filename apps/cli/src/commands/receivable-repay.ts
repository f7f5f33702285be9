import type { TransferId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readHash, readId, readMinor } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel receivable repay`. */
export async function receivableRepay(
  { output, withWorld }: Session,
  id: string,
  options: { readonly amount: string; readonly evidence: string },
): Promise<ExitCode> {
  const transferId = readId<TransferId>(id, 'transfer')
  const evidence = readHash(options.evidence, '--evidence')
  const amountMinor = readMinor(options.amount, '--amount')
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const recorded = await distributor.recordRepayment({ transferId, amountMinor, evidence })
    if (!recorded.ok) return output.refuse({ what: 'Nothing was recorded.', ...recorded.error })
    await world.quiesce()
    output.result('evenkeel.repayment-recorded/v1', recorded.value, [
      `${transferId}  ${amountMinor} came, ${recorded.value.openMinor} still open`,
    ])
    return EXIT.done
  })
}
