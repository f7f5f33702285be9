import type { TSchema } from 'typebox'
import { assert } from '../assert.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import type { Parser } from '../schema/create-parser.ts'

/**
 * One operation of a role's HTTP API, as data: `apps/node` serves it, OpenAPI is generated from it, the tests try it with every key. A role
 * never sees a socket. Made with `defineRoute`.
 */
export interface Route {
  /** OpenAPI `operationId`: a verb and its object in camelCase, unique within the role. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the party's URL, in segments; `:name` takes one segment, a last `*` the rest. `/.well-known/<suffix>` also answers for a party below an origin. */
  readonly path: string
  /** One sentence, for the reference. */
  readonly summary: string
  readonly access: Access
  /** Query parameters: an object schema whose members are strings, integers or booleans. */
  readonly query?: RouteSchema<unknown>
  readonly body?: RouteBody<unknown>
  /** What it answers with when all is well, by status. */
  readonly answers: Readonly<Record<number, AnswerSpec>>
  /** The reasons that its problems can carry, beside those that the server gives for every route. */
  readonly reasons: readonly ReasonCode[]
  /**
   * How a repeated request is recognised. `key`: the caller must send an Idempotency-Key, the answer is stored under it. `content`: the same
   * content is the same request whatever its key. `safe`: it changes nothing.
   */
  readonly repeats: 'key' | 'content' | 'safe'
  /**
   * `oauth` for an endpoint of a protocol that has its own form of errors: its problems, the server's too, are said as `oauthRefusal` says
   * them. Those that the handler gives may be named in `answers`, by status, instead of in `reasons`.
   */
  readonly errors?: 'oauth'
  /** Milliseconds from the request's headers to the answer; what takes longer is answered with `deadline_passed`. */
  readonly budgetMs: number
  /**
   * Names a path parameter. Requests are then admitted by the wait that they would have: under load they are refused before their body is read,
   * and the values of this parameter share the places evenly (P4).
   */
  readonly sharePlacesBy?: string
  /**
   * Names a header that says what a request is for, in lower case. Whoever was refused under one value of it is told one time to come, however often they ask,
   * and goes first then. It is anybody's word: what it gains is bounded by what asking more often gains those who send none.
   */
  readonly appointmentBy?: string
  /**
   * Called once for each refusal for lack of room, unless the caller left less than PATIENCE_MS_MIN: the headers that it carries beside the others. At
   * once: there are many.
   */
  readonly refusalHeaders?: (
    share: string,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  ) => Readonly<Record<string, string>>
  handle(request: RouteRequest): Promise<RouteAnswer>
}

/**
 * Who may call. `public`: anybody. `key`: who sends an API key of this party that has the scope, as `<role>:<what>`. `own`: the route checks a
 * credential of its protocol itself (an access token, the signature of an envelope) and says which.
 */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'key'; readonly scope: string }
  | { readonly kind: 'own'; readonly credential: string }

export interface RouteSchema<T> {
  readonly schema: TSchema
  readonly parse: Parser<T>
}

export interface RouteBody<T> extends RouteSchema<T> {
  /**
   * JSON is read by `parseJson`; a form's fields become a flat object of strings; a repeated field is refused. Other types come as bytes;
   * under the wildcard (all types) the sender need not name one.
   */
  readonly mediaType: string
  /** A larger body is refused after its headers, or after so many bytes of it. */
  readonly bytesMax: number
  /** Nesting of a JSON body; the server's own limit if absent. */
  readonly depthMax?: number
}

export interface AnswerSpec {
  readonly description: string
  /** Of a JSON body, or of the data of each event. */
  readonly schema?: TSchema
  /** Of any other body. `text/event-stream` for events. */
  readonly mediaType?: string
}

export interface RouteRequest<Body = unknown, Query = unknown> {
  /** The path's named segments, percent-decoded; `*` under that name. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Query
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Body
  /** The body as it was sent; empty without one. */
  readonly bytes: Uint8Array
  /** There when the route's access is `key`: who calls, for the record of who did what. */
  readonly caller?: { readonly keyId: string; readonly label: string }
  /** There when `repeats` is `key`: the same for every attempt of one caller's request. Derive ids of what is made from it. */
  readonly requestId?: string
  /** On the monotonic clock. */
  readonly deadlineMs: number
  /** Aborts when the caller has gone or the server drains: ends streams. */
  readonly signal: AbortSignal
}

export type RouteAnswer =
  | {
      readonly status: number
      readonly json: JsonValue | object
      readonly headers?: Readonly<Record<string, string>>
    }
  | {
      readonly status: number
      readonly bytes: Uint8Array
      readonly mediaType: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Sent as it is made. Where that fails the connection breaks off, so that a part never passes for the whole. */
  | {
      readonly status: number
      readonly text: AsyncIterable<string>
      readonly mediaType: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /**
   * Rendered as `application/problem+json` (RFC 9457) with the status of the reason, or as the route's `errors` say; `error` is then the
   * protocol's own.
   */
  | {
      readonly problem: Reasoned
      readonly retryAfterMs?: number
      readonly error?: string
      readonly headers?: Readonly<Record<string, string>>
    }
  /** Sent as server-sent events until it ends; each value is one `data:` line. */
  | { readonly events: AsyncIterable<ServerEvent> }

export interface ServerEvent {
  readonly id: string
  readonly event: string
  readonly data: JsonValue | object
}

/** The parts of a route whose types hang together. */
export interface RouteDefinition<Body, Query> extends Omit<Route, 'query' | 'body' | 'handle'> {
  readonly query?: RouteSchema<Query>
  readonly body?: RouteBody<Body>
  handle(request: RouteRequest<Body, Query>): Promise<RouteAnswer>
}

/** Makes a route; throws on one that contradicts itself. */
export function defineRoute<Body = undefined, Query = undefined>(
  definition: RouteDefinition<Body, Query>,
): Route {
  const { operation, method, path, repeats, budgetMs, answers, sharePlacesBy } = definition
  assert(/^[a-z][A-Za-z0-9]*$/.test(operation), `${operation} is no operation id`)
  assert(/^(\/[A-Za-z0-9._~:*-]+)+$/.test(path), `${operation}: ${path} is no path`)
  assert(
    (method === 'GET') === (repeats === 'safe'),
    `${operation}: a GET, and only a GET, is safe`,
  )
  assert(
    sharePlacesBy === undefined || path.split('/').includes(`:${sharePlacesBy}`),
    `${operation}: no parameter ${sharePlacesBy}`,
  )
  assert(budgetMs > 0 && Object.keys(answers).length > 0, `${operation}: a budget and an answer`)
  return definition as unknown as Route
}
