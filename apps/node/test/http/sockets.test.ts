import { once } from 'node:events'
import { connect } from 'node:net'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type JsonValue, jsonBody, type ServerEvent, Type } from '@evenkeel/kernel'
import { describe, expect, it, onTestFinished } from 'vitest'
import { HTTP_LIMITS, type HttpLimits } from '../../src/http/limits.ts'
import { openListener } from '../../src/http/listener.ts'
import { made, serveToy, THINGS, toyRead, toyRoute } from './support/toy-server.ts'

const MB = 1_048_576

/** A connection that says what it is told and keeps what it hears. */
function openSocket(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  let heard = ''
  const listeners = new Set<() => void>()
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1')
    for (const listener of listeners) listener()
  })
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()))
  socket.on('error', () => undefined)
  return {
    socket,
    say: (text: string) => socket.write(text),
    /** Resolves with all that was heard, once it matches. */
    hears: (words: RegExp) =>
      new Promise<string>((resolve, reject) => {
        const listener = () => {
          if (words.test(heard)) resolve(heard)
        }
        listeners.add(listener)
        listener()
        socket.on('close', () => reject(new Error(`closed without ${words}: ${heard}`)))
      }),
    closed: closed.then(() => heard),
  }
}

function heapAfterCollection(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

async function serveOnPort(
  routes: Parameters<typeof serveToy>[0],
  limits: Partial<HttpLimits> = {},
) {
  const toy = await serveToy(routes, { listen: true, limits })
  const url = toy.listener?.url ?? ''
  return { ...toy, url, things: url + THINGS }
}

const post = (head: string, body = '') =>
  `POST ${THINGS} HTTP/1.1\r\nHost: toy\r\nContent-Type: application/json\r\n${head}\r\n${body}`
const making = toyRoute({ handle: async () => made() })

describe('a caller that is slow on purpose', () => {
  it('with its headers is answered 408 and cut off, while others are served', async () => {
    const { url, things } = await serveOnPort([making, toyRead(async () => made())], {
      headersMsMax: 100,
    })
    const slow = openSocket(url)
    slow.say('POST /parties/toy/thi')
    expect((await fetch(things)).ok).toBe(true)
    const heard = await slow.closed
    expect(heard).toMatch(/^HTTP\/1.1 408 /)
    expect(heard).toContain('"code":"request_too_slow"')
  })

  it('with its body is answered 408 within the time for bodies and cut off', async () => {
    const { url } = await serveOnPort([making], { bodyMsMax: 50 })
    const slow = openSocket(url)
    slow.say(post('Content-Length: 100\r\n', '{'))
    const heard = await slow.closed
    expect(heard).toMatch(/connection: close/i)
    expect(heard).toContain('"code":"request_too_slow"')
    expect(heard).toMatch(/^HTTP\/1.1 408 /)
    expect(heard).toMatch(/retry-after: 1/i)
  })

  it('with its body until its own deadline is told that the deadline passed, and cut off', async () => {
    const { url } = await serveOnPort([making], { bodyMsMax: 60_000 })
    const slow = openSocket(url)
    slow.say(post('Content-Length: 100\r\nEvenkeel-Budget-Ms: 50\r\n', '{'))
    const heard = await slow.closed
    expect(heard).toMatch(/^HTTP\/1.1 504 /)
    expect(heard).toMatch(/connection: close/i)
    expect(heard).toContain('"code":"deadline_passed"')
  })
})

describe('bodies that are still coming', () => {
  it('take no place of requests that are there, and get one only if there is one', async () => {
    const answer = Promise.withResolvers<void>()
    const waits = toyRoute({
      handle: async () => {
        await answer.promise
        return made()
      },
    })
    const { url, things } = await serveOnPort([waits, toyRead(async () => made())], {
      requestsMax: 1,
    })
    const slow = [openSocket(url), openSocket(url)]
    for (const each of slow) {
      each.say(post('Content-Length: 2\r\nExpect: 100-continue\r\n'))
      await each.hears(/100 Continue/)
    }
    expect((await fetch(things)).status).toBe(201)
    for (const each of slow) each.say('{}')
    await Promise.any(slow.map((each) => each.hears(/ 503 .*queue_full/s)))
    answer.resolve()
    await Promise.any(slow.map((each) => each.hears(/ 201 /)))
  })

  it('are held until their work has ended, though their caller was told that it is too late', async () => {
    const answer = Promise.withResolvers<void>()
    const waits = toyRoute({
      budgetMs: 20,
      handle: async () => {
        await answer.promise
        return made()
      },
    })
    const { things } = await serveOnPort([waits], { bodyBytesMax: 500 })
    const headers = { 'content-type': 'application/json' }
    const send = async () => {
      const body = `{"a":"${'x'.repeat(400)}"}`
      return (await fetch(things, { method: 'POST', headers, body })).json()
    }
    expect(await send()).toMatchObject({ code: 'deadline_passed' })
    expect(await send()).toMatchObject({ code: 'queue_full' })
    answer.resolve()
    expect(await send()).toEqual({ made: true })
  })

  it('cost about what they weigh, however small their pieces', async () => {
    const anything = Type.Unsafe<JsonValue>(Type.Object({}, { additionalProperties: true }))
    const body = jsonBody(anything, { maxBytes: MB, maxDepth: 4 })
    const making = toyRoute({ body, handle: async () => made() })
    const { url, things } = await serveOnPort([making, toyRead(async () => made())])
    const crumbs = openSocket(url)
    await fetch(things)
    const before = heapAfterCollection()
    crumbs.say(post('Transfer-Encoding: chunked\r\n', '1\r\n{\r\n'))
    const block = Buffer.from('1\r\n \r\n'.repeat(10_000))
    for (let sent = 0; sent < 20; sent += 1) {
      if (!crumbs.socket.write(block)) await once(crumbs.socket, 'drain')
    }
    await fetch(things)
    // As a list of its pieces the body of 200 kB is 30 MB.
    expect(heapAfterCollection() - before).toBeLessThan(8 * MB)
    crumbs.say('1\r\n}\r\n0\r\n\r\n')
    await crumbs.hears(/ 201 /)
  })
})

describe('a request that is too large', () => {
  it('in its headers is answered 431', async () => {
    const { url } = await serveOnPort([making])
    const bomb = openSocket(url)
    bomb.say(post(`X: ${'x'.repeat(HTTP_LIMITS.headerBytesMax)}\r\n`))
    const heard = await bomb.closed
    expect(heard).toMatch(/^HTTP\/1.1 431 /)
    expect(heard).toContain('"code":"headers_too_large"')
  })

  it('in its body is answered 413 without being kept: 10 MB, announced or not', async () => {
    const { url } = await serveOnPort([making])
    const chunk = Buffer.alloc(MB, 'x')
    for (const head of [`Content-Length: ${10 * MB}\r\n`, 'Transfer-Encoding: chunked\r\n']) {
      const giver = openSocket(url)
      giver.say(post(head))
      for (let sent = 0; sent < 10; sent += 1) {
        if (head.startsWith('T')) giver.say(`${MB.toString(16)}\r\n`)
        if (!giver.socket.write(chunk)) await once(giver.socket, 'drain')
        if (head.startsWith('T')) giver.say('\r\n')
      }
      expect(await giver.hears(/message_too_large/)).toMatch(/^HTTP\/1.1 413 /)
    }
  })

  it('is cut off once more of it came than a refusal is worth', async () => {
    const { url } = await serveOnPort([making], { discardBytesMax: MB })
    const flood = openSocket(url)
    flood.say(post(`Content-Length: ${100 * MB}\r\n`))
    await flood.hears(/ 413 /)
    flood.socket.write('x'.repeat(4 * MB))
    await flood.closed
  })

  it('is answered once, also when the rest of it never comes', async () => {
    const { url } = await serveOnPort([making], { headersMsMax: 100, bodyMsMax: 50 })
    const giver = openSocket(url)
    giver.say(post(`Content-Length: ${10 * MB}\r\n`, '{'))
    expect((await giver.closed).match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413'])
  })

  it('is told so before it is sent, when its sender asks', async () => {
    const { url } = await serveOnPort([making])
    const polite = openSocket(url)
    polite.say(post('Content-Length: 9999999\r\nExpect: 100-continue\r\n'))
    expect(await polite.hears(/message_too_large/)).not.toContain('100 Continue')
    const welcome = openSocket(url)
    welcome.say(post('Content-Length: 2\r\nExpect: 100-continue\r\n'))
    await welcome.hears(/100 Continue/)
    welcome.say('{}')
    await welcome.hears(/ 201 /)
  })

  it('together with others is told to come back, and what was held for it is free again', async () => {
    const { things } = await serveOnPort([making], { bodyBytesMax: 500 })
    const headers = { 'content-type': 'application/json' }
    const send = (length: number) =>
      fetch(things, { method: 'POST', headers, body: `{"a":"${'x'.repeat(length)}"}` })
    for (let turn = 0; turn < 3; turn += 1) {
      expect(await (await send(800)).json()).toMatchObject({ code: 'queue_full' })
      expect((await send(100)).status).toBe(201)
    }
  })
})

it('what is no HTTP is answered as a problem and cut off', async () => {
  const { url } = await serveOnPort([making])
  const stranger = openSocket(url)
  stranger.say('\x16\x03\x01\r\n\r\n')
  expect(await stranger.closed).toContain('"code":"malformed_message"')
})

it('a port is open before its parties, and until they are there it asks to come back', async () => {
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const early = await fetch(listener.url)
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
  await listener.close()
})

describe('a server that stops', () => {
  it('lets what runs end, refuses what comes, says so to probes, and then is gone', async () => {
    const answer = Promise.withResolvers<void>()
    const began = Promise.withResolvers<void>()
    const { url, things, server } = await serveOnPort([
      toyRead(async () => {
        began.resolve()
        await answer.promise
        return made()
      }),
    ])
    const waiting = openSocket(url)
    waiting.say(`GET ${THINGS} HTTP/1.1\r\nHost: toy\r\n\r\n`)
    await began.promise
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const stopped = server.stop()
    waiting.say(`GET ${THINGS} HTTP/1.1\r\nHost: toy\r\n\r\n`)
    await expect(fetch(things)).rejects.toThrow()
    expect((await server.inject('/livez')).statusCode).toBe(200)
    expect((await server.inject('/readyz')).json()).toMatchObject({ code: 'draining' })
    answer.resolve()
    await stopped
    expect(await waiting.closed).toMatch(/^HTTP\/1.1 201 .*made.*HTTP\/1.1 503 .*draining/s)
  })

  it('does not wait for what runs longer than it may', async () => {
    const began = Promise.withResolvers<void>()
    const { url, server } = await serveOnPort(
      [
        toyRead(() => {
          began.resolve()
          return new Promise<never>(() => undefined)
        }),
      ],
      { drainMsMax: 20 },
    )
    const waiting = openSocket(url)
    waiting.say(`GET ${THINGS} HTTP/1.1\r\nHost: toy\r\n\r\n`)
    await began.promise
    await server.stop()
    expect(await waiting.closed).toBe('')
  })
})

describe('a stream of events', () => {
  async function serveEvents(
    events: (signal: AbortSignal) => AsyncIterable<ServerEvent>,
    limits: Partial<HttpLimits> = {},
  ) {
    const route = toyRead(async ({ signal }) => ({ events: events(signal) }), {
      answers: { 200: { description: 'Events.', mediaType: 'text/event-stream' } },
    })
    const toy = await serveOnPort([route], limits)
    const listen = () => {
      const socket = openSocket(toy.url)
      socket.say(`GET ${THINGS} HTTP/1.1\r\nHost: toy\r\nConnection: close\r\n\r\n`)
      return socket
    }
    return { ...toy, listen }
  }

  async function* endless(signal: AbortSignal): AsyncGenerator<ServerEvent> {
    yield { id: '1', event: 'began', data: { text: 'a\nb' } }
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  }

  it('sends each event with its id on one line, and comments while it is silent', async () => {
    const { listen } = await serveEvents(endless, { streamKeepAliveMs: 10 })
    const heard = await listen().hears(/: \n\n/)
    expect(heard).toMatch(/content-type: text\/event-stream/i)
    expect(heard).toContain('id: 1\nevent: began\ndata: {"text":"a\\nb"}\n\n')
  })

  it('ends when its events end, when it has lasted long enough, and when the server stops', async () => {
    const brief = await serveEvents(async function* () {
      yield { id: '1', event: 'only', data: {} }
    })
    expect(await brief.listen().closed).toContain('only')
    const long = await serveEvents(endless, { streamMsMax: 20 })
    expect(await long.listen().closed).toContain('began')
    const stopping = await serveEvents(endless)
    const listener = stopping.listen()
    await listener.hears(/began/)
    await stopping.server.stop()
    await listener.closed
  })

  it('tells its route when nobody listens any more', async () => {
    const gone = Promise.withResolvers<void>()
    const { listen } = await serveEvents(async function* (signal) {
      yield { id: '1', event: 'began', data: {} }
      await new Promise((resolve) => signal.addEventListener('abort', resolve))
      gone.resolve()
    })
    const listener = listen()
    await listener.hears(/began/)
    listener.socket.destroy()
    await gone.promise
  })

  it('is none for who asks only for its headers', async () => {
    const { url, listen } = await serveEvents(endless, { streamsMax: 1 })
    const head = openSocket(url)
    head.say(`HEAD ${THINGS} HTTP/1.1\r\nHost: toy\r\n\r\n`)
    expect(await head.hears(/text\/event-stream/)).toMatch(/^HTTP\/1.1 200 /)
    await listen().hears(/began/)
  })

  it('is refused above the number of streams', async () => {
    const { listen, things } = await serveEvents(endless, { streamsMax: 1 })
    await listen().hears(/began/)
    expect(await (await fetch(things)).json()).toMatchObject({ code: 'queue_full' })
  })

  it('asks for no more events than a reader that has stopped reading takes', async () => {
    let made = 0
    const enough = Promise.withResolvers<void>()
    const { listen } = await serveEvents(async function* () {
      for (;;) {
        made += 1
        if (made > 1) enough.resolve()
        yield { id: `${made}`, event: 'many', data: { text: 'x'.repeat(MB) } }
      }
    })
    const listener = listen()
    listener.socket.pause()
    await enough.promise
    let before = -1
    // The kernel's buffers fill first; then the number stands still.
    while (before !== made) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    expect(made).toBeLessThan(40)
  })
})
