import type { PartyId, ReadTx, Row } from '@evenkeel/kernel'
import type { ObservedEvent } from '../model/observed-event.ts'

export const EVENT_COLUMNS: readonly string[] = [
  'arrival',
  'party',
  'seq',
  'event',
  'at',
  'received',
  'ids',
  'detail',
]

/** Reads the events with these arrival numbers, in that order. */
export async function readEvents(
  tx: ReadTx,
  arrivals: readonly number[],
): Promise<readonly ObservedEvent[]> {
  const rows = await tx.selectIn({
    table: 'observer_event',
    columns: EVENT_COLUMNS,
    key: 'arrival',
    keys: arrivals,
  })
  return rows.map(toObservedEvent)
}

/** Turns a row with EVENT_COLUMNS into the event. */
export function toObservedEvent(row: Row): ObservedEvent {
  return {
    party: row.party as PartyId,
    seq: Number(row.seq),
    event: String(row.event),
    atMs: Number(row.at),
    receivedMs: Number(row.received),
    ids: JSON.parse(String(row.ids)) as ObservedEvent['ids'],
    detail: JSON.parse(String(row.detail)) as ObservedEvent['detail'],
  }
}
