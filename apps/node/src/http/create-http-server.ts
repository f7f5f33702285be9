import type { IncomingMessage, ServerResponse } from 'node:http'
import { finished } from 'node:stream'
import { assert, type PartyId, type Ports, type Route } from '@evenkeel/kernel'
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { sumLoads } from '../processes/sum-loads.ts'
import { type AdmissionLoad, createAdmission } from './admission.ts'
import { createKeyLookup, type PartyApi } from './api-keys.ts'
import { givenUpAt, LIVE_VIEWS_LEVEL } from './brown-out.ts'
import { answerPreflight, corsHeaders } from './cors.ts'
import { createDoor, type DoorRoute } from './door.ts'
import { httpMigrations } from './http-migrations.ts'
import { createIdempotency } from './idempotency.ts'
import {
  ANSWERS_SWEEP_EVERY_MS,
  DRAIN_LOOK_MS,
  HTTP_LIMITS,
  type HttpLimits,
  PARAMETER_CHARS_MAX,
} from './limits.ts'
import type { Listener } from './listener.ts'
import { type Rendered, renderProblem, renderRefusal } from './problem.ts'
import { discardBody, type ServerLoad } from './read-body.ts'
import { sendEvents } from './send-events.ts'
import { sendText } from './send-text.ts'
import {
  type Following,
  type RouteSeams,
  readBudget,
  refuseNoRoom,
  renderFault,
  serveRoute,
} from './serve-route.ts'

/** A party's routes and where they are. */
export interface Mount extends PartyApi {
  /** The party's URL: its path is the prefix of its routes. */
  readonly url: string
}

export interface HttpServerOptions {
  readonly mounts: readonly Mount[]
  readonly timers: Ports['timers']
  /** Serves this port; without one only `inject` reaches the routes. */
  readonly listener?: Listener
  /** Told what a handler threw, with the number that its caller was given. */
  readonly onFault?: (party: PartyId, error: unknown) => void
  readonly limits?: HttpLimits
  /** The load of each other process that serves the same port; none if absent. */
  readonly others?: () => readonly AdmissionLoad[]
}

export interface HttpServer {
  /** Asks without a socket. */
  readonly inject: FastifyInstance['inject']
  /** How this process takes its load. */
  load(): AdmissionLoad
  /**
   * Stops accepting, refuses new requests with `draining`, ends streams, lets requests in progress end within `drainMsMax`, then closes.
   * Idempotent.
   */
  stop(): Promise<void>
}

const COMMON_HEADERS: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
const EVENTS: Readonly<Record<string, string>> = { 'content-type': 'text/event-stream' }
const NOTHING: Uint8Array = new Uint8Array()
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const WELL_KNOWN = '/.well-known/'
/** Why an exchange's signal aborts. Measured: without a reason the platform makes an error with its stack for each, 7 µs. */
const OVER = 'the exchange is over'

/**
 * Serves the routes of parties, each under the path of its URL. A document below `/.well-known/` of a party with a path also answers at
 * `/.well-known/<suffix>/<path>` (RFC 8414 §3.1, OpenID4VCI 1.0 §12.2.2).
 */
export async function createHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  const { mounts, timers, listener, limits = HTTP_LIMITS } = options
  const onFault = options.onFault ?? (() => undefined)
  const state: ServerState = { draining: false, requests: 0, streams: new Set() }
  const load: ServerLoad = { bodyBytes: 0, reading: 0, handlers: 0 }
  const [first] = mounts
  assert(first !== undefined, 'a server has a party')
  // The parties of a server share its thread, and so its places.
  const admission = createAdmission(first.party.ports, limits.requestsMax)
  const doorRoutes: DoorRoute[] = []
  const app = fastify({
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: PARAMETER_CHARS_MAX, ignoreTrailingSlash: false },
    frameworkErrors: (_error, _request, reply) => {
      send(reply, renderProblem({ code: 'malformed_message', detail: 'the address' }))
    },
  })
  // Bodies are read by the routes, after they have decided that they want one.
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  app.setNotFoundHandler((_request, reply) => {
    send(reply, renderProblem({ code: 'not_found', detail: 'no such route' }))
  })
  const sweeps: { readonly party: PartyId; readonly sweep: () => Promise<void> }[] = []
  for (const mount of mounts) {
    const { store, clock, random } = mount.party.ports
    await store.migrate(httpMigrations)
    const idempotency = createIdempotency({ store, clock, random })
    sweeps.push({ party: mount.party.id, sweep: idempotency.sweep })
    mountRoutes(app, mount, state, {
      party: mount.party.id,
      ports: { clock, random },
      findApiKey: createKeyLookup(store, clock),
      idempotency,
      load,
      admission,
      limits,
      onFault,
    })
    for (const route of mount.routes) {
      if (route.sharePlacesBy !== undefined)
        doorRoutes.push({ route, prefix: prefixOf(mount), admission })
    }
  }
  addHealth(app, state, () => [admission.load(), ...(options.others?.() ?? [])])
  await app.ready()
  const refusedAtDoor = createDoor(doorRoutes, COMMON_HEADERS, limits)
  listener?.serve((request, response) => {
    if (state.draining || !refusedAtDoor(request, response)) app.routing(request, response)
  })
  const stopSweep = timers.every(ANSWERS_SWEEP_EVERY_MS, async () => {
    for (const { party, sweep } of sweeps) {
      await sweep().catch((error: unknown) => onFault(party, error))
    }
  })

  let stopped: Promise<void> | undefined
  async function stop(): Promise<void> {
    state.draining = true
    const closed = listener?.stopAccepting()
    for (const stream of state.streams) stream.abort()
    // Also handlers whose callers have left: what they began has to end before the stores close.
    for (let waitedMs = 0; waitedMs < limits.drainMsMax; waitedMs += DRAIN_LOOK_MS) {
      if (state.requests === 0 && load.handlers === 0) break
      await timers.sleep(DRAIN_LOOK_MS)
    }
    await listener?.close()
    await closed
    await stopSweep()
    await app.close()
  }
  return {
    inject: app.inject.bind(app) as FastifyInstance['inject'],
    load: admission.load,
    stop: () => {
      stopped ??= stop()
      return stopped
    },
  }
}

interface ServerState {
  draining: boolean
  /** Requests in progress, streams too. */
  requests: number
  readonly streams: Set<AbortController>
}

function mountRoutes(
  app: FastifyInstance,
  mount: Mount,
  state: ServerState,
  seams: RouteSeams,
): void {
  const prefix = prefixOf(mount)
  const byPath = new Map<string, Route[]>()
  for (const route of mount.routes) {
    byPath.set(route.path, [...(byPath.get(route.path) ?? []), route])
  }
  for (const [path, routes] of byPath) {
    const urls = [prefix + path]
    if (path.startsWith(WELL_KNOWN) && prefix !== '') urls.push(path + prefix)
    for (const url of urls) mountPath(app, url, routes, state, seams)
  }
}

function prefixOf({ url }: Mount): string {
  return new URL(url).pathname.replace(/\/$/, '')
}

/** One path of a party: its methods, the answer to a browser's preflight, and `method_not_allowed` for all others. */
function mountPath(
  app: FastifyInstance,
  url: string,
  routes: readonly Route[],
  state: ServerState,
  seams: RouteSeams,
): void {
  const allowed: string[] = []
  for (const route of routes) {
    const methods = route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]
    for (const method of methods) {
      assert(!allowed.includes(method), `${route.operation}: ${method} ${url} is taken`)
    }
    allowed.push(...methods)
    app.route({
      method: methods,
      url,
      handler: (request, reply) => answer(route, request, reply, state, seams),
      // What the server itself cannot read, or what a handler gave and nobody can send.
      errorHandler: (error, _request, reply) => {
        const isMediaType = 'statusCode' in error && error.statusCode === 415
        for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
        send(
          reply,
          isMediaType
            ? renderRefusal(route, { code: 'media_type_not_accepted' })
            : renderFault(route, error, seams),
        )
      },
    })
  }
  app.route({
    method: 'OPTIONS',
    url,
    handler: (_request, reply) => send(reply, answerPreflight(routes, allowed)),
  })
  const allow = allowed.join(', ')
  app.route({
    method: METHODS.filter((method) => !allowed.includes(method)),
    url,
    handler: (_request, reply) =>
      send(
        reply,
        renderRefusal(routes[0] ?? {}, { code: 'method_not_allowed' }, { headers: { allow } }),
      ),
  })
}

async function answer(
  route: Route,
  request: FastifyRequest,
  reply: FastifyReply,
  state: ServerState,
  seams: RouteSeams,
): Promise<void> {
  const headers = corsHeaders(route)
  if (state.draining)
    return send(
      reply,
      renderRefusal(route, { code: 'draining' }, { headers: { ...headers, connection: 'close' } }),
    )
  const { limits } = seams
  // Whoever is slow to send takes nobody else's place: its connection and the bytes held for it have limits of their own.
  const inProgress = state.requests - state.streams.size - seams.load.reading
  if (inProgress >= limits.requestsMax) {
    const params = request.params as Readonly<Record<string, string>>
    const refused = { params, request: request.raw }
    const leftMs = readBudget(route, request.raw)
    return send(reply, refuseNoRoom(route, refused, leftMs, { code: 'queue_full' }, { headers }))
  }
  const gone = new AbortController()
  state.requests += 1
  // Sent to the last byte, or given up: only then may a stopping server close the connection.
  finished(reply.raw, () => {
    gone.abort(OVER)
    state.requests -= 1
  })
  const served = await serveRoute(route, seams, {
    request: request.raw,
    response: reply.raw,
    params: request.params as Readonly<Record<string, string>>,
    signal: gone.signal,
  })
  if ('bytes' in served) {
    return send(reply, { ...served, headers: { ...headers, ...served.headers } }, limits)
  }
  if (request.method === 'HEAD') {
    gone.abort()
    const told = 'events' in served ? { status: 200, headers: EVENTS } : served
    const { status } = told
    return send(reply, { status, headers: { ...headers, ...told.headers }, bytes: NOTHING }, limits)
  }
  const isGivenUp = seams.admission.load().level >= LIVE_VIEWS_LEVEL
  if (isGivenUp || state.streams.size >= limits.streamsMax) {
    gone.abort()
    return send(reply, renderRefusal(route, { code: 'queue_full', detail: 'streams' }, { headers }))
  }
  reply.hijack()
  await stream(reply, served, { ...COMMON_HEADERS, ...headers }, gone, state, seams)
}

async function stream(
  { raw }: FastifyReply,
  served: Following,
  headers: Readonly<Record<string, string>>,
  gone: AbortController,
  state: ServerState,
  { limits, party, onFault }: RouteSeams,
): Promise<void> {
  if (state.draining) gone.abort()
  state.streams.add(gone)
  const over = setTimeout(() => gone.abort(), limits.streamMsMax)
  try {
    if ('events' in served) await sendEvents(raw, served.events, headers, gone.signal, limits)
    else {
      const all = { ...headers, ...served.headers }
      await sendText(raw, served.text, served.status, all, gone.signal)
    }
  } catch (error) {
    onFault(party, error)
  } finally {
    clearTimeout(over)
    gone.abort()
    state.streams.delete(gone)
  }
}

function addHealth(
  app: FastifyInstance,
  state: ServerState,
  loads: () => readonly [AdmissionLoad, ...AdmissionLoad[]],
): void {
  const ready: Rendered = {
    status: 200,
    headers: { 'content-type': 'application/json' },
    bytes: new TextEncoder().encode('{"status":"ok"}'),
  }
  app.get('/livez', (_request, reply) => send(reply, ready))
  app.get('/load', (_request, reply) => {
    const all = loads()
    const load = sumLoads(all)
    const view = { ...load, givenUp: givenUpAt(load.level), processes: all.length }
    send(reply, { ...ready, bytes: new TextEncoder().encode(JSON.stringify(view)) })
  })
  app.get('/readyz', (_request, reply) =>
    send(reply, state.draining ? renderProblem({ code: 'draining' }) : ready),
  )
}

/** Sends an answer; what its caller is still sending is read and thrown away, so that the answer is seen. */
function send(
  reply: FastifyReply,
  { status, headers, bytes }: Rendered,
  limits: Pick<HttpLimits, 'discardBytesMax'> = HTTP_LIMITS,
): void {
  const request: IncomingMessage = reply.request.raw
  const response: ServerResponse = reply.raw
  if (response.destroyed) return
  discardBody(request, limits)
  reply
    .code(status)
    .headers({ ...COMMON_HEADERS, ...headers })
    .send(Buffer.from(bytes))
}
