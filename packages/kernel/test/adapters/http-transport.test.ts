import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createSafeHttpClient } from '../../src/adapters/http-client.ts'
import { createHttpTransport } from '../../src/adapters/http-transport.ts'
import { createLoopbackTransport } from '../../src/adapters/loopback-transport.ts'
import { createRoutedTransport } from '../../src/adapters/routed-transport.ts'
import { HANDOFF_MEDIA_TYPE } from '../../src/handoff/envelope.ts'
import { ACKNOWLEDGEMENT_BYTES_MAX, ENVELOPE_BYTES_MAX } from '../../src/handoff/limits.ts'
import { type AddressBook, createAddressBook } from '../../src/party/address-book.ts'
import type { ExchangeLimits, Transport } from '../../src/ports.ts'
import { alice, bob, openIds, openPair, type Pair, reserve } from '../handoff/sides.ts'
import { openPeer } from '../support/http-peer.ts'

const limits: ExchangeLimits = { timeoutMs: 5_000, maxBytes: 1_000 }
const text = (bytes: string) => new TextEncoder().encode(bytes)

/** The network, to a world in which `bob` is at this URL. */
function networkTo(bobUrl: string): { addresses: AddressBook; transport: Transport } {
  const client = createSafeHttpClient({ allow: { loopback: true } })
  onTestFinished(() => client.close())
  const addresses = createAddressBook(new Map([[bob, bobUrl]]))
  return { addresses, transport: createHttpTransport({ addresses, client }) }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** Does with an answer that is ready what a network does. */
type Mischief = (request: IncomingMessage, response: ServerResponse, answer: Uint8Array) => void

/** Two parties with a store each and HTTP between them; `mischief` has each answer in turn, then nobody. */
async function openHttpPair(...mischief: Mischief[]): Promise<Pair> {
  const pair = await openPair()
  const listener: RequestListener = async (request, response) => {
    const isHandoff = request.method === 'POST' && request.url === '/bob/handoffs'
    const isJose = request.headers['content-type'] === HANDOFF_MEDIA_TYPE
    const received = await pair.to.inbox.receive(await bodyOf(request))
    if (!isHandoff || !isJose || !received.ok) {
      response.writeHead(422).end()
      return
    }
    const next = mischief.shift()
    if (next === undefined) response.end(received.value)
    else next(request, response, received.value)
  }
  const peer = await openPeer(listener)
  const { transport } = networkTo(`${peer.url}bob`)
  pair.from.wire.deliver = (to, envelope, { maxBytes }) =>
    transport.deliver(to, envelope, { maxBytes, timeoutMs: 500 })
  return pair
}

describe('handoffs over HTTP', () => {
  it('pass from the store of one party to that of the other', async () => {
    const { from, told, applied } = await openHttpPair()
    await from.enqueue(reserve('r1', '5'), reserve('r2', '7'))
    expect(await from.outbox.pump()).toBe(2)
    expect(applied).toEqual(['r1 5', 'r2 7'])
    expect(told).toEqual(['r1 acknowledged', 'r2 acknowledged'])
    expect(await openIds(from)).toEqual([])
  })

  it.each<[string, Mischief]>([
    ['is lost after the effect', (request) => request.socket.destroy()],
    ['never comes', () => undefined],
    [
      'breaks off in the middle',
      (request, response, answer) => {
        response.writeHead(200, { 'content-length': answer.length })
        response.write(answer.slice(0, 10), () => request.socket.destroy())
      },
    ],
    [
      'is larger than any answer',
      (_, response, answer) => {
        response.write(answer)
        response.end(new Uint8Array(ACKNOWLEDGEMENT_BYTES_MAX))
      },
    ],
    [
      'is a redirect',
      (_, response) => {
        response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()
      },
    ],
    ['is a server error', (_, response, answer) => response.writeHead(503).end(answer)],
    ['is somebody else’s page', (_, response) => response.end('<html>Welcome to the hotel')],
  ])(
    'an answer that %s leaves the sender accountable, and the effect happens once',
    async (_, mischief) => {
      const { from, told, applied } = await openHttpPair(mischief)
      await from.enqueue(reserve('r1'))
      expect(await from.outbox.pump()).toBe(0)
      expect(await openIds(from)).toEqual(['r1'])
      from.time.now += 60_000
      expect(await from.outbox.pump()).toBe(1)
      expect(applied).toEqual(['r1 1'])
      expect(told).toEqual(['r1 acknowledged'])
    },
  )

  it('an envelope of the greatest size arrives whole, and later changes of it do not', async () => {
    const received: Uint8Array[] = []
    const { url } = await openPeer(async (request, response) => {
      received.push(await bodyOf(request))
      response.end('taken')
    })
    const { transport } = networkTo(`${url}bob`)
    const envelope = new Uint8Array(ENVELOPE_BYTES_MAX).fill(7)
    const delivering = transport.deliver(bob, envelope, limits)
    envelope.fill(9)
    expect(await delivering).toEqual({ ok: true, value: text('taken') })
    expect(received[0]?.length).toBe(ENVELOPE_BYTES_MAX)
    expect(received[0]?.every((byte) => byte === 7)).toBe(true)
  })
})

describe('the network as a transport', () => {
  it('reads documents, and tells what is absent from who does not answer properly', async () => {
    const statuses: Record<string, number> = {
      '/absent': 404,
      '/gone': 410,
      '/no': 403,
      '/down': 500,
    }
    const { url } = await openPeer((request, response) => {
      response.writeHead(statuses[request.url ?? ''] ?? 200).end(`at ${request.url}`)
    })
    const { transport } = networkTo(`${url}bob`)
    const retrieve = (path: string) => transport.retrieve(url + path, limits)
    expect(await retrieve('list?a=1')).toEqual({ ok: true, value: text('at /list?a=1') })
    for (const [path, code, detail] of [
      ['absent', 'not_found', 'HTTP 404'],
      ['gone', 'not_found', 'HTTP 410'],
      ['no', 'transport_unreachable', 'HTTP 403'],
      ['down', 'transport_unreachable', 'HTTP 500'],
    ]) {
      expect(await retrieve(path ?? '')).toEqual({ ok: false, error: { code, detail } })
    }
    const tooLarge = await transport.retrieve(`${url}list`, { ...limits, maxBytes: 7 })
    expect(tooLarge).toMatchObject({ error: { code: 'message_too_large' } })
  })

  it('calls nobody who has no public address, whoever names it', async () => {
    const client = createSafeHttpClient({ resolve: async () => ['169.254.169.254'] })
    onTestFinished(() => client.close())
    const transport = createHttpTransport({ addresses: createAddressBook(), client })
    const refused = {
      ok: false,
      error: { code: 'address_not_allowed', detail: 'not a public address' },
    }
    expect(await transport.retrieve('https://metadata.example/latest', limits)).toEqual(refused)
    expect(await transport.deliver(alice, text('envelope'), limits)).toEqual(refused)
  })
})

describe('a routed transport', () => {
  it('reaches the parties of its process without a socket, and all others over the network', async () => {
    const { url, connections } = await openPeer((request, response) => {
      response.end(`remote ${request.url}`)
    })
    const { addresses, transport: remote } = networkTo(`${url}bob`)
    const local = createLoopbackTransport({ addresses })
    local.register(alice, {
      receive: async () => text('local'),
      document: async (path) => text(`local ${path}`),
    })
    const routed = createRoutedTransport({
      addresses,
      isLocal: (party) => party === alice,
      local,
      remote,
    })
    const answers = async (...asked: ReturnType<Transport['retrieve']>[]) =>
      (await Promise.all(asked)).map((one) => (one.ok ? new TextDecoder().decode(one.value) : one))
    expect(
      await answers(
        routed.deliver(alice, text('envelope'), limits),
        routed.retrieve(`${addresses.urlOf(alice)}/status/1`, limits),
      ),
    ).toEqual(['local', 'local /status/1'])
    expect(connections()).toBe(0)
    expect(
      await answers(
        routed.deliver(bob, text('envelope'), limits),
        routed.retrieve(`${addresses.urlOf(bob)}/status/1`, limits),
        routed.retrieve(`${url}of-nobody-we-know`, limits),
      ),
    ).toEqual(['remote /bob/handoffs', 'remote /bob/status/1', 'remote /of-nobody-we-know'])
  })
})
