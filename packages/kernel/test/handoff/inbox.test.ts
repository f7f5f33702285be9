import { describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/adapter-error.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import {
  type Acknowledgement,
  ENVELOPE_TYP,
  type Envelope,
  type EnvelopeItem,
  openAcknowledgement,
  signMessage,
} from '../../src/handoff/envelope.ts'
import { acknowledged, refused } from '../../src/handoff/handoff-policy.ts'
import { itemHash } from '../../src/handoff/item-hash.ts'
import { BUDGET_MS_MAX } from '../../src/handoff/limits.ts'
import type { HandoffId, PartyId, StreamId } from '../../src/ids.ts'
import { canonicalJson } from '../../src/json/canonical-json.ts'
import type { JsonValue } from '../../src/json/json-value.ts'
import { type Result, unwrap } from '../../src/result.ts'
import {
  alice,
  bob,
  carol,
  keyOf,
  openSide,
  reserve,
  reserveHandler,
  reserves,
  type Side,
  START_MS,
  signerOf,
} from './sides.ts'

/** Every test numbers by hand only where numbers matter. */
const item = (id: string, amountMinor = '1', seq = 1): EnvelopeItem => ({
  id: id as HandoffId,
  seq,
  kind: 'ledger.reserve',
  budgetMs: 1_000,
  body: reserve(id, amountMinor).body as unknown as JsonValue,
})

function sign(parts: Partial<Envelope>, by: PartyId = alice): Promise<Uint8Array> {
  const envelope: Envelope = {
    v: 1,
    from: alice,
    to: bob,
    sentAtMs: START_MS,
    stream: 's' as StreamId,
    resolvedBelow: 1,
    items: [],
    recalls: [],
    ...parts,
  }
  return signMessage(ENVELOPE_TYP, envelope, signerOf(by))
}

async function receiveSigned(
  side: Side,
  parts: Partial<Envelope>,
): Promise<Acknowledgement['outcomes']> {
  const answer = await side.inbox.receive(await sign(parts))
  return unwrap(openAcknowledgement(unwrap(answer), keyOf)).outcomes
}

/** The outcomes without the hashes that bind them to contents. */
async function receive(side: Side, parts: Partial<Envelope>): Promise<Acknowledgement['outcomes']> {
  return bare(await receiveSigned(side, parts))
}

const bare = (outcomes: Acknowledgement['outcomes']): Acknowledgement['outcomes'] =>
  outcomes.map(({ bodyHash: _, ...outcome }) => outcome)

const codeOf = <T>(result: Result<T, { readonly code: string }>): string =>
  result.ok ? 'ok' : result.error.code

const recall = (id: string, seq = 1) => ({ id: id as HandoffId, seq })
const took = (id: string) => ({ id, outcome: 'acknowledged' })
const refusal = (id: string, reason: string) => ({ id, outcome: 'refused', reason })

describe('an inbox', () => {
  it('gives the same envelope the same outcomes and applies it once', async () => {
    const applied: string[] = []
    const answer = (id: string) => (id === 'b' ? refused('insufficient_funds') : acknowledged)
    const side = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
    const outcomes = [took('a'), refusal('b', 'insufficient_funds')]
    expect(await receive(side, { items: [item('a'), item('b')] })).toEqual(outcomes)
    expect(await receive(side, { items: [item('b'), item('a')] })).toEqual(outcomes.reverse())
    expect(applied).toEqual(['a 1', 'b 1'])
  })

  it('binds each word to the content that it is about, and a word about none to none', async () => {
    const side = await openSide(bob, { handlers: [reserveHandler([])] })
    const hashOf = ({ kind, body }: EnvelopeItem) => encodeHex(itemHash(kind, canonicalJson(body)))
    const bodyHash = hashOf(item('a'))
    expect(await receiveSigned(side, { items: [item('a')] })).toEqual([{ ...took('a'), bodyHash }])
    expect(await receiveSigned(side, { recalls: [recall('a'), recall('never-seen')] })).toEqual([
      { ...took('a'), bodyHash },
      refusal('never-seen', 'handoff_recalled'),
    ])
    expect(await receiveSigned(side, { items: [item('a', '2')] })).toEqual([
      { ...refusal('a', 'handoff_conflict'), bodyHash: hashOf(item('a', '2')) },
    ])
  })

  it('refuses another content under a known id, also when the first was refused, and applies nothing', async () => {
    const applied: string[] = []
    const answer = (id: string) => (id === 'b' ? refused('insufficient_funds') : acknowledged)
    const side = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
    await receive(side, { items: [item('a'), item('b')] })
    expect(await receive(side, { items: [item('a', '2'), item('b', '2')] })).toEqual([
      refusal('a', 'handoff_conflict'),
      refusal('b', 'handoff_conflict'),
    ])
    const otherKind = { ...item('a'), kind: 'ledger.void' }
    expect(await receive(side, { items: [otherKind] })).toEqual([refusal('a', 'handoff_conflict')])
    expect(applied).toEqual(['a 1', 'b 1'])
    expect(await receive(side, { items: [item('a')] })).toEqual([took('a')])
  })

  it.each([
    ['two bodies', { items: [item('a'), item('a', '2')] }],
    ['a body and a recall', { items: [item('a')], recalls: [recall('a')] }],
    ['two recalls', { recalls: [recall('a'), recall('a')] }],
  ])('refuses an envelope with %s under one id, and nothing of it counts', async (_, parts) => {
    const applied: string[] = []
    const side = await openSide(bob, { handlers: [reserveHandler(applied)] })
    expect(codeOf(await side.inbox.receive(await sign(parts)))).toBe('malformed_message')
    expect(await receive(side, { items: [item('a')] })).toEqual([took('a')])
    expect(applied).toEqual(['a 1'])
  })

  it('a recall before its item is a tombstone: the item is refused however late it comes', async () => {
    const applied: string[] = []
    const side = await openSide(bob, { handlers: [reserveHandler(applied)] })
    expect(await receive(side, { recalls: [recall('a')] })).toEqual([
      refusal('a', 'handoff_recalled'),
    ])
    expect(await receive(side, { items: [item('a')] })).toEqual([refusal('a', 'handoff_recalled')])
    expect(applied).toEqual([])
  })

  it('a recall after its item changes nothing and hears what became of it', async () => {
    const side = await openSide(bob, { handlers: [reserveHandler([])] })
    await receive(side, { items: [item('a')] })
    expect(await receive(side, { recalls: [recall('a')] })).toEqual([took('a')])
  })

  it('a postponed item leaves no trace: it can be recalled, or applied later', async () => {
    const applied: string[] = []
    let open = false
    const answer = () => (open ? acknowledged : ({ outcome: 'postponed' } as const))
    const side = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
    expect(await receive(side, { items: [item('a'), item('b')] })).toEqual([])
    expect(await receive(side, { recalls: [recall('a')] })).toEqual([
      refusal('a', 'handoff_recalled'),
    ])
    open = true
    expect(await receive(side, { items: [item('b')] })).toEqual([took('b')])
  })

  it('keeps the ids of two senders apart', async () => {
    const applied: string[] = []
    const side = await openSide(bob, { handlers: [reserveHandler(applied)] })
    await receive(side, { recalls: [recall('a')] })
    const fromCarol = await sign({ from: carol, items: [item('a')] }, carol)
    const answer = unwrap(await side.inbox.receive(fromCarol))
    expect(bare(unwrap(openAcknowledgement(answer, keyOf)).outcomes)).toEqual([took('a')])
  })

  it('refuses a kind that it does not know and a body that it cannot read, and takes the others', async () => {
    const side = await openSide(bob, { handlers: [reserveHandler([])] })
    const outcomes = await receive(side, {
      items: [{ ...item('a'), kind: 'ledger.burn' }, { ...item('b'), body: { no: 1 } }, item('c')],
    })
    expect(outcomes).toEqual([
      refusal('a', 'handoff_unknown_kind'),
      refusal('b', 'malformed_message'),
      took('c'),
    ])
  })

  it('refuses a body beyond its limit, which no honest sender hands over', async () => {
    const side = await openSide(bob, { handlers: [reserveHandler([])] })
    const body = { transferId: 'a', campaignId: 'c', amountMinor: '1', more: 'x'.repeat(70_000) }
    expect(await receive(side, { items: [{ ...item('a'), body }, item('b')] })).toEqual([
      refusal('a', 'message_too_large'),
      took('b'),
    ])
  })

  it.each([
    ['a stranger', { from: 'mallory' as PartyId }, alice, 'handoff_party_unknown'],
    ['another party in the sender’s name', {}, carol, 'handoff_key_unknown'],
    ['a sender who meant somebody else', { to: carol }, alice, 'handoff_not_for_me'],
    [
      'a stranger whose message is malformed besides',
      { from: 'mallory' as PartyId, v: 2 as 1 },
      alice,
      'handoff_party_unknown',
    ],
    [
      'a sender who claims a journey beyond the longest',
      { items: [{ ...item('a'), budgetMs: BUDGET_MS_MAX + 1 }] },
      alice,
      'malformed_message',
    ],
  ])('takes nothing from %s', async (_, parts, by, code) => {
    const side = await openSide(bob, { handlers: [reserveHandler([])] })
    const envelope = await sign({ items: [item('a')], ...parts }, by)
    expect(codeOf(await side.inbox.receive(envelope))).toBe(code)
    expect(await side.rows('SELECT id FROM handoff_in')).toEqual([])
  })

  it('a poisonous item stops only itself, is named without its text, and can be recalled', async () => {
    const applied: string[] = []
    const secret = 'the payee is Ada'
    const answer = (id: string) => {
      if (id === 'r0100') throw new RangeError(secret)
      return acknowledged
    }
    const side = await openSide(bob, { handlers: [reserveHandler(applied, answer)] })
    const items = reserves(256).map(({ id }) => item(id))
    const outcomes = await receive(side, { items })
    expect(outcomes.map(({ id }) => id)).toEqual(
      items.map(({ id }) => id).filter((id) => id !== 'r0100'),
    )
    expect(new Set(applied).size).toBe(255)
    expect(applied).toHaveLength(255)
    expect(side.transactions.length).toBeLessThan(20)
    expect(side.events).toEqual([
      {
        event: 'HandoffFaulted',
        atMs: START_MS,
        ids: { handoff: 'r0100' },
        detail: { counterparty: alice, fault: 'RangeError' },
      },
    ])
    expect(side.faults).toEqual([{ id: 'r0100', error: new RangeError(secret) }])
    expect(await receive(side, { recalls: [recall('r0100')] })).toEqual([
      refusal('r0100', 'handoff_recalled'),
    ])
  })

  it('acknowledges nothing when every item faults, and blames no item when the store does', async () => {
    let error: Error = new Error('poison')
    const answer = () => {
      throw error
    }
    const side = await openSide(bob, { handlers: [reserveHandler([], answer)] })
    const envelope = await sign({ items: [item('a'), item('b')] })
    await expect(side.inbox.receive(envelope)).rejects.toBe(error)
    expect(side.events.map(({ ids }) => ids.handoff)).toEqual(['a', 'b'])
    error = new AdapterError('store_unavailable', { retryable: true, detail: 'busy' })
    await expect(side.inbox.receive(envelope)).rejects.toBe(error)
    expect(side.events).toHaveLength(2)
    expect(await side.rows('SELECT id FROM handoff_in')).toEqual([])
  })

  it('two processes over one store apply one envelope once', async () => {
    const applied: string[] = []
    const first = await openSide(bob, { handlers: [reserveHandler(applied)] })
    const second = await openSide(bob, { handlers: [reserveHandler(applied)], over: first })
    const items = reserves(50).map(({ id }) => item(id))
    const both = await Promise.all([receive(first, { items }), receive(second, { items })])
    expect(both[0]).toEqual(both[1])
    expect(applied).toHaveLength(50)
  })

  it('cannot be made with two handlers for one kind', async () => {
    const handlers = [reserveHandler([]), reserveHandler([])]
    await expect(openSide(bob, { handlers })).rejects.toThrow(/two handlers/)
  })
})
