import { describe, expect, it } from 'vitest'
import {
  dropOldestEvents,
  EVENT_ITEMS_OPEN_MAX,
  EVENTS_MOVED_MAX,
  EVENTS_WAITING_MAX,
  eventSendPolicy,
  recordEvents,
  shipEvents,
} from '../../src/events/event-recorder.ts'
import type { AnyReceiveHandler } from '../../src/handoff/handoff-policy.ts'
import { acknowledged, refused } from '../../src/handoff/handoff-policy.ts'
import type { LifecycleEvent, LifecycleEventBatch } from '../../src/messages/lifecycle-event.ts'
import { EVENTS_PER_ITEM_MAX, parseLifecycleEvents } from '../../src/messages/lifecycle-event.ts'
import { alice, bob, connect, openSide, type Side } from '../handoff/sides.ts'

const event = (name: string, changes: Partial<LifecycleEvent> = {}): LifecycleEvent => ({
  event: name,
  atMs: 1,
  ids: { claim: 'c' },
  detail: {},
  ...changes,
})

function observing(batches: LifecycleEventBatch[], answer = acknowledged): AnyReceiveHandler {
  return {
    kind: 'observer.record',
    parse: parseLifecycleEvents,
    apply: async (_, items) => {
      batches.push(...items.map(({ body }) => body))
      return items.map(() => answer)
    },
  }
}

const record = (side: Side, events: readonly LifecycleEvent[]) =>
  side.store.transact('record', (tx) => recordEvents(tx, events))
const ship = (side: Side) =>
  side.store.transact('ship', async (tx) => {
    await dropOldestEvents(tx)
    return shipEvents(tx, alice, bob, side.outbox.enqueue)
  })
/** As many batches as there is room for. */
async function shipAll(side: Side): Promise<number> {
  for (let total = 0; ; ) {
    const moved = await ship(side)
    if (moved === 0) return total
    total += moved
  }
}
const dropped = async (side: Side) => (await side.rows('SELECT dropped FROM lifecycle_cursor'))[0]

async function openPair(answer = acknowledged) {
  const batches: LifecycleEventBatch[] = []
  const from = await openSide(alice, { policies: [eventSendPolicy] })
  const to = await openSide(bob, { handlers: [observing(batches, answer)] })
  connect(from, to)
  return { from, batches }
}

/** Numbers of the events in the batches, which have to be without a gap and without an overlap. */
const numbers = (batches: readonly LifecycleEventBatch[]) =>
  batches.flatMap(({ firstSeq, events }) => events.map((_, position) => firstSeq + position))

describe('the events of a party', () => {
  it('reach the observer in batches, each event under its own number', async () => {
    const { from, batches } = await openPair()
    const events = Array.from({ length: 250 }, () => event('ClaimSettled'))
    await record(from, events.slice(0, 120))
    await record(from, events.slice(120))
    expect(await ship(from)).toBe(250)
    await from.outbox.pump()
    expect(batches.map((batch) => batch.events.length)).toEqual([100, 100, 50])
    expect(numbers(batches)).toEqual(Array.from({ length: 250 }, (_, position) => position + 1))
    expect(await ship(from)).toBe(0)
  })

  it('are cut into items that fit, however long each may be', async () => {
    const { from, batches } = await openPair()
    const ids = Object.fromEntries(
      Array.from({ length: 8 }, (_, position) => [`id${position}`, '\u0001'.repeat(256)]),
    )
    const detail = Object.fromEntries(
      Array.from({ length: 16 }, (_, position) => [`d${position}`, '語'.repeat(256)]),
    )
    await record(from, Array(EVENTS_PER_ITEM_MAX).fill(event('Longest', { ids, detail })))
    expect(await ship(from)).toBe(EVENTS_PER_ITEM_MAX)
    await from.outbox.pump()
    expect(numbers(batches)).toHaveLength(EVENTS_PER_ITEM_MAX)
    expect(batches.length).toBeGreaterThan(10)
  })

  it('that the observer would refuse lose their content and nothing else', async () => {
    const { from, batches } = await openPair()
    await record(from, [event('Before'), event('Bad', { ids: { claim: '' } }), event('After')])
    await ship(from)
    await from.outbox.pump()
    expect(batches).toHaveLength(1)
    expect(batches[0]?.events.map((one) => one.event)).toEqual([
      'Before',
      'EventMalformed',
      'After',
    ])
  })

  it('wait while the observer is away: a bounded number is under way', async () => {
    const { from } = await openPair()
    const events = Array(EVENTS_PER_ITEM_MAX * (EVENT_ITEMS_OPEN_MAX + 1)).fill(event('Waiting'))
    await record(from, events)
    expect(await shipAll(from)).toBe(EVENTS_PER_ITEM_MAX * EVENT_ITEMS_OPEN_MAX)
    await from.outbox.pump()
    expect(await shipAll(from)).toBe(EVENTS_PER_ITEM_MAX)
  })

  it('are moved a few at a time, so that none of their transactions holds the store for long', async () => {
    const { from, batches } = await openPair()
    await record(from, Array(2 * EVENTS_MOVED_MAX + 1).fill(event('Waiting')))
    expect([await ship(from), await ship(from), await ship(from)]).toEqual([
      EVENTS_MOVED_MAX,
      EVENTS_MOVED_MAX,
      1,
    ])
    await from.outbox.pump()
    expect(numbers(batches)).toEqual(
      Array.from({ length: 2 * EVENTS_MOVED_MAX + 1 }, (_, position) => position + 1),
    )
  })

  it('are counted when they are too many to keep, and when the observer refuses them', async () => {
    const { from } = await openPair(refused('malformed_message') as never)
    await from.store.transact('full', (tx) =>
      tx.run('UPDATE lifecycle_cursor SET next_seq = ?', [EVENTS_WAITING_MAX]),
    )
    await record(from, [event('Oldest'), event('Kept')])
    await from.store.transact('older', (tx) =>
      tx.run('UPDATE lifecycle_event SET seq = 1 WHERE seq = ?', [EVENTS_WAITING_MAX]),
    )
    expect(await ship(from)).toBe(1)
    expect(await dropped(from)).toEqual({ dropped: 1 })
    await from.outbox.pump()
    expect(await dropped(from)).toEqual({ dropped: 2 })
    // A refusal of events is no event: it would be refused as well.
    expect(from.events).toEqual([])
  })
})
