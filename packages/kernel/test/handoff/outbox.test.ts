import { describe, expect, it } from 'vitest'
import {
  ACKNOWLEDGEMENT_TYP,
  type Acknowledgement,
  openAcknowledgement,
  type SignedOutcome,
  signMessage,
} from '../../src/handoff/envelope.ts'
import { acknowledged, refused } from '../../src/handoff/handoff-policy.ts'
import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  ENVELOPE_BYTES_MAX,
  RESEND_MS_LONGEST,
} from '../../src/handoff/limits.ts'
import type { HandoffId, PartyId } from '../../src/ids.ts'
import { reasonCodes } from '../../src/reasons/registry.ts'
import { ok, unwrap } from '../../src/result.ts'
import {
  alice,
  bob,
  carol,
  connect,
  keyOf,
  openIds,
  openPair,
  openSide,
  readEnvelope,
  reserve,
  reserveHandler,
  reservePolicy,
  reserves,
  START_MS,
  signerOf,
  silence,
} from './sides.ts'

describe('handing over', () => {
  it('the same item again is the same item', async () => {
    const { from, told } = await openPair()
    await from.enqueue(reserve('a'))
    await from.enqueue(reserve('a'), reserve('b'))
    expect(await from.outbox.pump()).toBe(2)
    await from.enqueue(reserve('a'))
    expect(await from.outbox.pump()).toBe(0)
    expect(told).toEqual(['a acknowledged', 'b acknowledged'])
  })

  it.each([
    ['another body', reserve('a', '2')],
    ['another recipient', reserve('a', '1', carol)],
  ])('an id that was used for %s is a fault, not a silent loss', async (_, other) => {
    const { from } = await openPair()
    await from.enqueue(reserve('a'))
    await expect(from.enqueue(reserve('b'), other)).rejects.toThrow(/a was handed over before/)
    expect(await openIds(from)).toEqual(['a'])
  })

  it('keeps no body once it was answered, and still tells another content under the same id', async () => {
    const { from } = await openPair()
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    expect(await from.rows("SELECT body FROM handoff_out WHERE id = 'a'")).toEqual([{ body: '' }])
    await from.enqueue(reserve('a'))
    await expect(from.enqueue(reserve('a', '2'))).rejects.toThrow(/a was handed over before/)
  })

  const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) })
  it.each([
    ['a body of more than 64 KiB', { ...reserve('a'), body: { text: 'x'.repeat(65_536) } }],
    [
      'a body of more than 64 KiB in UTF-8',
      { ...reserve('a'), body: { text: '語'.repeat(22_000) } },
    ],
    ['a body that nests too deep', { ...reserve('a'), body: deep(16) }],
    ['an id that is too long', reserve('a'.repeat(129))],
    ['a recipient that is no id', reserve('a', '1', 'b b' as PartyId)],
    ['a kind without a policy', { ...reserve('a'), kind: 'ledger.void' }],
    ['a budget that is no whole number', { ...reserve('a'), budgetMs: 0.5 }],
  ])('%s is a fault at the sender and takes nothing along', async (_, item) => {
    const { from } = await openPair()
    await expect(from.enqueue(reserve('b'), item as never)).rejects.toThrow()
    expect(await openIds(from)).toEqual([])
  })

  it('cannot be made with two policies for one kind', async () => {
    const policies = [reservePolicy([]), reservePolicy([])]
    await expect(openSide(alice, { policies })).rejects.toThrow(/two send policies/)
  })
})

describe('an envelope', () => {
  it('is cut by bytes, not characters, so that any 256 items arrive', async () => {
    const told: string[] = []
    const from = await openSide(alice, {
      policies: [
        { kind: 'observer.record', budgetMs: 10, defaults: [{ afterMs: 9, act: 'hold' }] },
      ],
    })
    const to = await openSide(bob, {
      handlers: [
        {
          kind: 'observer.record',
          parse: (input) => ok(input as never),
          apply: async (_, items) => {
            told.push(...items.map(({ id }) => id))
            return items.map(() => acknowledged)
          },
        },
      ],
    })
    const sent = connect(from, to)
    const body = { firstSeq: 1, events: ['語'.repeat(21_000)] } as never
    const items = reserves(256).map(({ id }) => ({
      id,
      to: bob,
      kind: 'observer.record' as const,
      body,
    }))
    await from.enqueue(...items)
    expect(await from.outbox.pump()).toBe(256)
    expect(told).toHaveLength(256)
    for (const envelope of sent) expect(envelope.length).toBeLessThanOrEqual(ENVELOPE_BYTES_MAX)
    expect(sent.length).toBeLessThan(8)
  })

  it('is answered within the limit when every id and every reason is the longest', async () => {
    const longest = [...reasonCodes].sort((a, b) => b.length - a.length)[0] ?? 'queue_full'
    const { from, to, sent } = await openPair(() => refused(longest))
    await from.enqueue(
      ...reserves(256).map(({ id }) => reserve(`${id}${'x'.repeat(128 - id.length)}`)),
    )
    expect(await from.outbox.pump()).toBe(256)
    const answer = unwrap(await to.inbox.receive(sent[0] ?? new Uint8Array()))
    expect(answer.length).toBeLessThan(ACKNOWLEDGEMENT_BYTES_MAX)
  })

  it('carries what is left of the journey, never more than at its start, also after the clock was set back', async () => {
    const { from, sent } = await openPair()
    const short = { ...reserve('b'), budgetMs: 7_000 }
    await from.enqueue(reserve('a'), short)
    from.time.now -= 3_600_000
    await from.outbox.pump()
    expect(readEnvelope(sent[0]).items.map(({ budgetMs }) => budgetMs)).toEqual([100_000, 7_000])
  })

  it('carries a budget of nothing when the journey is over', async () => {
    const { from, sent } = await openPair()
    await from.enqueue(reserve('a'))
    from.time.now += 200_000
    await from.outbox.pump()
    expect(readEnvelope(sent[0]).items[0]?.budgetMs).toBe(0)
  })
})

describe('a pump', () => {
  it('drains what is due, past a full envelope of items that the receiver puts off', async () => {
    const putOff = { outcome: 'postponed' } as never
    const { from, told } = await openPair((id) => (id < 'r0256' ? putOff : acknowledged) as never)
    await from.enqueue(...reserves(600))
    expect(await from.outbox.pump()).toBe(344)
    expect(told).toHaveLength(344)
  })

  it('does not let a recipient that never answers hold up another', async () => {
    const { from, to, told } = await openPair()
    const hanging = Promise.withResolvers<Awaited<ReturnType<typeof silence>>>()
    connect(from, to)
    const deliver = from.wire.deliver
    from.wire.deliver = (party, ...rest) =>
      party === carol ? hanging.promise : deliver(party, ...rest)
    await from.enqueue(reserve('lost', '1', carol), ...reserves(600))
    const first = from.outbox.pump()
    await expect.poll(() => told.length).toBe(600)
    await from.enqueue(reserve('more'))
    // The envelope to the one is still under way; a second pump serves the other alone.
    expect(await from.outbox.pump()).toBe(1)
    hanging.resolve(await silence(carol, new Uint8Array(), { timeoutMs: 1, maxBytes: 1 }))
    expect(await first).toBe(600)
  })

  it('tries again at once when the clock was set back, instead of waiting as long', async () => {
    const { from, to, told } = await openPair()
    from.wire.deliver = silence
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    from.time.now -= 3_600_000
    connect(from, to)
    await from.outbox.pump()
    expect(told).toEqual(['a acknowledged'])
  })

  it('waits longer after each silence, up to the longest wait', async () => {
    const { from } = await openPair()
    from.wire.deliver = silence
    await from.enqueue(reserve('a'))
    const waits: number[] = []
    for (let attempt = 0; attempt < 9; attempt += 1) {
      await from.outbox.pump()
      const [row] = await from.rows('SELECT send_after FROM handoff_out')
      waits.push(Number(row?.send_after) - from.time.now)
      from.time.now = Number(row?.send_after)
    }
    expect(waits.slice(0, 3)).toEqual([500, 1_000, 2_000])
    expect(waits.slice(-2)).toEqual([RESEND_MS_LONGEST, RESEND_MS_LONGEST])
  })
})

describe('an answer', () => {
  it.each([
    ['about another envelope', { envelopeHash: '0'.repeat(64) }, bob],
    ['of another party', { from: carol }, carol],
    ['forged in the receiver’s name', {}, carol],
    ['for another party', { to: carol }, bob],
  ])('%s is no answer: the sender stays accountable', async (_, changes, by) => {
    const { from, to, told } = await openPair()
    await from.enqueue(reserve('a'))
    from.wire.deliver = async (_to, envelope) => {
      const genuine = unwrap(await to.inbox.receive(envelope))
      const message = { ...unwrap(openAcknowledgement(genuine, keyOf)), ...changes }
      return ok(await signMessage(ACKNOWLEDGEMENT_TYP, message, signerOf(by)))
    }
    expect(await from.outbox.pump()).toBe(0)
    expect(await openIds(from)).toEqual(['a'])
    expect(told).toEqual([])
  })

  it('that was given before is no answer to a later envelope', async () => {
    const { from, to } = await openPair()
    await from.enqueue(reserve('a'))
    let first: Uint8Array | undefined
    from.wire.deliver = async (_to, envelope) => {
      first = unwrap(await to.inbox.receive(envelope))
      return silence(bob, envelope, { timeoutMs: 1, maxBytes: 1 })
    }
    await from.outbox.pump()
    from.time.now += 60_000
    from.wire.deliver = async () => ok(first ?? new Uint8Array())
    expect(await from.outbox.pump()).toBe(0)
    expect(await openIds(from)).toEqual(['a'])
  })

  it('closes only items of the envelope that it answers', async () => {
    const { from, to } = await openPair()
    await from.enqueue(reserve('a'), reserve('other', '1', carol))
    from.wire.deliver = async (party, envelope) => {
      if (party === carol) return silence(carol, envelope, { timeoutMs: 1, maxBytes: 1 })
      const message = unwrap(openAcknowledgement(unwrap(await to.inbox.receive(envelope)), keyOf))
      const other = { ...message.outcomes[0], id: 'other' as HandoffId } as SignedOutcome
      const outcomes = [...message.outcomes, other]
      const more = { ...message, outcomes }
      return ok(await signMessage(ACKNOWLEDGEMENT_TYP, more, signerOf(bob)))
    }
    await from.outbox.pump()
    expect(await openIds(from)).toEqual(['other'])
  })

  it.each([
    ['about another content', { bodyHash: '0'.repeat(64) }],
    ['that takes something without saying what', { bodyHash: undefined }],
  ])('%s leaves the item with its sender', async (_, wrong) => {
    const { from, to } = await openPair()
    await from.enqueue(reserve('a'))
    from.wire.deliver = async (_to, envelope) => {
      const message = unwrap(openAcknowledgement(unwrap(await to.inbox.receive(envelope)), keyOf))
      const outcomes = message.outcomes.map(
        (outcome) => ({ ...outcome, ...wrong }) as SignedOutcome,
      )
      const bare = JSON.parse(JSON.stringify({ ...message, outcomes })) as Acknowledgement
      return ok(await signMessage(ACKNOWLEDGEMENT_TYP, bare, signerOf(bob)))
    }
    expect(await from.outbox.pump()).toBe(0)
    expect(await openIds(from)).toEqual(['a'])
  })

  it('with a reason of a newer version is taken, under a code that this version can explain', async () => {
    const { from, told } = await openPair(() => refused('moon_in_wrong_phase' as never))
    await from.enqueue(reserve('a'))
    expect(await from.outbox.pump()).toBe(1)
    expect(told).toEqual(['a reason_unknown'])
  })

  it('that refuses what nobody looks at is an event', async () => {
    const silent = { kind: 'ledger.reserve', budgetMs: 10, defaults: [{ afterMs: 9, act: 'hold' }] }
    const from = await openSide(alice, { policies: [silent as never] })
    const to = await openSide(bob, {
      handlers: [reserveHandler([], () => refused('campaign_unknown'))],
    })
    connect(from, to)
    await from.enqueue(reserve('a'))
    await from.outbox.pump()
    expect(from.events).toEqual([
      {
        event: 'HandoffRefused',
        atMs: START_MS,
        ids: { handoff: 'a' },
        detail: { kind: 'ledger.reserve', to: bob, reason: 'campaign_unknown' },
      },
    ])
  })

  it('whose hook throws for one item is recorded for the others, and that one stays open', async () => {
    const told: string[] = []
    const policy = reservePolicy(told, {
      onAcknowledged: async (_, items) => {
        if (items.some(({ id }) => id === 'r0005')) throw new TypeError('a secret')
        told.push(...items.map(({ id }) => id))
      },
    })
    const from = await openSide(alice, { policies: [policy] })
    const to = await openSide(bob, { handlers: [reserveHandler([])] })
    connect(from, to)
    await from.enqueue(...reserves(20))
    expect(await from.outbox.pump()).toBe(19)
    expect(await openIds(from)).toEqual(['r0005'])
    expect(told).toHaveLength(19)
    expect(from.events.map(({ ids, detail }) => [ids.handoff, detail])).toEqual([
      ['r0005', { counterparty: bob, fault: 'TypeError' }],
    ])
  })

  it('that two processes hear runs its hooks once', async () => {
    const told: string[] = []
    const first = await openSide(alice, { policies: [reservePolicy(told)] })
    const second = await openSide(alice, { policies: [reservePolicy(told)], over: first })
    const to = await openSide(bob, { handlers: [reserveHandler([])] })
    connect(first, to)
    connect(second, to)
    await first.enqueue(...reserves(30))
    const counts = await Promise.all([first.outbox.pump(), second.outbox.pump()])
    expect(counts[0] + counts[1]).toBe(30)
    expect(told).toHaveLength(30)
  })
})
