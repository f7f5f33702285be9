import { describe, expect, it } from 'vitest'
import {
  createLoopbackTransport,
  type LoopbackReceiver,
} from '../../src/adapters/loopback-transport.ts'
import { brandId, type PartyId } from '../../src/ids.ts'
import { createAddressBook } from '../../src/party/address-book.ts'

const { urlOf } = createAddressBook()

const ledger = brandId<PartyId>('ledger')
const limits = { timeoutMs: 1_000, maxBytes: 8 }
const unreachable = { ok: false, error: { code: 'transport_unreachable' } }

/** Answers with what it was sent, and publishes its own paths. */
const echo: LoopbackReceiver = {
  receive: async (envelope) => envelope,
  document: async (path) =>
    path === '/absent' ? undefined : new TextEncoder().encode(path.slice(0, 16)),
}

describe('loopback transport', () => {
  it('brings the answer of the party, and neither side sees later changes of the other', async () => {
    const transport = createLoopbackTransport()
    const kept: Uint8Array[] = []
    transport.register(ledger, {
      ...echo,
      receive: async (envelope) => {
        kept.push(envelope)
        return envelope
      },
    })
    const sent = Uint8Array.of(1, 2, 3)
    const delivering = transport.deliver(ledger, sent, limits)
    sent.fill(9)
    const answer = await delivering
    expect(answer).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) })
    kept[0]?.fill(7)
    expect(answer).toEqual({ ok: true, value: Uint8Array.of(1, 2, 3) })
  })

  it('a party that nobody registered, that left, or that throws is unreachable', async () => {
    const faults: unknown[] = []
    const transport = createLoopbackTransport({ onFault: (party) => faults.push(party) })
    const deliver = () => transport.deliver(ledger, Uint8Array.of(1), limits)
    expect(await deliver()).toEqual(unreachable)
    const leave = transport.register(ledger, echo)
    expect(await deliver()).toMatchObject({ ok: true })
    leave()
    expect(await deliver()).toEqual(unreachable)
    transport.register(ledger, {
      ...echo,
      receive: async () => {
        throw new Error('a fault of the receiver')
      },
    })
    expect(await deliver()).toEqual(unreachable)
    expect(faults).toEqual([ledger])
  })

  it('gives up after timeoutMs although the receiver still works', async () => {
    const transport = createLoopbackTransport()
    transport.register(ledger, { ...echo, receive: () => new Promise(() => undefined) })
    const outcome = await transport.deliver(ledger, Uint8Array.of(1), { ...limits, timeoutMs: 5 })
    expect(outcome).toEqual({ ok: false, error: { code: 'transport_timed_out' } })
  })

  it('never hands over more than maxBytes', async () => {
    const transport = createLoopbackTransport()
    transport.register(ledger, echo)
    const tooLarge = { ok: false, error: { code: 'message_too_large' } }
    expect(await transport.deliver(ledger, new Uint8Array(8), limits)).toMatchObject({ ok: true })
    expect(await transport.deliver(ledger, new Uint8Array(9), limits)).toEqual(tooLarge)
    expect(await transport.retrieve(`${urlOf(ledger)}/12345678`, limits)).toEqual(tooLarge)
  })

  it('reads the document that a URL names, and says when there is none', async () => {
    const transport = createLoopbackTransport()
    transport.register(ledger, echo)
    const document = await transport.retrieve(`${urlOf(ledger)}/a?b=1`, limits)
    expect(document).toEqual({ ok: true, value: new TextEncoder().encode('/a?b=1') })
    const absent = await transport.retrieve(`${urlOf(ledger)}/absent`, limits)
    expect(absent).toEqual({ ok: false, error: { code: 'not_found' } })
    for (const url of [`${urlOf(brandId('other'))}/a`, 'https://example.org/a', 'no url']) {
      expect(await transport.retrieve(url, limits)).toEqual(unreachable)
    }
  })
})
