import {
  brandId,
  type Clock,
  defineRoute,
  epochMs,
  type JsonValue,
  jsonBody,
  type PartyId,
  type Route,
  type RouteAnswer,
  type RouteDefinition,
  type Store,
  Type,
} from '@evenkeel/kernel'
import { openSqliteStore, systemClock, systemRandom, systemTimers } from '@evenkeel/kernel/adapters'
import { onTestFinished } from 'vitest'
import { createApiKey } from '../../../src/http/api-keys.ts'
import {
  createHttpServer,
  type HttpServer,
  type Mount,
} from '../../../src/http/create-http-server.ts'
import { HTTP_LIMITS, type HttpLimits } from '../../../src/http/limits.ts'
import { type Listener, openListener } from '../../../src/http/listener.ts'

export interface ToyServer {
  readonly server: HttpServer
  readonly store: Store
  /** What the server told its operator. */
  readonly faults: readonly unknown[]
  /** Set when the server has a port. */
  readonly listener?: Listener
  /** Makes a key of the party and returns it. */
  key(scope: string, validForMs?: number): Promise<string>
  readonly mount: Mount
  /** Sets the party's clock forward. */
  skip(ms: number): void
}

export interface ToyOptions {
  readonly limits?: Partial<HttpLimits>
  readonly listen?: true
  readonly store?: Store
}

/** Serves routes of one party called `toy` at `https://toy.example/parties/toy`; everything is closed when the test ends. */
export async function serveToy(
  routes: readonly Route[],
  options: ToyOptions = {},
): Promise<ToyServer> {
  const limits = { ...HTTP_LIMITS, ...options.limits }
  const store = options.store ?? (await openSqliteStore({ path: ':memory:' }))
  const faults: unknown[] = []
  let skippedMs = 0
  const clock: Clock = {
    nowMs: () => epochMs(systemClock.nowMs() + skippedMs),
    monotonicMs: () => systemClock.monotonicMs() + skippedMs,
  }
  const ports = { clock, random: systemRandom, timers: systemTimers, store }
  const mount: Mount = {
    party: { id: brandId<PartyId>('toy'), ports: ports as Mount['party']['ports'] },
    url: 'https://toy.example/parties/toy',
    routes,
  }
  const listener = options.listen && (await openListener({ host: '127.0.0.1', port: 0 }, limits))
  const server = await createHttpServer({
    mounts: [mount],
    timers: systemTimers,
    limits,
    onFault: (_party, error) => faults.push(error),
    ...(listener && { listener }),
  })
  onTestFinished(async () => {
    await server.stop()
    if (options.store === undefined) await store.close()
  })
  return {
    server,
    store,
    faults,
    mount,
    ...(listener && { listener }),
    async key(scope, validForMs = 60_000) {
      const created = await createApiKey(mount, { label: 'a test', scopes: [scope], validForMs })
      if (!created.ok) throw new Error(created.error.code)
      return created.value.key
    },
    skip(ms) {
      skippedMs += ms
    },
  }
}

type Parts = Partial<RouteDefinition<JsonValue, undefined>> &
  Pick<RouteDefinition<JsonValue, undefined>, 'handle'>

/** A POST of any JSON object to `/things` that answers what the handler says. */
export function toyRoute(parts: Parts): Route {
  return defineRoute<JsonValue>({
    operation: 'makeThing',
    method: 'POST',
    path: '/things',
    summary: 'Make a thing.',
    access: { kind: 'public' },
    body: jsonBody(Type.Unsafe<JsonValue>(Type.Object({}, { additionalProperties: true })), {
      maxBytes: 1_000,
      maxDepth: 4,
    }),
    answers: { 201: { description: 'It is made.' } },
    reasons: [],
    repeats: 'content',
    budgetMs: 5_000,
    ...parts,
  })
}

type ReadParts = Partial<RouteDefinition<undefined, undefined>>

/** A GET of `/things` that answers what the handler says. */
export function toyRead(
  handle: RouteDefinition<undefined, undefined>['handle'],
  parts: ReadParts = {},
): Route {
  return defineRoute({
    operation: 'showThing',
    method: 'GET',
    path: '/things',
    summary: 'Show a thing.',
    access: { kind: 'public' },
    answers: { 200: { description: 'The thing.' } },
    reasons: [],
    repeats: 'safe',
    budgetMs: 5_000,
    ...parts,
    handle,
  })
}

export const made = (json: object = { made: true }): RouteAnswer => ({ status: 201, json })
export const THINGS = '/parties/toy/things'
