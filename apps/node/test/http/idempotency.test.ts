import { type RouteAnswer, type RouteRequest, refuse, type Store } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createIdempotency } from '../../src/http/idempotency.ts'
import { ANSWER_KEPT_MS, ANSWERS_SWEPT_MAX } from '../../src/http/limits.ts'
import { made, serveToy, THINGS, type ToyOptions, toyRoute } from './support/toy-server.ts'

const KEY = 'a-request-number-of-its-own'

/** A toy whose route is repeated by key; the handler is told how often it has run. */
async function serveKeyed(
  handle: (run: number, request: RouteRequest) => Promise<RouteAnswer>,
  options: ToyOptions & { readonly access?: 'key' } = {},
) {
  let runs = 0
  const toy = await serveToy(
    [
      toyRoute({
        repeats: 'key',
        ...(options.access && { access: { kind: 'key', scope: 'toy:make' } }),
        handle: (request) => {
          runs += 1
          return handle(runs, request as RouteRequest)
        },
      }),
    ],
    options,
  )
  const post = (payload: object, headers: Record<string, string> = { 'idempotency-key': KEY }) =>
    toy.server.inject({ method: 'POST', url: THINGS, headers, payload })
  return { ...toy, post, runs: () => runs }
}

const refuses = async (): Promise<RouteAnswer> => ({ problem: refuse('campaign_unknown').error })
const rowsOf = (store: Store) =>
  store.read('rows', (tx) => tx.all('SELECT request_id FROM http_request'))

describe('a route repeated by key', () => {
  it('takes no request without one, nor with one that could be guessed', async () => {
    const { post, runs } = await serveKeyed(async () => made())
    for (const key of ['', 'short', 'x'.repeat(201), `${KEY} "`, `${KEY}\u00fc`]) {
      const answer = await post({}, key === '' ? {} : { 'idempotency-key': key })
      expect(answer.json()).toMatchObject({ status: 400, code: 'idempotency_key_missing' })
    }
    expect(runs()).toBe(0)
  })

  it('gives a repeat the stored answer, says so, and does nothing', async () => {
    const { post, runs } = await serveKeyed(async (run) => ({
      status: 201,
      json: { run },
      headers: { location: `/things/${run}` },
    }))
    const first = await post({ a: 1 })
    const again = await post({ a: 1 }, { 'idempotency-key': `"${KEY}"` })
    expect(again.payload).toBe(first.payload)
    expect(again.headers).toMatchObject({ location: '/things/1', 'idempotency-replayed': 'true' })
    expect(first.headers).not.toHaveProperty('idempotency-replayed')
    expect(runs()).toBe(1)
  })

  it('refuses another body under the same key, and takes the same body under another', async () => {
    const { post, runs } = await serveKeyed(async (run) => made({ run }))
    await post({ a: 1 })
    expect((await post({ a: 2 })).json()).toMatchObject({
      status: 409,
      code: 'idempotency_conflict',
    })
    expect(runs()).toBe(1)
    expect((await post({ a: 1 }, { 'idempotency-key': `${KEY}-2` })).json()).toEqual({ run: 2 })
  })

  it('tells a repeat that overtakes its first to come back', async () => {
    const first = Promise.withResolvers<RouteAnswer>()
    const started = Promise.withResolvers<void>()
    const { post } = await serveKeyed(() => {
      started.resolve()
      return first.promise
    })
    const one = post({})
    await started.promise
    expect((await post({})).json()).toMatchObject({
      status: 409,
      code: 'idempotency_in_progress',
      retryable: true,
    })
    first.resolve(made())
    expect((await one).statusCode).toBe(201)
  })

  it('runs again, under the same id, what was not decided: trouble, faults and retryable refusals', async () => {
    const ids: (string | undefined)[] = []
    const { post, runs } = await serveKeyed(async (run, { requestId }) => {
      ids.push(requestId)
      if (run === 1) throw new Error('a fault')
      return run === 2 ? { problem: refuse('campaign_paused').error } : made({ run })
    })
    expect((await post({})).statusCode).toBe(500)
    expect((await post({})).statusCode).toBe(503)
    expect((await post({})).json()).toEqual({ run: 3 })
    expect((await post({})).json()).toEqual({ run: 3 })
    expect(runs()).toBe(3)
    expect(new Set(ids).size).toBe(1)
  })

  it('remembers a refusal that was decided, for the owner of a key', async () => {
    const { post, runs, key } = await serveKeyed(refuses, { access: 'key' })
    const headers = {
      'idempotency-key': KEY,
      authorization: `Bearer ${await key('toy:make')}`,
    }
    await post({}, headers)
    const again = await post({}, headers)
    expect(again.json()).toMatchObject({ code: 'campaign_unknown' })
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(runs()).toBe(1)
  })

  it('keeps nothing for an anonymous caller whom it refused', async () => {
    const { post, runs, store } = await serveKeyed(refuses)
    await post({})
    expect((await post({})).json()).toMatchObject({ code: 'campaign_unknown' })
    expect(runs()).toBe(2)
    expect(await rowsOf(store)).toEqual([])
  })

  it('leads to nothing that was made before, when its key comes again for something else after its time', async () => {
    const ids: (string | undefined)[] = []
    const { post, skip } = await serveKeyed(async (_run, { requestId }) => {
      ids.push(requestId)
      return made()
    })
    await post({ a: 1 })
    skip(ANSWER_KEPT_MS)
    await post({ a: 2 })
    skip(ANSWER_KEPT_MS)
    await post({ a: 1 })
    expect(ids[1]).not.toBe(ids[0])
    expect(ids[2]).toBe(ids[0])
  })

  it('runs again after a crash between the effect and its record, with the id from which the effect got its own', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    onTestFinished(() => store.close())
    const ids: (string | undefined)[] = []
    const before = await serveKeyed(
      (_run, { requestId }) => {
        ids.push(requestId)
        // The process ends here: its memory is gone, what it wrote is not.
        return new Promise<never>(() => undefined)
      },
      { store, limits: { drainMsMax: 0 } },
    )
    const lost = before.post({}, { 'idempotency-key': KEY, 'evenkeel-budget-ms': '5' })
    expect((await lost).statusCode).toBe(504)
    const after = await serveKeyed(
      async (_run, { requestId }) => {
        ids.push(requestId)
        return made()
      },
      { store },
    )
    expect((await after.post({ other: true })).json()).toMatchObject({
      code: 'idempotency_conflict',
    })
    expect((await after.post({})).statusCode).toBe(201)
    expect(ids[0]).toBe(ids[1])
  })

  it('keeps answers sealed under what only their caller has, apart from other callers', async () => {
    const toy = await serveKeyed(async (run) => made({ run, name: 'Ada Lovelace' }), {
      access: 'key',
    })
    const [one, other] = [await toy.key('toy:make'), await toy.key('toy:make')]
    const as = (key: string) =>
      toy.post({}, { 'idempotency-key': KEY, authorization: `Bearer ${key}` })
    expect((await as(one)).json()).toMatchObject({ run: 1 })
    expect((await as(other)).json()).toMatchObject({ run: 2 })
    expect((await as(one)).json()).toMatchObject({ run: 1 })
    const rows = await toy.store.read('all', (tx) => tx.all('SELECT * FROM http_request'))
    expect(rows).toHaveLength(2)
    for (const { request_id, answer } of rows) {
      expect(request_id).not.toContain(KEY)
      expect(new TextDecoder().decode(answer as Uint8Array)).not.toContain('Lovelace')
    }
  })

  it('shares its commits with those that come at the same time', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    onTestFinished(() => store.close())
    const transact = vi.spyOn(store, 'transact')
    const { post } = await serveKeyed(async () => made(), { store })
    const requests = Array.from({ length: 50 }, (_, n) =>
      post({}, { 'idempotency-key': `${KEY}-${n}` }),
    )
    for (const { statusCode } of await Promise.all(requests)) expect(statusCode).toBe(201)
    expect(transact.mock.calls.length).toBeLessThan(25)
  })

  it('forgets after a day', async () => {
    const { post, skip } = await serveKeyed(async (run) => made({ run }))
    await post({})
    skip(ANSWER_KEPT_MS - 1_000)
    expect((await post({})).json()).toEqual({ run: 1 })
    skip(1_000)
    expect((await post({})).json()).toEqual({ run: 2 })
  })

  it('is swept from the store once its time has passed, and not before', async () => {
    const { post, skip, store, mount } = await serveKeyed(async () => made())
    await post({})
    await store.transact('many', (tx) =>
      tx.insertMany({
        table: 'http_request',
        columns: ['request_id', 'content_hash', 'kept_until'],
        rows: Array.from({ length: ANSWERS_SWEPT_MAX + 1 }, (_, n) => [
          `${n}`,
          new Uint8Array(),
          0,
        ]),
        onConflict: 'fail',
      }),
    )
    const { sweep } = createIdempotency(mount.party.ports)
    const rows = () => rowsOf(store)
    skip(ANSWER_KEPT_MS - 1_000)
    await sweep()
    expect(await rows()).toHaveLength(1)
    skip(1_000)
    await sweep()
    expect(await rows()).toEqual([])
  })
})
