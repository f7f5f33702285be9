import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'
import { decideAct } from './decide-act.ts'

/** `evenkeel accreditation cancel-act`: takes an announced act back; without --yes it says what would happen and changes nothing. */
export async function accreditationCancelAct(
  { output, withWorld }: Session,
  id: string,
  options: { readonly yes?: boolean; readonly dryRun?: boolean },
): Promise<ExitCode> {
  const cancels = readId<string>(id, 'recorded act')
  return withWorld(async (world) => {
    const announced = await world.the('network').role.announcements()
    const act = announced.find(({ record }) => record.actId === cancels)
    if (act === undefined) {
      return output.refuse({ what: `Nothing is announced as ${id}.`, code: 'not_found' })
    }
    const { party, status } = act.record
    const at = formatTime(act.effectiveAtMs)
    if (options.yes !== true || options.dryRun === true) {
      output.result('evenkeel.preview/v1', { ...act, wouldCancel: 1 }, [
        `Would cancel 1 act: that ${party} is ${status} from ${at}`,
        '  next: the same command with --yes and without --dry-run',
      ])
      return EXIT.done
    }
    const decided = await decideAct(world, (authority, actId) =>
      authority.cancelAct({ actId, cancels }),
    )
    if (!decided.ok) return output.refuse({ what: `${id} was not cancelled.`, ...decided.error })
    const { act: cancelling, state, effects } = decided.value
    output.result('evenkeel.accreditation-act/v1', { act: cancelling, state, effects }, [
      `cancelled ${cancels}: ${party} stays as it is at ${at}`,
    ])
    return EXIT.done
  })
}
