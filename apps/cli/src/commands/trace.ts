import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration, formatTable, formatTime } from '../format.ts'
import { readId } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** `evenkeel trace <id>`: E1. */
export async function trace({ output, withWorld }: Session, text: string): Promise<ExitCode> {
  const id = readId<string>(text, 'thing that is traced')
  return withWorld(async (world) => {
    const timeline = await world.the('observer').role.traceTimeline(id)
    if (!timeline.ok) {
      return output.refuse({ what: `Nothing is known about ${id}.`, ...timeline.error })
    }
    const rows = timeline.value.rows.map((row) => [
      formatTime(row.atMs),
      `+${formatDuration(row.waitMs)}`,
      row.party,
      row.event,
      Object.entries({ ...row.ids, ...row.detail })
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ])
    output.result(
      'evenkeel.trace/v1',
      timeline.value,
      formatTable(['time', 'wait', 'party', 'event', 'what'], rows),
    )
    return EXIT.done
  })
}
