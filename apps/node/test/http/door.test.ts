import type { IncomingMessage, ServerResponse } from 'node:http'
import { connect } from 'node:net'
import { type JsonValue, ok, PATIENCE_MS_MIN, type RouteAnswer } from '@evenkeel/kernel'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createDoor } from '../../src/http/door.ts'
import { HTTP_LIMITS } from '../../src/http/limits.ts'
import { openListener } from '../../src/http/listener.ts'
import { made, serveToy, toyRead, toyRoute } from './support/toy-server.ts'

const CLAIMS = '/parties/toy/campaigns/spring/claims'

/** A server whose claims stay in work until released. */
async function serveClaims() {
  const gate = Promise.withResolvers<RouteAnswer>()
  let handled = 0
  const claims = toyRoute({
    operation: 'submitThing',
    path: '/campaigns/:campaignId/claims',
    sharePlacesBy: 'campaignId',
    refusalHeaders: (share, { 'x-mine': mine }) => ({ 'x-knock': `${share} ${mine}` }),
    handle: () => {
      handled += 1
      return gate.promise
    },
  })
  const toy = await serveToy([claims, toyRead(async () => made())], { listen: true })
  const url = toy.listener?.url ?? ''
  const claim = (path = CLAIMS): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-mine': 'number 7' },
      body: '{}',
    })
  /** Sends claims until one is refused. */
  async function fill(): Promise<readonly Promise<Response>[]> {
    const { places } = toy.server.load()
    const sent = Array.from({ length: places + 1 }, () => claim())
    await Promise.race(sent)
    return sent
  }
  return { ...toy, url, claim, fill, release: () => gate.resolve(made()), handled: () => handled }
}

/** Says the text on a connection of its own and gives what comes back until it matches. */
function talk(url: string) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  onTestFinished(() => {
    socket.destroy()
  })
  let heard = ''
  return {
    say: (text: string) => socket.write(text),
    hears: (words: RegExp) =>
      new Promise<string>((resolve) => {
        socket.on('data', (chunk) => {
          heard += chunk.toString('latin1')
          if (words.test(heard)) resolve(heard)
        })
      }),
  }
}

describe('the door', () => {
  it.each([
    [1_000, '1'],
    [2_999, '2'],
    [30_999, '30'],
  ])(
    'rounds a wait of %i ms, whose last second is jitter, down: so it is right on average',
    (retryAfterMs, seconds) => {
      const admission = {
        refuse: () => ({ code: 'queue_full', retryAfterMs }) as const,
        enter: () => ({ ok: false, code: 'queue_full', retryAfterMs }) as const,
        load: () => expect.unreachable(),
      }
      const route = toyRoute({
        path: '/things/:id',
        sharePlacesBy: 'id',
        handle: async () => made(),
      })
      const door = createDoor([{ route, prefix: '/parties/toy', admission }], {}, HTTP_LIMITS)
      const told: unknown[] = []
      const response = {
        writeHead(status: number, headers: readonly string[]) {
          told.push(status, headers[headers.indexOf('retry-after') + 1])
          return { end: () => undefined }
        },
      } as unknown as ServerResponse
      const headers = { 'content-length': '2' }
      const request = { method: 'POST', url: '/parties/toy/things/1', headers } as IncomingMessage
      expect(door(request, response)).toBe(true)
      expect(told).toEqual([503, seconds])
    },
  )

  it('refuses with the problem that the route itself gives, and says when to come again', async () => {
    const { fill, claim, release } = await serveClaims()
    await fill()
    const refused = await claim()
    release()
    expect(refused.status).toBe(503)
    const seconds = Number(refused.headers.get('retry-after'))
    expect(seconds).toBeGreaterThan(0)
    expect(refused.headers.get('ratelimit')).toBe(`"load";r=0;t=${seconds}`)
    expect(refused.headers.get('ratelimit-policy')).toBe(
      `"load";q=${HTTP_LIMITS.requestsMax};qu="concurrent-requests"`,
    )
    expect(refused.headers.get('access-control-allow-origin')).toBe('*')
    expect(refused.headers.get('cache-control')).toBe('no-store')
    expect(await refused.json()).toMatchObject({
      code: 'queue_full',
      retryable: true,
      retryAfterSeconds: seconds,
    })
  })

  it('refuses before the body has come, and answers the next request on the same connection', async () => {
    const { url, fill, release, handled } = await serveClaims()
    await fill()
    const before = handled()
    const { say, hears } = talk(url)
    say(
      `POST ${CLAIMS} HTTP/1.1\r\nhost: toy\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n`,
    )
    expect(await hears(/queue_full/)).toMatch(/^HTTP\/1.1 503 /)
    say('{}GET /livez HTTP/1.1\r\nhost: toy\r\n\r\n')
    expect(await hears(/"ok"/)).toMatch(/HTTP\/1.1 200 /)
    expect(handled()).toBe(before)
    release()
  })

  it('lets pass what is not admitted by load, and another campaign', async () => {
    const { url, fill, claim, release } = await serveClaims()
    await fill()
    expect((await fetch(`${url}/parties/toy/things`)).status).toBe(201)
    const other = claim('/parties/toy/campaigns/autumn/claims')
    release()
    expect((await other).status).toBe(201)
  })

  it('admits again when work has ended', async () => {
    const { fill, claim, release } = await serveClaims()
    await fill()
    const refused = await claim()
    release()
    await expect.poll(async () => (await claim()).status).toBe(201)
    expect(refused.status).toBe(503)
  })

  it('counts a path in another spelling, which the router refuses by load too', async () => {
    const { fill, claim, release } = await serveClaims()
    await fill()
    const refused = await claim('/parties/toy/campaigns/%73pring/claims')
    release()
    expect(await refused.json()).toMatchObject({ code: 'queue_full' })
  })

  it('adds what the route says to each refusal, before the router and behind it', async () => {
    const { fill, claim, release } = await serveClaims()
    await fill()
    const atDoor = await claim()
    const behind = await claim('/parties/toy/campaigns/%73pring/claims')
    release()
    for (const refused of [atDoor, behind]) {
      expect(refused.headers.get('x-knock')).toBe('spring number 7')
    }
  })

  it('tells whoever asks how the load is and what was given up for it', async () => {
    const { url, server } = await serveClaims()
    const { level, places } = server.load()
    expect(await (await fetch(`${url}/load`)).json()).toMatchObject({ level, places, givenUp: [] })
  })
})

describe('a request for which there is no room once it is in', () => {
  /** A route that notes how often it was asked what a refusal carries, and the server that serves it. */
  async function serveNoting(handle: () => Promise<RouteAnswer>, limits = {}) {
    let noted = 0
    let parsedMs = 0
    const route = toyRoute({
      operation: 'submitThing',
      path: '/campaigns/:campaignId/claims',
      sharePlacesBy: 'campaignId',
      budgetMs: PATIENCE_MS_MIN + 100,
      refusalHeaders: (share) => {
        noted += 1
        return { 'x-knock': share }
      },
      handle,
    })
    const parse = (input: unknown) => {
      toy.skip(parsedMs)
      return ok(input as JsonValue)
    }
    const body = route.body && { ...route.body, parse }
    const toy = await serveToy([{ ...route, ...(body && { body }) }], { listen: true, limits })
    const send = async (headers = {}) => {
      const answer = await fetch(`${toy.listener?.url}${CLAIMS}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      })
      const { code } = (await answer.json()) as { readonly code?: string }
      return { code, knock: answer.headers.get('x-knock'), noted }
    }
    const parseFor = (ms: number): void => {
      parsedMs = ms
    }
    return { send, parseFor }
  }

  it('is told what one at the door is told: when its work takes too long, and when others’ work has not ended', async () => {
    const never = Promise.withResolvers<RouteAnswer>()
    const { send } = await serveNoting(() => never.promise, { requestsMax: 1 })
    expect(await send()).toEqual({ code: 'deadline_passed', knock: 'spring', noted: 1 })
    expect(await send()).toEqual({ code: 'queue_full', knock: 'spring', noted: 2 })
    never.resolve(made())
  })

  it('is told so when its turn comes too late, and when the server takes no requests at all', async () => {
    const { send, parseFor } = await serveNoting(async () => made())
    parseFor(PATIENCE_MS_MIN + 100)
    expect(await send()).toEqual({ code: 'deadline_passed', knock: 'spring', noted: 1 })
    const full = await serveNoting(async () => made(), { requestsMax: 0 })
    expect(await full.send()).toEqual({ code: 'queue_full', knock: 'spring', noted: 1 })
    const noMemory = await serveNoting(async () => made(), { bodyBytesMax: 0 })
    expect(await noMemory.send()).toEqual({ code: 'queue_full', knock: 'spring', noted: 1 })
  })

  it('is not refused for lack of room if it left no time for the work, at the door or behind it', async () => {
    const { send, parseFor } = await serveNoting(async () => made())
    const late = { code: 'deadline_passed', knock: null, noted: 0 }
    expect(await send({ 'evenkeel-budget-ms': '0' })).toEqual(late)
    parseFor(PATIENCE_MS_MIN)
    expect(await send({ 'evenkeel-budget-ms': String(PATIENCE_MS_MIN - 1) })).toEqual(late)
  })
})

it('a port that somebody has is refused, though its own sockets share it', async () => {
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => listener.close())
  const port = Number(new URL(listener.url).port)
  await expect(openListener({ host: '127.0.0.1', port })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})
