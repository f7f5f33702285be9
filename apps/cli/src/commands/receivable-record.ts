import type { ClaimId, LossCause } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readHash, readId, readOneOf } from '../read-arguments.ts'
import type { Session } from '../session.ts'

const CAUSES: readonly LossCause[] = [
  'revoked_after_payout',
  'verifier_compromised',
  'issuer_withdrawn',
  'takeover',
  'rail_failed',
]

/** `evenkeel receivable record`. */
export async function receivableRecord(
  { output, withWorld }: Session,
  ids: readonly string[],
  options: { readonly evidence: string; readonly cause: string; readonly as: string },
): Promise<ExitCode> {
  const claimIds = ids.map((id) => readId<ClaimId>(id, 'claim'))
  const evidence = readHash(options.evidence, '--evidence')
  const by = readId<string>(options.as, 'person')
  const cause = readOneOf(options.cause, CAUSES, '--cause')
  return withWorld(async (world) => {
    const distributor = world.the('distributor').role
    const recorded = await distributor.recordRevocation({ claimIds, evidence, cause, by })
    if (!recorded.ok) return output.refuse({ what: 'Nothing was recorded.', ...recorded.error })
    await world.quiesce()
    output.result(
      'evenkeel.revocation-recorded/v1',
      { claims: recorded.value },
      recorded.value.flatMap(({ claimId, outcome }) => [
        `${claimId}  ${outcome.toUpperCase()}`,
        ...(outcome === 'proposed'
          ? ['  next: a second person runs the same, --as <who>, within a week']
          : []),
        ...(outcome === 'in_case' ? ['  next: evenkeel case list'] : []),
      ]),
    )
    return EXIT.done
  })
}
