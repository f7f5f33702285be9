import { type CustodyItem, listCustody } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { formatDuration, formatTable } from '../format.ts'
import { readWholeNumber } from '../read-arguments.ts'
import type { Session } from '../session.ts'

/** Rows per party of one listing (chosen). */
const ROWS_MAX = 10_000

/** `evenkeel custody`: H1 as people see it. */
export async function custody(
  { output, withWorld }: Session,
  options: { readonly limit: string },
): Promise<ExitCode> {
  const limit = readWholeNumber(options.limit, { flag: '--limit', min: 1, max: ROWS_MAX })
  return withWorld(
    async (world) => {
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
