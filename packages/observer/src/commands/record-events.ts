import {
  acknowledged,
  type HandlerAnswer,
  parseLifecycleEvents,
  type ReceivedItem,
  type ReceiveHandler,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'

/** Takes the events of other parties. An event that is here already, under its party and number, is left as it is. */
export const recordEventsHandler: ReceiveHandler<'observer.record'> = {
  kind: 'observer.record',
  parse: parseLifecycleEvents,
  apply: recordObserved,
}

async function recordObserved(
  tx: Tx,
  items: readonly ReceivedItem<'observer.record'>[],
): Promise<readonly HandlerAnswer[]> {
  const newest = await tx.get('SELECT max(arrival) AS arrival FROM observer_event')
  const first = Number(newest?.arrival ?? 0) + 1
  const received = items.flatMap(({ from, body, atMs }) =>
    body.events.map((event, position) => ({
      ...event,
      party: from,
      seq: body.firstSeq + position,
      receivedMs: atMs,
    })),
  )
  const inserted = await tx.insertMany({
    table: 'observer_event',
    columns: ['arrival', 'party', 'seq', 'event', 'at', 'received', 'ids', 'detail'],
    rows: received.map((event, position) => [
      first + position,
      event.party,
      event.seq,
      event.event,
      event.atMs,
      event.receivedMs,
      JSON.stringify(event.ids),
      JSON.stringify(event.detail),
    ]),
    onConflict: 'ignore',
  })
  const links: SqlValue[][] = []
  for (const position of inserted) {
    // One event may name one id twice, in two roles.
    for (const id of new Set(Object.values(received[position]?.ids ?? {}))) {
      links.push([id, first + position])
    }
  }
  await tx.insertMany({
    table: 'observer_event_id',
    columns: ['id', 'arrival'],
    rows: links,
    onConflict: 'fail',
  })
  return items.map(() => acknowledged)
}
