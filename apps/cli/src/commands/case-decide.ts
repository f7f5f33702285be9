import type { CaseId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { readId, readOneOf, readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { caseJson, describeCase } from './describe-case.ts'

/** `evenkeel case decide`: in the name of one person, about the version that they saw (G4). */
export async function caseDecide(
  { output, withWorld }: Session,
  id: string,
  options: { readonly decision: string; readonly seen: string; readonly as: string },
): Promise<ExitCode> {
  const caseId = readId<CaseId>(id, 'case')
  const decision = readOneOf(options.decision, ['release', 'refuse'] as const, '--decision')
  const version = { flag: '--seen', min: 1, max: Number.MAX_SAFE_INTEGER }
  const expectedVersion = readWholeNumber(options.seen, version)
  const decidedBy = readId<string>(options.as, 'person')
  return withWorld(async (world) => {
    const governance = world.the('governance').role
    const decided = await governance.decideCase({ caseId, decision, decidedBy, expectedVersion })
    if (!decided.ok) return output.refuse({ what: `${id} was not decided.`, ...decided.error })
    await world.quiesce()
    output.result('evenkeel.case-decided/v1', caseJson(decided.value), [
      ...describeCase(decided.value),
      `  next: evenkeel case show ${caseId}`,
    ])
    return EXIT.done
  })
}
