import type { AccreditationRecord } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatTime } from '../format.ts'
import type { Session } from '../session.ts'

/** `evenkeel accreditation list`: what stands, and what is announced. */
export async function accreditationList({ output, withWorld }: Session): Promise<ExitCode> {
  return withWorld(async (world) => {
    const network = world.the('network').role
    const accreditations = await network.accreditations()
    const announced = await network.announcements()
    output.result('evenkeel.accreditation-list/v1', { accreditations, announced }, [
      ...accreditations.map((record) => `${describe(record)}  ${record.actId}`),
      ...announced.map(
        ({ effectiveAtMs, record }) =>
          `from ${formatTime(effectiveAtMs)}: ${describe(record)}  ${record.actId}`,
      ),
    ])
    return EXIT.done
  })
}

function describe({ party, action, status, reason, assurance }: AccreditationRecord): string {
  const because = reason === undefined ? '' : ` because ${reason}`
  return `${party}  may ${action}  ${status}${because}  assurance ${assurance}`
}
