import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import {
  ENVELOPE_TYP,
  type Envelope,
  openAcknowledgement,
  signMessage,
} from '../../src/handoff/envelope.ts'
import { createForgetting, defaultHandoffRetention } from '../../src/handoff/forget-handoffs.ts'
import { handoffMigrations } from '../../src/handoff/handoff-migrations.ts'
import { acknowledged, refused } from '../../src/handoff/handoff-policy.ts'
import { FORGET_OUTCOMES_MAX } from '../../src/handoff/limits.ts'
import { listCustody } from '../../src/handoff/list-custody.ts'
import type { HandoffId } from '../../src/ids.ts'
import { canonicalJson } from '../../src/json/canonical-json.ts'
import type { JsonValue } from '../../src/json/json-value.ts'
import { unwrap } from '../../src/result.ts'
import {
  alice,
  bob,
  carol,
  connect,
  DAY_MS,
  keyOf,
  openIds,
  openPair,
  openSide,
  type Pair,
  readEnvelope,
  reserve,
  reserveHandler,
  reservePolicy,
  reserves,
  type Side,
  START_MS,
  signerOf,
  silence,
} from './sides.ts'

const receivedIds = async (side: Side) =>
  (await side.rows('SELECT id FROM handoff_in ORDER BY id')).map(({ id }) => id)
const sentIds = async (side: Side) =>
  (await side.rows('SELECT id FROM handoff_out ORDER BY id')).map(({ id }) => id)

async function pass({ from, to }: Pick<Pair, 'from' | 'to'>, days: number): Promise<void> {
  for (const side of [from, to]) side.time.now += days * DAY_MS
  for (const side of [to, from]) await side.forget()
}

/** A pair in which `a` was handed over and forgotten by its receiver, and `b` told that receiver so. */
async function openForgetful(): Promise<Pair> {
  const pair = await openPair()
  await pair.from.enqueue(reserve('a'))
  await pair.from.outbox.pump()
  await pair.from.enqueue(reserve('b'))
  await pair.from.outbox.pump()
  await pass(pair, 2)
  expect(await receivedIds(pair.to)).toEqual(['b'])
  return pair
}

async function send(to: Side, parts: Partial<Envelope> & Pick<Envelope, 'stream'>) {
  const envelope: Envelope = {
    v: 1,
    from: alice,
    to: bob,
    sentAtMs: START_MS,
    resolvedBelow: 1,
    items: [],
    recalls: [],
    ...parts,
  }
  const bytes = await signMessage(ENVELOPE_TYP, envelope, signerOf(alice))
  const answer = unwrap(await to.inbox.receive(bytes))
  return unwrap(openAcknowledgement(answer, keyOf)).outcomes.map(({ id, outcome }) => [id, outcome])
}

describe('a watermark', () => {
  it('stands below every item without an answer, also one on hold, for each recipient by itself', async () => {
    const { from, to, sent } = await openPair()
    await from.enqueue(reserve('a'), reserve('held'), reserve('c'), reserve('other', '1', carol))
    await from.store.transact('hold', (tx) =>
      tx.run("UPDATE handoff_out SET mode = 'hold' WHERE id = 'held'"),
    )
    from.wire.deliver = silence
    await from.outbox.pump()
    connect(from, to).push(...sent)
    from.time.now += 60_000
    await from.outbox.pump()
    await from.enqueue(reserve('d'))
    const again = connect(from, to)
    await from.outbox.pump()
    const envelope = readEnvelope(again.find((bytes) => readEnvelope(bytes).to === bob))
    expect(envelope.resolvedBelow).toBe(2)
    expect(envelope.items).toMatchObject([{ id: 'd', seq: 4 }])
  })

  it('that contradicts its own envelope makes it malformed', async () => {
    const { to, sent, from } = await openPair()
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    const envelope = { ...readEnvelope(sent[0]), resolvedBelow: 2 }
    const bytes = await signMessage(ENVELOPE_TYP, envelope, signerOf(alice))
    expect(await to.inbox.receive(bytes)).toMatchObject({ error: { code: 'malformed_message' } })
  })

  it('never falls: an envelope that was overtaken finds its items forgotten and does nothing', async () => {
    const { to, sent, applied } = await openForgetful()
    const late = readEnvelope(sent[0])
    expect(late.resolvedBelow).toBe(1)
    const { stream, items } = late
    expect(await send(to, { stream, items })).toEqual([['a', 'forgotten']])
    const recalls = [{ id: 'a' as HandoffId, seq: 1 }]
    expect(await send(to, { stream, recalls })).toEqual([['a', 'forgotten']])
    expect(applied).toEqual(['a 1', 'b 1'])
    expect(await receivedIds(to)).toEqual(['b'])
  })
})

describe('forgetting', () => {
  it('spares an outcome whose sender may come back, however old it is', async () => {
    const pair = await openPair()
    await pair.from.enqueue(reserve('a'))
    const deliver = pair.from.wire.deliver
    // The answer is lost for years.
    pair.from.wire.deliver = async (...exchange) => {
      await deliver(...exchange)
      return silence(...exchange)
    }
    await pair.from.outbox.pump()
    await pass(pair, 1_000)
    expect(await receivedIds(pair.to)).toEqual(['a'])
    pair.from.wire.deliver = deliver
    await pair.from.outbox.pump()
    expect(pair.told).toEqual(['a acknowledged'])
    expect(pair.applied).toEqual(['a 1'])
  })

  it('spares what is younger than the retention, on either side', async () => {
    const pair = await openPair()
    await pair.from.enqueue(reserve('a'))
    await pair.from.outbox.pump()
    await pair.from.enqueue(reserve('b'))
    await pair.from.outbox.pump()
    await pass(pair, 0.9)
    expect(await receivedIds(pair.to)).toEqual(['a', 'b'])
    await pass(pair, 9)
    expect(await receivedIds(pair.to)).toEqual(['b'])
    expect(await sentIds(pair.from)).toEqual(['a', 'b'])
  })

  it('takes an item, its proof and its defaults together, and no item without an answer', async () => {
    const pair = await openPair((id) => (id === 'b' ? refused('insufficient_funds') : acknowledged))
    const { from } = pair
    from.wire.deliver = silence
    await from.enqueue(reserve('a'), reserve('b'), reserve('open', '1', carol))
    from.time.now += 20_000
    await from.outbox.fireDefaults()
    connect(from, pair.to)
    const { deliver } = from.wire
    from.wire.deliver = (to, ...rest) =>
      to === carol ? silence(to, ...rest) : deliver(to, ...rest)
    await from.outbox.pump()
    expect(await from.rows('SELECT id FROM handoff_default ORDER BY id')).toHaveLength(3)
    await pass(pair, 11)
    expect(await sentIds(from)).toEqual(['open'])
    expect(await from.rows('SELECT hash FROM handoff_proof')).toEqual([])
    expect(await from.rows('SELECT id FROM handoff_default')).toEqual([{ id: 'open' }])
  })

  it('works in batches that hold the writer no longer than an envelope does', async () => {
    const { from, to } = await openPair()
    await from.enqueue(...reserves(1_000))
    await from.outbox.pump()
    await from.enqueue(reserve('last'))
    await from.outbox.pump()
    await pass({ from, to }, 11)
    expect(await receivedIds(to)).toEqual(['last'])
    expect(await sentIds(from)).toEqual([])
    const batches = to.transactions.filter((name) => name === 'handoff-forget-outcomes')
    expect(batches).toHaveLength(Math.ceil(1_000 / FORGET_OUTCOMES_MAX))
  })

  it('looks no more often than it has to', async () => {
    const { to } = await openPair()
    let reads = 0
    const store = {
      ...to.store,
      read: (name: string, body: never) => {
        reads += 1
        return to.store.read(name, body)
      },
    } as Side['store']
    const clock = { nowMs: () => to.time.now as never, monotonicMs: () => to.time.now - START_MS }
    const forget = createForgetting({ store, clock }, defaultHandoffRetention)
    await forget()
    const once = reads
    to.time.now += defaultHandoffRetention.everyMs - 1
    await forget()
    expect(reads).toBe(once)
    to.time.now += 1
    await forget()
    expect(reads).toBe(2 * once)
  })

  it('cannot be set so that a sender forgets an id before its receiver does', async () => {
    const { to } = await openPair()
    const clock = { nowMs: () => to.time.now as never, monotonicMs: () => 0 }
    const retention = { outcomesMs: 2, answersMs: 1, everyMs: 1 }
    expect(() => createForgetting({ store: to.store, clock }, retention)).toThrow(
      /at least as long/,
    )
  })
})

describe('a sender whose store was put back to an older state', () => {
  /** The same party over a store in which only `items` were ever handed over. */
  async function putBack(pair: Pair, ...items: Parameters<Side['enqueue']>): Promise<Side> {
    const side = await openSide(alice, { policies: [reservePolicy(pair.told)] })
    side.time.now = pair.from.time.now
    connect(side, pair.to)
    await side.enqueue(...items)
    return side
  }

  it('hears the same words again while its receiver remembers, also under another number', async () => {
    const pair = await openPair()
    await pair.from.enqueue(reserve('a'), reserve('b'))
    await pair.from.outbox.pump()
    await pair.from.enqueue(reserve('c'))
    await pair.from.outbox.pump()
    const side = await putBack(pair, reserve('b'), reserve('a'))
    expect(await side.outbox.pump()).toBe(2)
    expect(pair.applied).toEqual(['a 1', 'b 1', 'c 1'])
    expect(pair.told.slice(3).sort()).toEqual(['a acknowledged', 'b acknowledged'])
  })

  it('does nothing twice and drops nothing once its receiver has forgotten: people decide', async () => {
    const pair = await openForgetful()
    const side = await putBack(pair, reserve('a'))
    expect(await side.outbox.pump()).toBe(0)
    expect(pair.applied).toEqual(['a 1', 'b 1'])
    const board = await side.store.read('board', (tx) => listCustody(tx, alice, 10))
    expect(board).toMatchObject([{ id: 'a', mode: 'hold', reason: 'handoff_forgotten' }])
    expect(side.events).toEqual([
      {
        event: 'HandoffForgotten',
        atMs: side.time.now,
        ids: { handoff: 'a' },
        detail: { kind: 'ledger.reserve', to: bob, reason: 'handoff_forgotten' },
      },
    ])
    // From now on its numbers are those of a new stream, so that new work goes on.
    await side.enqueue(reserve('new'))
    expect(await side.outbox.pump()).toBe(1)
    expect(pair.applied.slice(2)).toEqual(['new 1'])
  })

  it('sends what it holds for that reason under a new number when its operator says that it was never done', async () => {
    const pair = await openForgetful()
    const side = await putBack(pair, reserve('never-done'))
    await side.outbox.pump()
    expect(await side.outbox.release('never-done' as HandoffId)).toBe(true)
    expect(await side.outbox.pump()).toBe(1)
    expect(pair.applied.slice(2)).toEqual(['never-done 1'])
    expect(await openIds(side)).toEqual([])
  })

  it('names its numbers anew when it has lost everything, and ids that are remembered still count', async () => {
    const pair = await openForgetful()
    const side = await openSide(alice, { policies: [reservePolicy(pair.told)] })
    // Another store draws other names.
    await side.enqueue(reserve('elsewhere', '1', carol))
    connect(side, pair.to)
    await side.enqueue(reserve('b'), reserve('new'))
    expect(await side.outbox.pump()).toBe(2)
    expect(pair.applied).toEqual(['a 1', 'b 1', 'new 1'])
  })

  it('hears of an old copy without harm when the item was answered meanwhile', async () => {
    const pair = await openPair()
    const { from, to } = pair
    await from.enqueue(reserve('a'))
    const slow = Promise.withResolvers<void>()
    const second = await openSide(alice, { policies: [reservePolicy(pair.told)], over: from })
    second.wire.deliver = async (...exchange) => {
      await slow.promise
      second.time.now = from.time.now
      connect(second, to)
      return second.wire.deliver(...exchange)
    }
    const overtaken = second.outbox.pump()
    await expect.poll(() => from.outbox.pump()).toBe(1)
    await from.enqueue(reserve('b'))
    await from.outbox.pump()
    await pass(pair, 2)
    slow.resolve()
    expect(await overtaken).toBe(0)
    expect(second.events).toEqual([])
    expect(await openIds(from)).toEqual([])
    expect(pair.applied).toEqual(['a 1', 'b 1'])
  })
})

describe('a store from before items had numbers', () => {
  const [before, ...after] = handoffMigrations

  async function openOld(rows: readonly string[]) {
    const store = await openSqliteStore({ path: ':memory:' })
    await store.migrate([before as (typeof handoffMigrations)[number]])
    await store.transact('old', async (tx) => {
      for (const sql of rows) await tx.run(sql)
    })
    await store.migrate([before as (typeof handoffMigrations)[number], ...after])
    return store
  }

  const oldItem = (id: string, state: string) =>
    `INSERT INTO handoff_out (id, recipient, kind, body, state, mode, created_at, journey_deadline_at, deadline_at, defaults_fired, attempts, send_after, resolved_at, proof)
     VALUES ('${id}', 'bob', 'ledger.reserve', '${canonicalJson(reserve(id).body as unknown as JsonValue)}', '${state}', 'send', ${START_MS}, ${START_MS + 9}, ${START_MS + 9}, 0, 0, ${START_MS}, ${state === 'open' ? 'NULL' : START_MS}, ${state === 'open' ? 'NULL' : "x'aa'"})`

  it('sends on what it held, in order, and forgets its answers in time', async () => {
    const pair = await openPair()
    const store = await openOld([
      oldItem('z', 'open'),
      oldItem('a', 'open'),
      oldItem('done', 'acknowledged'),
      "INSERT INTO handoff_proof (hash, message) VALUES (x'aa', x'00')",
    ])
    const policies = [reservePolicy(pair.told)]
    const from = await openSide(alice, { policies, over: { ...pair.from, store } })
    const sent = connect(from, pair.to)
    await from.enqueue(reserve('new'))
    expect(await from.outbox.pump()).toBe(3)
    expect(readEnvelope(sent[0]).items.map(({ id, seq }) => [id, seq])).toEqual([
      ['a', 1],
      ['new', 3],
      ['z', 2],
    ])
    await from.forget()
    expect(await sentIds(from)).toEqual(['a', 'done', 'new', 'z'])
    await pass({ from, to: pair.to }, 11)
    expect(await sentIds(from)).toEqual([])
  })

  it('keeps what it was given before, and forgets it once it came back with a number and was over', async () => {
    const known = (id: string) =>
      `INSERT INTO handoff_in (sender, id, kind, outcome, received_at) VALUES ('alice', '${id}', 'ledger.reserve', 'acknowledged', ${START_MS})`
    const store = await openOld([known('a'), known('silent')])
    const pair = await openPair()
    const applied: string[] = []
    const handlers = [reserveHandler(applied)]
    const to = await openSide(bob, { handlers, over: { ...pair.to, store } })
    connect(pair.from, to)
    await pair.from.enqueue(reserve('a'))
    await pair.from.outbox.pump()
    await pair.from.enqueue(reserve('b'))
    await pair.from.outbox.pump()
    expect(applied).toEqual(['b 1'])
    await pass({ from: pair.from, to }, 1_000)
    expect(await receivedIds(to)).toEqual(['b', 'silent'])
  })
})
