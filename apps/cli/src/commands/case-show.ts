import type { CaseId } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { caseJson, describeCase } from './describe-case.ts'

/** `evenkeel case show`: a case with everything that was done in it. */
export async function caseShow({ output, withWorld }: Session, id: string): Promise<ExitCode> {
  const caseId = readId<CaseId>(id, 'case')
  return withWorld(async (world) => {
    const shown = await world.the('governance').role.showCase(caseId)
    if (!shown.ok) return output.refuse({ what: `There is no case ${id}.`, ...shown.error })
    const { acts, clocks } = shown.value
    const running = clocks.find(({ outcome }) => outcome === 'running')
    output.result('evenkeel.case/v1', caseJson(shown.value), [
      ...describeCase(shown.value, running?.dueAtMs),
      ...acts.map(({ atMs, act, actor, decision, reason }) =>
        [`  ${formatTime(atMs)}  ${act} by ${actor}`, decision, reason && `“${reason}”`]
          .filter(Boolean)
          .join('  '),
      ),
    ])
    return EXIT.done
  })
}
