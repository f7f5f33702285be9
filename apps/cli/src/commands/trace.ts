import type { Command } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatDuration, formatTable, formatTime } from '../format.ts'
import type { Session } from '../session.ts'

/** `evenkeel trace <id>`: E1. */
export function trace(id: string, command: Command, session: Session): Promise<void> {
  return session.withWorld(command, async (world, output) => {
    const timeline = await world.the('observer').role.traceTimeline(id)
    if (!timeline.ok) return output.refusal(`Nothing is known about ${id}.`, timeline.error)
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
