import { assert } from '../assert.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { oauthRefusal } from '../http/oauth-refusal.ts'
import type { Route, RouteAnswer } from '../http/route.ts'
import type { JsonValue } from '../json/json-value.ts'
import { createParser } from '../schema/create-parser.ts'

export interface RouteCall {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: object
  /** Sent as its JSON; bytes as they are. */
  readonly body?: object
  readonly headers?: Readonly<Record<string, string>>
  /** Label of the caller's key. */
  readonly caller?: string
  readonly requestId?: string
  /** On the monotonic clock; never, if absent. */
  readonly deadlineMs?: number
}

/** What came back, in the form of the answer's own kind. */
export interface RouteReply {
  readonly status?: number
  /** As the caller reads it: parsed from its text. */
  readonly json?: JsonValue
  readonly text?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly problem?: string
}

const ANSWER_LIMITS = { maxBytes: 16_777_216, maxDepth: 32 }

/**
 * Calls a route as a server would, without one: body and query go through the route's parsers, and the answer must be one that the route
 * declares, its JSON of the declared schema, its problem of a declared reason. Throws when it is not. What a protocol has its own form for
 * comes in that form, beside the reason.
 */
export async function callRoute(
  routes: readonly Route[],
  operation: string,
  call: RouteCall = {},
): Promise<RouteReply> {
  const route = routes.find((each) => each.operation === operation)
  assert(route !== undefined, `no operation ${operation}`)
  const bytes = bytesOf(call.body)
  const query = route.query?.parse(call.query ?? {})
  if (query?.ok === false) return refusalOf(route, { problem: query.error })
  const body = route.body?.parse(bytes)
  if (body?.ok === false) return refusalOf(route, { problem: body.error })
  const answer = await route.handle({
    params: call.params ?? {},
    query: query?.value,
    headers: call.headers ?? {},
    body: body?.value,
    bytes,
    ...(call.caller === undefined ? {} : { caller: { keyId: 'key-1', label: call.caller } }),
    ...(route.repeats === 'key' ? { requestId: call.requestId ?? 'request-1' } : {}),
    deadlineMs: call.deadlineMs ?? Number.MAX_SAFE_INTEGER,
    signal: new AbortController().signal,
  })
  return readAnswer(route, answer)
}

function refusalOf(
  { errors }: Route,
  { problem, error }: Extract<RouteAnswer, { readonly problem: unknown }>,
): RouteReply {
  const { code } = problem
  return errors === 'oauth' ? { problem: code, ...oauthRefusal(problem, error) } : { problem: code }
}

async function readAnswer(route: Route, answer: RouteAnswer): Promise<RouteReply> {
  if ('events' in answer) return {}
  if ('problem' in answer) {
    const { code } = answer.problem
    const reply = refusalOf(route, answer)
    const isNamed = reply.status !== undefined && route.answers[reply.status] !== undefined
    assert(isNamed || route.reasons.includes(code), `${route.operation} does not declare ${code}`)
    return reply
  }
  const { status, headers = {} } = answer
  const declared = route.answers[status]
  assert(declared !== undefined, `${route.operation} does not declare ${status}`)
  if ('mediaType' in answer) {
    assert(answer.mediaType === declared.mediaType, `${route.operation}: ${answer.mediaType}`)
    if ('bytes' in answer) return { status, headers, text: new TextDecoder().decode(answer.bytes) }
    let text = ''
    for await (const part of answer.text) text += part
    return { status, headers, text }
  }
  const json = JSON.parse(JSON.stringify(answer.json)) as JsonValue
  assert(declared.schema !== undefined, `${route.operation} declares no JSON under ${status}`)
  const parsed = createParser(declared.schema, ANSWER_LIMITS)(json)
  assert(parsed.ok, `${route.operation}: ${parsed.ok ? '' : parsed.error.detail}`)
  return { status, headers, json }
}

function bytesOf(body: object | undefined): Uint8Array {
  if (body instanceof Uint8Array) return body
  return body === undefined ? new Uint8Array() : encodeUtf8(JSON.stringify(body))
}
