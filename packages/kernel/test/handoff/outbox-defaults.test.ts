import { describe, expect, it } from 'vitest'
import { RESEND_MS_LONGEST } from '../../src/handoff/limits.ts'
import { listCustody } from '../../src/handoff/list-custody.ts'
import type { HandoffId } from '../../src/ids.ts'
import {
  alice,
  bob,
  connect,
  openIds,
  openPair,
  openSide,
  readEnvelope,
  reserve,
  reserveHandler,
  reservePolicy,
  reserves,
  silence,
} from './sides.ts'

describe('a default', () => {
  it('fires for every overdue item in one sweep, however many there are', async () => {
    const { from } = await openPair()
    await from.enqueue(...reserves(600))
    from.time.now += 9_999
    expect(await from.outbox.fireDefaults()).toBe(0)
    from.time.now += 1
    expect(await from.outbox.fireDefaults()).toBe(600)
    expect(await from.outbox.fireDefaults()).toBe(0)
    expect(from.events).toHaveLength(600)
  })

  it('fires once when two processes sweep at the same time', async () => {
    const seen: string[] = []
    const policy = reservePolicy([], {
      onDefault: async (_, { id }) => {
        seen.push(id)
      },
    })
    const first = await openSide(alice, { policies: [policy] })
    const second = await openSide(alice, { policies: [policy], over: first })
    await first.enqueue(...reserves(300))
    first.time.now += 10_000
    second.time.now += 10_000
    const sweeps = [first.outbox.fireDefaults(), second.outbox.fireDefaults()]
    const [one = 0, other = 0] = await Promise.all(sweeps)
    expect(one + other).toBe(300)
    expect(seen).toHaveLength(300)
    expect([...first.faults, ...second.faults]).toEqual([])
  })

  it('fires although the receiver faults at the item each time', async () => {
    const from = await openSide(alice, {
      policies: [reservePolicy([], { defaults: [{ afterMs: 10_000, act: 'recall' }] })],
    })
    const to = await openSide(bob, {
      handlers: [
        reserveHandler([], () => {
          throw new Error('always')
        }),
      ],
    })
    connect(from, to)
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    expect(await openIds(from)).toEqual(['a'])
    from.time.now += 10_000
    await from.outbox.fireDefaults()
    await from.outbox.pump()
    expect(await openIds(from)).toEqual([])
  })

  it('whose hook throws holds up no other and is tried again', async () => {
    let isBroken = true
    const policy = reservePolicy([], {
      onDefault: async (_, { id }) => {
        if (isBroken && id === 'r0000') throw new Error('broken')
      },
    })
    const from = await openSide(alice, { policies: [policy] })
    await from.enqueue(...reserves(300))
    from.time.now += 10_000
    expect(await from.outbox.fireDefaults()).toBe(299)
    expect(await from.outbox.fireDefaults()).toBe(0)
    expect(from.faults.map(({ id }) => id)).toEqual(['r0000'])
    isBroken = false
    from.time.now += RESEND_MS_LONGEST
    expect(await from.outbox.fireDefaults()).toBeGreaterThan(0)
    const [row] = await from.rows("SELECT step FROM handoff_default WHERE id = 'r0000'")
    expect(row).toEqual({ step: 0 })
  })

  it('that recalls crosses an item under way: one of the two wins, for both sides', async () => {
    const told: string[] = []
    const applied: string[] = []
    const defaults = [{ afterMs: 10_000, act: 'recall' }] as const
    const from = await openSide(alice, { policies: [reservePolicy(told, { defaults })] })
    const to = await openSide(bob, { handlers: [reserveHandler(applied)] })
    const late: Uint8Array[] = []
    from.wire.deliver = async (_, envelope) => {
      late.push(envelope)
      return silence(bob, envelope, { timeoutMs: 1, maxBytes: 1 })
    }
    await from.enqueue(reserve('a'), reserve('b'))
    await from.outbox.pump()
    from.time.now += 10_000
    await from.outbox.fireDefaults()
    connect(from, to)
    await from.outbox.pump()
    await to.inbox.receive(late[0] ?? new Uint8Array())
    expect(told).toEqual(['a handoff_recalled', 'b handoff_recalled'])
    expect(applied).toEqual([])
  })

  it('that recalls what was done hears that it was done', async () => {
    const told: string[] = []
    const defaults = [{ afterMs: 10_000, act: 'recall' }] as const
    const from = await openSide(alice, { policies: [reservePolicy(told, { defaults })] })
    const to = await openSide(bob, { handlers: [reserveHandler([])] })
    from.wire.deliver = async (_, envelope, limits) => {
      await to.inbox.receive(envelope)
      return silence(bob, envelope, limits)
    }
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    from.time.now += 10_000
    await from.outbox.fireDefaults()
    connect(from, to)
    await from.outbox.pump()
    expect(told).toEqual(['a acknowledged'])
  })

  it('that holds keeps the item from being sent until it is released, and goes on having a deadline', async () => {
    const { from, told, sent } = await openPair()
    const held = await openSide(alice, {
      policies: [reservePolicy(told, { defaults: [{ afterMs: 10_000, act: 'hold' }] })],
      over: from,
    })
    held.wire.deliver = from.wire.deliver
    await held.enqueue(reserve('a'))
    held.time.now += 10_000
    await held.outbox.fireDefaults()
    await held.enqueue(reserve('b'))
    expect(await held.outbox.pump()).toBe(1)
    expect(readEnvelope(sent[0]).items.map(({ id }) => id)).toEqual(['b'])
    expect(await held.rows("SELECT attempts FROM handoff_out WHERE id = 'a'")).toEqual([
      { attempts: 0 },
    ])
    const [item] = await held.store.read('custody', (tx) => listCustody(tx, alice, 10))
    expect(item).toMatchObject({ mode: 'hold', defaultsFired: ['hold'] })
    expect(item?.deadlineAtMs).toBe(held.time.now + 10_000)
    expect(await held.outbox.release('a' as HandoffId)).toBe(true)
    expect(await held.outbox.release('a' as HandoffId)).toBe(false)
    expect(await held.outbox.pump()).toBe(1)
  })

  it('that resends after one that held sends again', async () => {
    const defaults = [
      { afterMs: 10_000, act: 'hold' },
      { afterMs: 10_000, act: 'resend' },
    ] as const
    const told: string[] = []
    const from = await openSide(alice, { policies: [reservePolicy(told, { defaults })] })
    const to = await openSide(bob, { handlers: [reserveHandler([])] })
    connect(from, to)
    await from.enqueue(reserve('a'))
    for (const sent of [0, 1]) {
      from.time.now += 10_000
      await from.outbox.fireDefaults()
      expect(await from.outbox.pump()).toBe(sent)
    }
  })
})
