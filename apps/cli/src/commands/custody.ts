import { type CustodyItem, listCustody } from '@evenkeel/kernel'
import { type Command, InvalidArgumentError } from 'commander'
import { EXIT } from '../exit-codes.ts'
import { formatDuration, formatTable } from '../format.ts'
import type { Session } from '../session.ts'

/** `evenkeel custody`: H1 as people see it. */
export function custody(command: Command, session: Session): Promise<void> {
  return session.withWorld(
    command,
    async (world, output) => {
      const limit = Number(command.opts().limit)
      if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) {
        throw new InvalidArgumentError('--limit takes a whole number from 1 to 10000')
      }
      const items: CustodyItem[] = []
      for (const party of world.parties.values()) {
        items.push(
          ...(await party.ports.store.read('custody', (tx) => listCustody(tx, party.id, limit))),
        )
      }
      items.sort((a, b) => a.deadlineAtMs - b.deadlineAtMs || (a.id < b.id ? -1 : 1))
      const now = world.the('observer').ports.clock.nowMs()
      const rows = items.map((item) => [
        item.accountable,
        item.to,
        item.kind,
        item.id,
        formatDuration(now - item.createdAtMs),
        item.deadlineAtMs > now
          ? `in ${formatDuration(item.deadlineAtMs - now)}`
          : `${formatDuration(now - item.deadlineAtMs)} late`,
        item.mode,
        item.defaultsFired.join(',') || '-',
      ])
      const header = [
        'accountable',
        'to',
        'kind',
        'id',
        'age',
        'deadline',
        'mode',
        'defaults fired',
      ]
      const lines =
        items.length === 0
          ? [
              'Nothing is in flight: every item was acknowledged or refused.',
              'An item would show up here from the moment a party hands work over.',
            ]
          : formatTable(header, rows)
      output.result('evenkeel.custody/v1', { asOfMs: now, items }, lines)
      return EXIT.done
    },
    { asFound: true },
  )
}
