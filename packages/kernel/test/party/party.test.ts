import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { systemTimers } from '../../src/adapters/system-timers.ts'
import { EVENT_ITEMS_OPEN_MAX, EVENTS_WAITING_MAX } from '../../src/events/event-recorder.ts'
import { acknowledged } from '../../src/handoff/handoff-policy.ts'
import { ENVELOPE_ITEMS_MAX } from '../../src/handoff/limits.ts'
import { type EpochMs, epochMs, type PartyId } from '../../src/ids.ts'
import { EVENTS_PER_ITEM_MAX } from '../../src/messages/lifecycle-event.ts'
import { parseReserveTransfer } from '../../src/messages/transfer.ts'
import { createAddressBook } from '../../src/party/address-book.ts'
import { openParty, type PartyContext, type Role } from '../../src/party/party.ts'
import type { Ports, Store, Timers } from '../../src/ports.ts'
import { err, ok } from '../../src/result.ts'
import { alice, bob, carol, keyOf, reserve, reservePolicy, signerOf } from '../handoff/sides.ts'

const stores: Store[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close()
})

/** The system's timers, fifty times as fast; what a task throws is kept. */
function fastTimers(thrown: unknown[]): Timers {
  return {
    sleep: (ms, signal) => systemTimers.sleep(ms / 50, signal),
    every: (ms, task) =>
      systemTimers.every(ms / 50, async () => {
        if (thrown.length === 0) await task().catch((error: unknown) => thrown.push(error))
      }),
  }
}

async function portsOf(party: PartyId, changes: Partial<Ports> = {}): Promise<Ports> {
  const store = await openSqliteStore({ path: ':memory:' })
  stores.push(store)
  return {
    clock: { nowMs: (): EpochMs => epochMs(1_800_000_000_000), monotonicMs: () => 0 },
    random: { bytes: (length) => new Uint8Array(length), below: () => 0 },
    timers: systemTimers,
    store,
    transport: {
      deliver: async () => err({ code: 'transport_unreachable' }),
      retrieve: async () => err({ code: 'not_found' }),
    },
    signer: signerOf(party),
    compute: { verifySignatures: async () => [] },
    ...changes,
  }
}

interface Sender extends Role {
  readonly context: PartyContext
}

async function openPair(hanging: Promise<void>) {
  const told: string[] = []
  const receiver = await openParty({
    id: bob,
    ports: await portsOf(bob),
    directory: { ...createAddressBook(), keyOf },
    migrations: [],
    createRole: (): Role => ({
      sendPolicies: [],
      receiveHandlers: [
        {
          kind: 'ledger.reserve',
          parse: parseReserveTransfer,
          apply: async (_, items) => items.map(() => acknowledged),
        },
      ],
    }),
  })
  const thrown: unknown[] = []
  const ports = await portsOf(alice, {
    timers: fastTimers(thrown),
    transport: {
      async deliver(to, envelope) {
        if (to === carol) await hanging
        const answer = to === bob ? await receiver.receive(envelope) : undefined
        return answer?.ok ? ok(answer.value) : err({ code: 'transport_timed_out' })
      },
      retrieve: async () => err({ code: 'not_found' }),
    },
  })
  const sender = await openParty({
    id: alice,
    ports,
    directory: { ...createAddressBook(), keyOf },
    migrations: [],
    observer: carol,
    createRole: (context): Sender => ({
      context,
      sendPolicies: [reservePolicy(told)],
      receiveHandlers: [],
    }),
  })
  const submit = (...items: Parameters<PartyContext['enqueue']>[1]) =>
    ports.store.transact('submit', (tx) => sender.role.context.enqueue(tx, items))
  /** Events that wait with the sender, and its items to the observer. */
  const events = () =>
    ports.store.read('events', async (tx) => ({
      kept: (await tx.all('SELECT seq FROM lifecycle_event ORDER BY seq')).length,
      handed: (
        await tx.all("SELECT id FROM handoff_out WHERE kind = 'observer.record' ORDER BY id")
      ).length,
    }))
  return { sender, submit, told, thrown, events }
}

describe('a party that was started', () => {
  it('goes on serving everybody else while one recipient does not answer', async () => {
    const hanging = Promise.withResolvers<void>()
    const { sender, submit, told } = await openPair(hanging.promise)
    const stop = sender.start()
    await submit(reserve('stuck', '1', carol))
    for (const id of ['a', 'b', 'c']) {
      await submit(reserve(id))
      await expect.poll(() => told).toContain(`${id} acknowledged`)
    }
    hanging.resolve()
    await stop()
  })

  it('sends nothing while it is told to wait, and everything afterwards', async () => {
    const { sender, submit, told } = await openPair(Promise.resolve())
    const looked = Promise.withResolvers<void>()
    let isWaiting = true
    await submit(reserve('a'), reserve('b'))
    const stop = sender.start({
      waits: () => {
        looked.resolve()
        return isWaiting
      },
    })
    await looked.promise
    await systemTimers.sleep(20)
    expect(told).toEqual([])
    isWaiting = false
    await expect.poll(() => told.toSorted()).toEqual(['a acknowledged', 'b acknowledged'])
    await stop()
  })

  it('asks before every envelope: what is under way when it is told to wait ends, and nothing else is sent', async () => {
    const { sender, submit, told } = await openPair(Promise.resolve())
    const ids = Array.from({ length: ENVELOPE_ITEMS_MAX + 1 }, (_, at) => `item-${at}`)
    await submit(...ids.map((id) => reserve(id)))
    let isWaiting = true
    const stop = sender.start({ waits: () => isWaiting && told.length > 0 })
    await expect.poll(() => told.length).toBe(ENVELOPE_ITEMS_MAX)
    await systemTimers.sleep(20)
    expect(told.length).toBe(ENVELOPE_ITEMS_MAX)
    isWaiting = false
    await expect.poll(() => told.length).toBe(ids.length)
    await stop()
  })

  it('keeps events while its observer waits, and everybody else is served', async () => {
    const { sender, submit, told, events } = await openPair(Promise.resolve())
    const asked: PartyId[] = []
    let isWaiting = true
    const stop = sender.start({
      waits: (to) => {
        asked.push(to)
        return to === carol && isWaiting
      },
    })
    const record = (event: string) =>
      sender.ports.store.transact('record', (tx) =>
        sender.role.context.recordEvents(tx, [{ event, atMs: 1, ids: {}, detail: {} }]),
      )
    await record('Happened')
    await submit(reserve('a'))
    await expect.poll(() => told).toEqual(['a acknowledged'])
    await expect.poll(() => asked.filter((to) => to === carol).length).toBeGreaterThan(2)
    expect(await events()).toEqual({ kept: 1, handed: 0 })
    await sender.ports.store.transact('long ago', (tx) =>
      tx.run('UPDATE lifecycle_cursor SET next_seq = ?', [EVENTS_WAITING_MAX + 2]),
    )
    // Bounded all the same.
    await expect.poll(events).toEqual({ kept: 0, handed: 0 })
    await record('Later')
    isWaiting = false
    await expect.poll(events).toEqual({ kept: 0, handed: 1 })
    await stop()
  })

  it('hands on in one sweep as many events as may be under way, a few in each transaction', async () => {
    const { sender, events } = await openPair(Promise.resolve())
    const room = EVENT_ITEMS_OPEN_MAX * EVENTS_PER_ITEM_MAX
    await sender.ports.store.transact('record', (tx) =>
      sender.role.context.recordEvents(
        tx,
        Array.from({ length: room + 1 }, () => ({ event: 'Sent', atMs: 1, ids: {}, detail: {} })),
      ),
    )
    await sender.sweep()
    expect(await events()).toEqual({ kept: 1, handed: EVENT_ITEMS_OPEN_MAX })
  })

  it('stops only after its deliveries have ended', async () => {
    const hanging = Promise.withResolvers<void>()
    const { sender, submit, told } = await openPair(hanging.promise)
    await submit(reserve('stuck', '1', carol), reserve('a'))
    const stop = sender.start()
    await expect.poll(() => told).toEqual(['a acknowledged'])
    let isStopped = false
    const stopping = stop().then(() => {
      isStopped = true
    })
    await systemTimers.sleep(20)
    expect(isStopped).toBe(false)
    hanging.resolve()
    await stopping
    const [stuck] = await sender.ports.store.read('look', (tx) =>
      tx.all("SELECT attempts FROM handoff_out WHERE id = 'stuck'"),
    )
    expect(stuck).toEqual({ attempts: 1 })
  })

  it('fails loudly when a pump does', async () => {
    const hanging = Promise.withResolvers<void>()
    const { sender, submit, thrown } = await openPair(hanging.promise)
    await submit(reserve('a', '1', carol))
    const stop = sender.start()
    await systemTimers.sleep(20)
    hanging.reject(new Error('broken'))
    await expect.poll(() => thrown).toEqual([new Error('broken')])
    await expect(stop()).rejects.toThrow('broken')
  })
})
