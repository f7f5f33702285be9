import type { AnyNewItem, SendPolicy } from '../handoff/handoff-policy.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { EVENTS_PER_ITEM_MAX, type LifecycleEvent } from '../messages/lifecycle-event.ts'
import type { Migration, Tx } from '../ports.ts'

/** Adds events to this party's queue for the observer, in the caller's transaction. */
export type RecordEvents = (tx: Tx, events: readonly LifecycleEvent[]) => Promise<void>

/** Events that wait while the observer is down; beyond it the oldest go first, counted. Chosen: about 100 MB. */
export const EVENTS_WAITING_MAX = 250_000
/** Items to the observer that may be under way at once, so that an absent observer costs a bounded outbox. */
export const EVENT_ITEMS_OPEN_MAX = 64

export const eventMigrations: readonly Migration[] = [
  {
    id: 'events/0001-queue',
    statements: [
      'CREATE TABLE lifecycle_event (seq BIGINT NOT NULL PRIMARY KEY, body TEXT NOT NULL)',
      // One row: next_seq numbers the events for ever, dropped counts those that the observer will never see.
      'CREATE TABLE lifecycle_cursor (one BIGINT NOT NULL PRIMARY KEY, next_seq BIGINT NOT NULL, dropped BIGINT NOT NULL)',
      'INSERT INTO lifecycle_cursor (one, next_seq, dropped) VALUES (1, 1, 0)',
    ],
  },
]

/** The observer may be down or behind without hurting anybody (DESIGN §9): resend, then tell, for ever. */
export const eventSendPolicy: SendPolicy<'observer.record'> = {
  kind: 'observer.record',
  budgetMs: 86_400_000,
  defaults: [
    { afterMs: 3_600_000, act: 'resend' },
    { afterMs: 82_800_000, act: 'escalate' },
  ],
}

/** Writes events to the queue that `shipEvents` empties. */
export const recordEvents: RecordEvents = async (tx, events) => {
  if (events.length === 0) return
  const cursor = await tx.get('SELECT next_seq FROM lifecycle_cursor WHERE one = 1')
  const first = Number(cursor?.next_seq)
  await tx.insertMany({
    table: 'lifecycle_event',
    columns: ['seq', 'body'],
    rows: events.map((event, position) => [first + position, canonicalJson(event)]),
    onConflict: 'fail',
  })
  await tx.run('UPDATE lifecycle_cursor SET next_seq = ? WHERE one = 1', [first + events.length])
}

/** For a party without an observer. */
export const recordNothing: RecordEvents = async () => {
  // Nobody listens.
}

/** Moves waiting events into handoffs to the observer, and drops the oldest beyond the bound. Returns the number moved. */
export async function shipEvents(
  tx: Tx,
  self: PartyId,
  observer: PartyId,
  enqueue: (tx: Tx, items: readonly AnyNewItem[]) => Promise<void>,
): Promise<number> {
  await dropOldest(tx)
  const open = await tx.get(
    "SELECT count(*) AS n FROM handoff_out WHERE recipient = ? AND state = 'open' AND kind = 'observer.record'",
    [observer],
  )
  const room = EVENT_ITEMS_OPEN_MAX - Number(open?.n)
  if (room <= 0) return 0
  const rows = await tx.all('SELECT seq, body FROM lifecycle_event ORDER BY seq LIMIT ?', [
    room * EVENTS_PER_ITEM_MAX,
  ])
  const items: AnyNewItem[] = []
  for (let start = 0; start < rows.length; start += EVENTS_PER_ITEM_MAX) {
    const slice = rows.slice(start, start + EVENTS_PER_ITEM_MAX)
    const firstSeq = Number(slice[0]?.seq)
    const events = slice.map((row) => JSON.parse(String(row.body)) as LifecycleEvent)
    items.push({
      id: `events:${self}:${firstSeq}` as HandoffId,
      to: observer,
      kind: 'observer.record',
      body: { firstSeq, events },
    })
  }
  if (items.length === 0) return 0
  await enqueue(tx, items)
  await tx.run('DELETE FROM lifecycle_event WHERE seq <= ?', [Number(rows.at(-1)?.seq)])
  return rows.length
}

async function dropOldest(tx: Tx): Promise<void> {
  const cursor = await tx.get('SELECT next_seq FROM lifecycle_cursor WHERE one = 1')
  const oldestKept = Number(cursor?.next_seq) - EVENTS_WAITING_MAX
  if (oldestKept <= 1) return
  const dropped = await tx.run('DELETE FROM lifecycle_event WHERE seq < ?', [oldestKept])
  if (dropped > 0)
    await tx.run('UPDATE lifecycle_cursor SET dropped = dropped + ? WHERE one = 1', [dropped])
}
