import { Buffer } from 'node:buffer'
import type { AnyNewItem, SendPolicy } from '../handoff/handoff-policy.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { HANDOFF_BODY_LIMITS } from '../messages/common.ts'
import {
  EVENTS_PER_ITEM_MAX,
  type LifecycleEvent,
  parseLifecycleEvents,
} from '../messages/lifecycle-event.ts'
import type { Migration, Row, Tx } from '../ports.ts'

/** Adds events to this party's queue for the observer, in the caller's transaction. */
export type RecordEvents = (tx: Tx, events: readonly LifecycleEvent[]) => Promise<void>

/** Events that wait while the observer is down; beyond it the oldest go first, counted. Chosen: about 100 MB. */
export const EVENTS_WAITING_MAX = 250_000
/** Items to the observer that may be under way at once, so that an absent observer costs a bounded outbox. */
export const EVENT_ITEMS_OPEN_MAX = 64
/** Events moved in one transaction. Chosen: four items, some 10 ms of the only writer. */
export const EVENTS_MOVED_MAX: number = 4 * EVENTS_PER_ITEM_MAX
/** Such transactions in one sweep: they fill the room for items under way. */
export const EVENT_BATCHES_PER_SWEEP_MAX: number = EVENT_ITEMS_OPEN_MAX / 4

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
  onRefused: async (tx, items) => {
    const lost = items.reduce((sum, { body }) => sum + body.events.length, 0)
    await countDropped(tx, lost)
  },
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

/** Moves waiting events into handoffs to the observer, at most EVENTS_MOVED_MAX. Returns the number moved. */
export async function shipEvents(
  tx: Tx,
  self: PartyId,
  observer: PartyId,
  enqueue: (tx: Tx, items: readonly AnyNewItem[]) => Promise<void>,
): Promise<number> {
  const open = await tx.get(
    // None of these is ever on hold; saying so lets the index of what is due answer.
    "SELECT count(*) AS n FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold' AND kind = 'observer.record'",
    [observer],
  )
  const room = EVENT_ITEMS_OPEN_MAX - Number(open?.n)
  if (room <= 0) return 0
  const rows = await tx.all('SELECT seq, body FROM lifecycle_event ORDER BY seq LIMIT ?', [
    Math.min(room * EVENTS_PER_ITEM_MAX, EVENTS_MOVED_MAX),
  ])
  const items = cutIntoBatches(rows).map(
    ({ firstSeq, events }): AnyNewItem => ({
      id: `events:${self}:${firstSeq}` as HandoffId,
      to: observer,
      kind: 'observer.record',
      body: { firstSeq, events },
    }),
  )
  const last = rows.at(-1)
  if (last === undefined) return 0
  await enqueue(tx, items)
  await tx.run('DELETE FROM lifecycle_event WHERE seq <= ?', [Number(last.seq)])
  return rows.length
}

interface Batch {
  readonly firstSeq: number
  readonly events: LifecycleEvent[]
  bytes: number
}

/** Bytes of a batch's body without its events: names, brackets and the longest number. */
const BATCH_BYTES_AROUND = 64

/** Batches that an item can carry, each of at least one event: the longest event that the schema allows is far below the limit. */
function cutIntoBatches(rows: readonly Row[]): readonly Batch[] {
  const batches: Batch[] = []
  for (const row of rows) {
    const seq = Number(row.seq)
    const event = readEvent(String(row.body), seq)
    const bytes = Buffer.byteLength(canonicalJson(event)) + 1
    const batch = batches.at(-1)
    const fits =
      batch !== undefined &&
      batch.events.length < EVENTS_PER_ITEM_MAX &&
      batch.bytes + bytes <= HANDOFF_BODY_LIMITS.maxBytes
    if (fits) {
      batch.events.push(event)
      batch.bytes += bytes
    } else batches.push({ firstSeq: seq, events: [event], bytes: BATCH_BYTES_AROUND + bytes })
  }
  return batches
}

/** An event that the observer would refuse keeps its number and loses its content: it must not take the others of its batch with it. */
function readEvent(body: string, seq: number): LifecycleEvent {
  const event = JSON.parse(body) as LifecycleEvent
  if (parseLifecycleEvents({ firstSeq: seq, events: [event] }).ok) return event
  return { event: 'EventMalformed', atMs: 0, ids: {}, detail: {} }
}

/** Drops the oldest events beyond EVENTS_WAITING_MAX and counts them: also while none are moved. */
export async function dropOldestEvents(tx: Tx): Promise<void> {
  const cursor = await tx.get('SELECT next_seq FROM lifecycle_cursor WHERE one = 1')
  const oldestKept = Number(cursor?.next_seq) - EVENTS_WAITING_MAX
  if (oldestKept <= 1) return
  const dropped = await tx.run('DELETE FROM lifecycle_event WHERE seq < ?', [oldestKept])
  if (dropped > 0) await countDropped(tx, dropped)
}

async function countDropped(tx: Tx, events: number): Promise<void> {
  await tx.run('UPDATE lifecycle_cursor SET dropped = dropped + ? WHERE one = 1', [events])
}
