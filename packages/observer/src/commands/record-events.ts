import {
  acknowledged,
  CREDENTIAL_ISSUED,
  type HandlerAnswer,
  type LifecycleEvent,
  type NameCredential,
  parseLifecycleEvents,
  type ReceivedItem,
  type ReceiveHandler,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'

/** Takes the events of other parties. An event that is here already, under its party and number, is left as it is. */
export function recordEventsHandler(
  naming: NameCredential | undefined,
): ReceiveHandler<'observer.record'> {
  return {
    kind: 'observer.record',
    parse: parseLifecycleEvents,
    apply: (tx, items) => recordObserved(tx, items, naming),
  }
}

/** Puts the programme's name of a credential in the place of its place in a status list, which links programmes and is not kept. */
function nameCredential(event: LifecycleEvent, naming: NameCredential | undefined): LifecycleEvent {
  const { statusUri: uri, statusIndex: idx, ...detail } = event.detail
  if (event.event !== CREDENTIAL_ISSUED || typeof uri !== 'string' || typeof idx !== 'number')
    return event
  return {
    ...event,
    detail,
    ids: { ...event.ids, ...(naming && { handle: naming({ uri, idx }) }) },
  }
}

async function recordObserved(
  tx: Tx,
  items: readonly ReceivedItem<'observer.record'>[],
  naming: NameCredential | undefined,
): Promise<readonly HandlerAnswer[]> {
  const newest = await tx.get('SELECT max(arrival) AS arrival FROM observer_event')
  const first = Number(newest?.arrival ?? 0) + 1
  const received = items.flatMap(({ from, body, atMs }) =>
    body.events.map((event, position) => ({
      ...nameCredential(event, naming),
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
