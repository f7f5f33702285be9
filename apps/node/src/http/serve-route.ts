import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  encodeHex,
  encodeUtf8,
  oauthRefusal,
  PATIENCE_MS_MIN,
  type PartyId,
  type Ports,
  type Reasoned,
  type Route,
  type RouteAnswer,
  type RouteRequest,
  reasons,
  type ServerEvent,
} from '@evenkeel/kernel'
import { nextTurn } from '@evenkeel/kernel/adapters'
import type { Admission, Place } from './admission.ts'
import type { FindApiKey } from './api-keys.ts'
import { authorise, type Caller, challengeOf } from './authorise.ts'
import { reasonsOf } from './common-reasons.ts'
import { ANONYMOUS, type Idempotency, readIdempotencyKey } from './idempotency.ts'
import { type HttpLimits, UNWANTED_BODY_BYTES_MAX } from './limits.ts'
import { type ProblemOptions, type Rendered, rateLimitHeaders, renderRefusal } from './problem.ts'
import { readBody, type ServerLoad } from './read-body.ts'
import { checkMediaType, parseBody, parseQuery } from './read-request.ts'

/** What serves one party's routes. */
export interface RouteSeams {
  readonly party: PartyId
  readonly ports: Pick<Ports, 'clock' | 'random'>
  readonly findApiKey: FindApiKey
  readonly idempotency: Idempotency
  readonly load: ServerLoad
  readonly admission: Admission
  readonly limits: HttpLimits
  /** Told what a handler threw, and when an answer is none that its route names. */
  readonly onFault: (party: PartyId, error: unknown) => void
}

export interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly params: Readonly<Record<string, string>>
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal
}

/** What a request ends in: an answer, or what follows one after the other. */
export type Served = Rendered | Following

/** Events, or a body that is sent as it is made. */
export type Following =
  | { readonly events: AsyncIterable<ServerEvent> }
  | (Omit<Rendered, 'bytes'> & { readonly text: AsyncIterable<string> })

/** Answers one request to a route: key, form, body, admission, idempotency, handler, deadline, in this order. Never rejects. */
export async function serveRoute(
  route: Route,
  seams: RouteSeams,
  exchange: Exchange,
): Promise<Served> {
  try {
    return await serve(route, seams, exchange)
  } catch (error) {
    return renderFault(route, error, seams)
  }
}

async function serve(route: Route, seams: RouteSeams, exchange: Exchange): Promise<Served> {
  const { request, response } = exchange
  const { clock } = seams.ports
  const budgetMs = readBudget(route, request)
  const deadlineMs = clock.monotonicMs() + budgetMs
  const caller = await authorise(route, request.headers.authorization, seams.findApiKey)
  if (!caller.ok) {
    const challenge = challengeOf(caller.error, route)
    return renderRefusal(
      route,
      caller.error,
      challenge === undefined ? {} : { headers: { 'www-authenticate': challenge } },
    )
  }
  const key = readIdempotencyKey(headerOf(request, 'idempotency-key'))
  if (route.repeats === 'key' && key === undefined)
    return renderRefusal(route, { code: 'idempotency_key_missing' })
  const mediaType = checkMediaType(route, request.headers)
  if (!mediaType.ok) return renderRefusal(route, mediaType.error)
  const query = parseQuery(route.query, searchOf(request))
  if (!query.ok) return renderRefusal(route, query.error)
  const read = await readBody(
    request,
    response,
    {
      bytesMax: route.body?.bytesMax ?? UNWANTED_BODY_BYTES_MAX,
      msMax: Math.min(budgetMs, seams.limits.bodyMsMax),
    },
    seams.load,
    seams.limits,
  )
  // What is left for the work: a caller can spend its budget on its own body.
  const leftMs = deadlineMs - clock.monotonicMs()
  const noRoom: NoRoom = (reason, options) => refuseNoRoom(route, exchange, leftMs, reason, options)
  if (!read.ok) {
    if (read.error.code === 'queue_full') return noRoom(read.error)
    if (read.error.code !== 'request_too_slow') return renderRefusal(route, read.error)
    // RFC 9110 §15.5.9: what comes too slowly is not waited for on this connection any more.
    const headers = { connection: 'close' }
    if (budgetMs > seams.limits.bodyMsMax) return renderRefusal(route, read.error, { headers })
    return noRoom({ code: 'deadline_passed' }, { headers })
  }
  const bytes = read.value
  // Only now: whoever is slow to send takes nobody's place.
  const place = enter(route, seams, exchange, budgetMs)
  if (!place.ok) {
    seams.load.bodyBytes -= bytes.length
    const { code, retryAfterMs } = place
    const headers = rateLimitHeaders(retryAfterMs, seams.limits.requestsMax)
    return noRoom({ code }, { retryAfterMs, headers })
  }
  const admitted = { caller: caller.value, key, query: query.value, bytes, deadlineMs, noRoom }
  // The body is in memory until its work has ended, also when its caller was told before that it is too late.
  const answering = serveAdmitted(route, seams, exchange, admitted).finally(() => {
    seams.load.bodyBytes -= bytes.length
    place.leave()
  })
  return within(answering, admitted, seams)
}

/** A request that may reach its route, once all of it is there. */
interface Admitted {
  readonly caller: Caller
  readonly key: string | undefined
  readonly query: unknown
  readonly bytes: Uint8Array
  readonly deadlineMs: number
  readonly noRoom: NoRoom
}

/** Refuses this request for lack of room, wherever that is noticed. */
type NoRoom = (reason: Reasoned, options?: ProblemOptions) => Rendered

function enter(
  route: Route,
  { admission }: RouteSeams,
  { params, request }: Exchange,
  budgetMs: number,
): Place {
  const { sharePlacesBy } = route
  if (sharePlacesBy === undefined) return { ok: true, leave: () => undefined }
  return admission.enter(params[sharePlacesBy] ?? '', budgetMs, readName(route, request))
}

/** A refusal for lack of room, with what the route adds to it. */
export function refuseNoRoom(
  route: Route,
  { params, request }: Pick<Exchange, 'params' | 'request'>,
  leftMs: number,
  reason: Reasoned,
  options: ProblemOptions = {},
): Rendered {
  const { sharePlacesBy } = route
  const share = sharePlacesBy === undefined ? undefined : (params[sharePlacesBy] ?? '')
  const own = share === undefined ? {} : roomHeaders(route, share, request, leftMs)
  return renderRefusal(route, reason, { ...options, headers: { ...options.headers, ...own } })
}

/** What a route adds to a refusal for lack of room; nothing for a caller who left no time for the work. */
export function roomHeaders(
  { refusalHeaders }: Route,
  share: string,
  { headers }: IncomingMessage,
  leftMs: number,
): Readonly<Record<string, string>> {
  return (leftMs < PATIENCE_MS_MIN ? undefined : refusalHeaders?.(share, headers)) ?? {}
}

async function serveAdmitted(
  route: Route,
  seams: RouteSeams,
  { request, params, signal }: Exchange,
  { caller, key, query, bytes, deadlineMs, noRoom }: Admitted,
): Promise<Served> {
  // The requests that have arrived by now go on together: they share commits and signature checks.
  await nextTurn()
  const body = route.body === undefined ? undefined : parseBody(route.body, bytes)
  if (body?.ok === false) return renderRefusal(route, body.error)
  const routed: RouteRequest = {
    params,
    query,
    headers: headersFor(route, request),
    body: body?.value,
    bytes,
    deadlineMs,
    signal,
    ...(caller.apiKey && { caller: caller.apiKey }),
  }
  if (key === undefined || route.repeats !== 'key') {
    return (await run(route, seams, routed, noRoom)).served
  }
  return runOnce(route, seams, {
    key,
    caller,
    request: routed,
    target: request.url ?? '',
    noRoom,
  })
}

interface Ran {
  readonly served: Served
  /** Whether the same request could still end differently. */
  readonly decided: boolean
}

async function run(
  route: Route,
  seams: RouteSeams,
  request: RouteRequest,
  noRoom: NoRoom,
): Promise<Ran> {
  // Nobody waits for it any more (O5).
  if (seams.ports.clock.monotonicMs() > request.deadlineMs) {
    return { served: noRoom({ code: 'deadline_passed' }), decided: false }
  }
  if (seams.load.handlers >= seams.limits.requestsMax) {
    return { served: noRoom({ code: 'queue_full' }), decided: false }
  }
  let answer: RouteAnswer
  seams.load.handlers += 1
  try {
    answer = await route.handle(request)
  } catch (error) {
    return { served: renderFault(route, error, seams), decided: false }
  } finally {
    seams.load.handlers -= 1
  }
  const fault = contradiction(route, answer)
  if (fault !== undefined) seams.onFault(seams.party, new Error(`${route.operation}: ${fault}`))
  const served = renderAnswer(route, answer)
  const retryable = 'problem' in answer && reasons[answer.problem.code].retryable
  return { served, decided: !('events' in served) && served.status < 500 && !retryable }
}

interface Keyed {
  readonly key: string
  readonly caller: Caller
  readonly request: RouteRequest
  readonly target: string
  readonly noRoom: NoRoom
}

async function runOnce(
  route: Route,
  seams: RouteSeams,
  { key, caller, request, target, noRoom }: Keyed,
): Promise<Rendered> {
  const ran = await seams.idempotency.run(
    {
      operation: route.operation,
      key,
      caller: caller.apiKey?.keyId ?? ANONYMOUS,
      secret: caller.secret,
      content: [encodeUtf8(`${route.method} ${target}`), request.bytes],
    },
    async (requestId) => {
      const { served, decided } = await run(route, seams, { ...request, requestId }, noRoom)
      if (!('bytes' in served)) throw new Error(`${route.operation}: a stream cannot be repeated`)
      return { answer: served, decided }
    },
  )
  return ran.ok ? ran.value : renderRefusal(route, ran.error)
}

/** The answer, or `deadline_passed` when it takes longer than the caller was promised; what was begun goes on. */
async function within<T>(
  answering: Promise<T>,
  { deadlineMs, noRoom }: Admitted,
  { ports, party, onFault }: RouteSeams,
): Promise<T | Rendered> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Rendered>((resolve) => {
    const leftMs = Math.max(0, deadlineMs - ports.clock.monotonicMs())
    timer = setTimeout(() => {
      // After this nobody waits for the answer, and what it throws would be lost.
      answering.catch((error: unknown) => onFault(party, error))
      resolve(noRoom({ code: 'deadline_passed' }))
    }, leftMs)
  })
  try {
    return await Promise.race([answering, late])
  } finally {
    clearTimeout(timer)
  }
}

function renderAnswer(route: Route, answer: RouteAnswer): Served {
  if ('events' in answer) return { events: answer.events }
  if ('problem' in answer) {
    const { problem, ...options } = answer
    return renderRefusal(route, problem, options)
  }
  const isJson = 'json' in answer
  const { status } = answer
  const headers = {
    'content-type': isJson ? 'application/json' : answer.mediaType,
    ...answer.headers,
  }
  if ('text' in answer) return { status, headers, text: answer.text }
  return {
    status,
    headers,
    bytes: isJson ? encodeUtf8(JSON.stringify(answer.json)) : answer.bytes,
  }
}

/** Renders what was thrown: the caller gets a number to ask about, the operator the error. */
export function renderFault(
  route: Route,
  error: unknown,
  { party, ports, onFault }: RouteSeams,
): Rendered {
  const incident = encodeHex(ports.random.bytes(8))
  onFault(party, new Error(`incident ${incident}: ${String(error)}`, { cause: error }))
  return renderRefusal(route, faultReason(error), { incident })
}

/** The world outside that failed us is told apart from a fault of ours. */
function faultReason(error: unknown): Reasoned {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'store_unavailable' || code === 'compute_unavailable') return { code }
  return { code: 'internal_fault' }
}

/** How an answer is not one that its route names: a fault of the route, which its documents would hide. */
function contradiction(route: Route, answer: RouteAnswer): string | undefined {
  if ('events' in answer) return undefined
  const isNamed = (status: number): boolean => route.answers[status] !== undefined
  if ('status' in answer) {
    return isNamed(answer.status) ? undefined : `status ${answer.status} is not named`
  }
  const { problem, error } = answer
  if (route.errors === 'oauth' && isNamed(oauthRefusal(problem, error).status)) return undefined
  return reasonsOf(route).includes(problem.code) ? undefined : `reason ${problem.code} is not named`
}

/** A caller that has less time than the route allows says so in milliseconds. */
export function readBudget(route: Route, request: IncomingMessage): number {
  const text = headerOf(request, 'evenkeel-budget-ms') ?? ''
  return /^[0-9]{1,9}$/.test(text) ? Math.min(route.budgetMs, Number(text)) : route.budgetMs
}

/** What a caller calls what it asks for, if the route has a header for it. */
export function readName({ appointmentBy }: Route, request: IncomingMessage): string | undefined {
  return appointmentBy === undefined ? undefined : headerOf(request, appointmentBy)
}

function searchOf({ url = '' }: IncomingMessage): string {
  const start = url.indexOf('?')
  return start === -1 ? '' : url.slice(start + 1)
}

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' ? value : undefined
}

/** What a handler sees of the headers: an API key is none of its business. */
function headersFor(
  { access }: Route,
  { headers }: IncomingMessage,
): Readonly<Record<string, string>> {
  const seen: Record<string, string> = {}
  for (const name of Object.keys(headers)) {
    const value = headers[name]
    if (typeof value !== 'string' || (access.kind === 'key' && name === 'authorization')) continue
    seen[name] = value
  }
  return seen
}
