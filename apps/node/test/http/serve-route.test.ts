import { defineRoute, refuse, routeQuery, Type } from '@evenkeel/kernel'
import { describe, expect, it } from 'vitest'
import { made, serveToy, THINGS, toyRead, toyRoute } from './support/toy-server.ts'

const json = { 'content-type': 'application/json' }

describe('a request that a route cannot take', () => {
  const refused: readonly (readonly [
    what: string,
    request: { headers?: Record<string, string>; payload?: string; url?: string },
    status: number,
    code: string,
  ])[] = [
    [
      'has another content type',
      { headers: { 'content-type': 'text/plain' } },
      415,
      'media_type_not_accepted',
    ],
    ['has no content type', { headers: {} }, 415, 'media_type_not_accepted'],
    [
      'is not UTF-8',
      { headers: { 'content-type': 'application/json; charset=latin1' } },
      415,
      'media_type_not_accepted',
    ],
    [
      'is compressed',
      { headers: { ...json, 'content-encoding': 'gzip' } },
      415,
      'media_type_not_accepted',
    ],
    [
      'has a content type that is none',
      { headers: { 'content-type': '\u00fc;;' } },
      415,
      'media_type_not_accepted',
    ],
    ['is no JSON', { payload: '{' }, 400, 'malformed_message'],
    ['is empty', { payload: '' }, 400, 'malformed_message'],
    ['names a member twice', { payload: '{"a":1,"a":2}' }, 400, 'duplicate_key'],
    [
      'is nested too deeply',
      { payload: `{"a":${'['.repeat(99)}${']'.repeat(99)}}` },
      400,
      'nesting_too_deep',
    ],
    ['is not what the schema says', { payload: '[]' }, 400, 'malformed_message'],
    ['is too large', { payload: `{"a":"${'x'.repeat(1_000)}"}` }, 413, 'message_too_large'],
    ['goes nowhere', { url: '/parties/other/things' }, 404, 'not_found'],
    ['has a broken address', { url: '/parties/toy/%zz' }, 400, 'malformed_message'],
    [
      'has an endless segment',
      { url: `/parties/toy/items/${'a'.repeat(4_000)}` },
      400,
      'malformed_message',
    ],
  ]

  it.each(refused)('and %s', async (_what, request, status, code) => {
    const item = toyRead(async () => made(), { operation: 'showItem', path: '/items/:id' })
    const { server } = await serveToy([toyRoute({ handle: async () => made() }), item])
    const answer = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
      ...request,
    })
    expect(answer.statusCode).toBe(status)
    expect(answer.headers['content-type']).toBe('application/problem+json')
    expect(answer.json()).toMatchObject({
      code,
      status,
      type: `https://evenkeel.example/docs/reference/reasons#${code}`,
    })
  })

  it('may name the longest scope of a head with every character encoded', async () => {
    const item = toyRead(async () => made(), { operation: 'showItem', path: '/items/:id' })
    const { server } = await serveToy([item])
    const url = `/parties/toy/items/${'%2F'.repeat(1_024)}`
    expect((await server.inject({ url })).statusCode).not.toBe(400)
  })

  it('by its method learns which methods there are', async () => {
    const { server } = await serveToy([toyRead(async () => made())])
    const answer = await server.inject({ method: 'DELETE', url: THINGS })
    expect(answer.statusCode).toBe(405)
    expect(answer.headers.allow).toBe('GET, HEAD')
    expect(answer.json()).toMatchObject({ code: 'method_not_allowed' })
  })
})

describe('what a route is given', () => {
  it('is the fields of a form, each once', async () => {
    const form = {
      schema: Type.Object({ a: Type.String() }),
      parse: (input: unknown) => ({ ok: true, value: input as { a: string } }) as const,
      mediaType: 'application/x-www-form-urlencoded',
      bytesMax: 100,
    }
    const route = defineRoute<{ a: string }>({
      ...toyRoute({ handle: async () => made() }),
      query: undefined as never,
      body: form,
      handle: async ({ body }) => made(body),
    })
    const { server } = await serveToy([route])
    const post = (payload: string) =>
      server.inject({
        method: 'POST',
        url: THINGS,
        payload,
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8' },
      })
    expect((await post('a=1%202&b=x')).json()).toEqual({ a: '1 2', b: 'x' })
    expect((await post('a=1&a=2')).json()).toMatchObject({ code: 'duplicate_key' })
    const fields = Array.from({ length: 40 }, (_, n) => `${n}=`).join('&')
    expect((await post(fields.slice(0, 100))).statusCode).toBe(201)
  })

  it('is a query whose integers and booleans are such, and nothing that the schema does not name', async () => {
    const query = routeQuery(
      Type.Object({
        limit: Type.Optional(Type.Integer()),
        all: Type.Optional(Type.Boolean()),
        text: Type.Optional(Type.String()),
      }),
    )
    const route = defineRoute<undefined, object>({
      ...toyRead(async () => made()),
      body: undefined as never,
      query,
      handle: async (request) => ({ status: 200, json: request.query }),
    })
    const { server } = await serveToy([route])
    const get = async (search: string) => (await server.inject(`${THINGS}?${search}`)).json()
    expect(await get('limit=7&all=true&text=7')).toEqual({ limit: 7, all: true, text: '7' })
    expect(await get('limit=7x')).toMatchObject({ code: 'malformed_message' })
    expect(await get('limit=7&limit=8')).toMatchObject({ code: 'duplicate_key' })
    expect(await get('other=7')).toMatchObject({ code: 'malformed_message' })
  })

  it('is path segments as they were meant, no body that it did not ask for, and no API key', async () => {
    let seen = ''
    const guarded = toyRead(
      async ({ headers }) => {
        seen = Object.keys(headers).join()
        return { status: 200, json: {} }
      },
      { operation: 'showGuarded', path: '/guarded', access: { kind: 'key', scope: 'toy:read' } },
    )
    const { server, key } = await serveToy([
      guarded,
      toyRead(async ({ params }) => ({ status: 200, json: params }), { path: '/things/:id/*' }),
      defineRoute({
        ...toyRoute({ handle: async () => made() }),
        query: undefined as never,
        body: undefined as never,
        handle: async ({ body }) => made({ body: String(body) }),
      }),
    ])
    const shown = await server.inject(`${THINGS}/a%2Fb/c/d`)
    expect(shown.json()).toEqual({ id: 'a/b', '*': 'c/d' })
    const posted = await server.inject({ method: 'POST', url: THINGS, payload: {} })
    expect(posted.json()).toEqual({ body: 'undefined' })
    const authorization = `Bearer ${await key('toy:read')}`
    await server.inject({ url: '/parties/toy/guarded', headers: { authorization } })
    expect(seen).toContain('host')
    expect(seen).not.toContain('authorization')
  })
})

describe('an answer', () => {
  it('of a handler that throws names an incident and nothing of the fault; the operator gets both', async () => {
    const handle = async () => {
      throw new Error('the secret is 42')
    }
    const { server, faults } = await serveToy([toyRoute({ handle })])
    const answer = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
    })
    expect(answer.statusCode).toBe(500)
    const { code, incident } = answer.json() as { code: string; incident: string }
    expect(code).toBe('internal_fault')
    expect(answer.payload).not.toMatch(/secret|Error| at /)
    expect(String(faults[0])).toContain(`${incident}: Error: the secret is 42`)
    expect((faults[0] as Error).cause).toMatchObject({ message: 'the secret is 42' })
  })

  it('that cannot be sent is a fault like any other', async () => {
    const headers = { location: 'two\r\nlines' }
    const handle = async () => ({ status: 201, json: {}, headers })
    const { server, faults } = await serveToy([toyRoute({ handle })])
    const answer = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
    })
    expect(answer.json()).toMatchObject({ status: 500, code: 'internal_fault' })
    expect(answer.payload).not.toContain('lines')
    expect(faults).toHaveLength(1)
  })

  it('that comes too late is `deadline_passed`, and earlier for a caller that has less time', async () => {
    const never = () => new Promise<never>(() => undefined)
    const limits = { drainMsMax: 0 }
    const { server } = await serveToy([toyRoute({ handle: never, budgetMs: 20 })], { limits })
    const post = (headers: Record<string, string>) =>
      server.inject({
        method: 'POST',
        url: THINGS,
        headers: { ...json, ...headers },
        payload: '{}',
      })
    expect((await post({})).json()).toMatchObject({ code: 'deadline_passed', retryable: true })
    const patient = await serveToy([toyRoute({ handle: never })], { limits })
    const hurried = await patient.server.inject({
      method: 'POST',
      url: THINGS,
      headers: { ...json, 'evenkeel-budget-ms': '10' },
      payload: '{}',
    })
    expect(hurried.statusCode).toBe(504)
    expect(hurried.headers['retry-after']).toBe('1')
  })

  it('that comes too late has ended all the same before its server has stopped', async () => {
    const gate = Promise.withResolvers<void>()
    let hasEnded = false
    const handle = async () => {
      await gate.promise
      hasEnded = true
      return made()
    }
    const { server } = await serveToy([toyRoute({ handle, budgetMs: 10 })])
    const answer = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
    })
    expect(answer.statusCode).toBe(504)
    const stopped = server.stop().then(() => hasEnded)
    setTimeout(() => gate.resolve(), 50)
    expect(await stopped).toBe(true)
  })

  it('by a reason has its words, its status and the wait that the route names', async () => {
    const { server, faults } = await serveToy([
      toyRoute({
        reasons: ['campaign_paused'],
        handle: async () => ({
          problem: refuse('campaign_paused', 'by the operator').error,
          retryAfterMs: 4_200,
        }),
      }),
    ])
    const answer = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
    })
    expect(answer.statusCode).toBe(503)
    expect(answer.headers['retry-after']).toBe('5')
    expect(answer.json()).toMatchObject({ detail: 'by the operator', retryAfterSeconds: 5 })
    expect(faults).toEqual([])
  })

  it('that its route does not name goes out, and the operator hears of it', async () => {
    const { server, faults } = await serveToy([
      toyRead(async () => ({ status: 202, json: {} })),
      toyRoute({ handle: async () => ({ problem: { code: 'campaign_paused' } }) }),
    ])
    expect((await server.inject(THINGS)).statusCode).toBe(202)
    await server.inject({ method: 'POST', url: THINGS, headers: json, payload: '{}' })
    expect(faults.map(String)).toEqual([
      'Error: showThing: status 202 is not named',
      'Error: makeThing: reason campaign_paused is not named',
    ])
  })

  it('is kept by no cache unless its route says so, and says nothing of the server', async () => {
    const { server } = await serveToy([
      toyRead(async () => ({
        status: 200,
        bytes: new Uint8Array([1]),
        mediaType: 'application/octet-stream',
        headers: { 'cache-control': 'public, max-age=5' },
      })),
      toyRoute({ handle: async () => made() }),
    ])
    const read = await server.inject(THINGS)
    expect(read.headers['cache-control']).toBe('public, max-age=5')
    const head = await server.inject({ method: 'HEAD', url: THINGS })
    expect([head.statusCode, head.payload]).toEqual([200, ''])
    const posted = await server.inject({
      method: 'POST',
      url: THINGS,
      headers: json,
      payload: '{}',
    })
    expect(posted.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    })
    expect(posted.headers).not.toHaveProperty('server')
    expect(posted.headers).not.toHaveProperty('x-powered-by')
  })
})

describe('pages of other origins', () => {
  it('may call what is public, and nothing that asks for a key', async () => {
    const { server } = await serveToy([
      toyRead(async () => ({ status: 200, json: {} })),
      toyRoute({ access: { kind: 'key', scope: 'toy:make' }, handle: async () => made() }),
      toyRoute({
        operation: 'makeSecret',
        path: '/secrets',
        access: { kind: 'key', scope: 'toy:make' },
        handle: async () => made(),
      }),
    ])
    const preflight = await server.inject({ method: 'OPTIONS', url: THINGS })
    expect(preflight.statusCode).toBe(204)
    expect(preflight.headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': expect.stringContaining('evenkeel-knock'),
    })
    expect(preflight.headers).not.toHaveProperty('access-control-allow-credentials')
    expect((await server.inject(THINGS)).headers['access-control-allow-origin']).toBe('*')
    const closed = await server.inject({ method: 'OPTIONS', url: '/parties/toy/secrets' })
    expect(closed.statusCode).toBe(405)
    const posted = await server.inject({ method: 'POST', url: THINGS, payload: {} })
    expect(posted.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

describe('a well-known document of a party below an origin', () => {
  it('is at the party’s URL and at the origin, as wallets look for it', async () => {
    const { server } = await serveToy([
      toyRead(async () => ({ status: 200, json: { here: true } }), { path: '/.well-known/a-toy' }),
    ])
    for (const url of ['/parties/toy/.well-known/a-toy', '/.well-known/a-toy/parties/toy']) {
      expect((await server.inject(url)).json()).toEqual({ here: true })
    }
    expect((await server.inject('/.well-known/a-toy')).statusCode).toBe(404)
  })
})
