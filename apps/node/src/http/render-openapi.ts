import {
  type AnswerSpec,
  assert,
  closeObjects,
  oauthErrorSchema,
  type ReasonCode,
  type Route,
  reasons,
} from '@evenkeel/kernel'
import { reasonsOf } from './common-reasons.ts'
import { IDEMPOTENCY_KEY_CHARS_MAX, IDEMPOTENCY_KEY_CHARS_MIN } from './limits.ts'
import { PROBLEM_MEDIA_TYPE } from './problem.ts'

type Json = Readonly<Record<string, unknown>>

/** A schema as plain JSON: what TypeBox keeps beside it is not for readers. */
const plain = (schema: object): Json => JSON.parse(JSON.stringify(schema)) as Json

const PROBLEM: Json = {
  type: 'object',
  description: 'Why it did not happen (RFC 9457).',
  required: ['type', 'title', 'status', 'code', 'retryable', 'appealable'],
  properties: {
    type: { type: 'string', format: 'uri', description: 'Where the reason is explained.' },
    title: { type: 'string', description: 'Words for the person concerned.' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'The reason, for programs.' },
    retryable: {
      type: 'boolean',
      description: 'Whether the same request, sent again later, may end differently.',
    },
    appealable: { type: 'boolean' },
    detail: { type: 'string', description: 'About this one occurrence, for the operator.' },
    retryAfterSeconds: { type: 'integer', minimum: 0 },
    incident: { type: 'string', description: 'What to name when asking about a fault.' },
  },
  additionalProperties: false,
}

const OAUTH_ERROR: Json = {
  description: 'Why it did not happen, as OAuth and its kin say it (RFC 6749 §5.2).',
  ...plain(oauthErrorSchema),
}

const PARAMETERS: Json = {
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: true,
    description:
      'A new one for each request, the same for its repeats: they get the stored answer. A UUID will do.',
    schema: {
      type: 'string',
      minLength: IDEMPOTENCY_KEY_CHARS_MIN,
      maxLength: IDEMPOTENCY_KEY_CHARS_MAX,
    },
  },
  Budget: {
    name: 'Evenkeel-Budget-Ms',
    in: 'header',
    description: 'Milliseconds that the caller still waits, if less than the operation’s budget.',
    schema: { type: 'integer', minimum: 0 },
  },
}

const REPEATS: Readonly<Record<Route['repeats'], string>> = {
  safe: 'Changes nothing.',
  content: 'The same content is the same request.',
  key: 'Repeated under the same Idempotency-Key it gives the same answer.',
}

/** Renders the OpenAPI 3.1 document of one role from its routes. Throws when two operations have one name. */
export function renderOpenapi(role: string, routes: readonly Route[]): Json {
  const operations = new Set(routes.map(({ operation }) => operation))
  assert(operations.size === routes.length, `${role}: two operations have one name`)
  const paths: Record<string, Record<string, Json>> = {}
  for (const route of routes) {
    const path = route.path.replaceAll(/:(\w+)/g, '{$1}').replace('*', '{rest}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: renderOperation(route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: `Evenkeel ${role}`,
      version: '0.1.0',
      description: 'Generated from the routes by `npm run docs`. Do not edit.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: '{party}',
        description: 'The URL of the party.',
        variables: { party: { default: `http://127.0.0.1:8790/${role}` } },
      },
    ],
    paths,
    components: {
      schemas: {
        Problem: PROBLEM,
        ...(routes.some(({ errors }) => errors === 'oauth') && { OauthError: OAUTH_ERROR }),
      },
      parameters: PARAMETERS,
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          description: 'An API key of the party. The scopes stand with each operation.',
        },
      },
    },
  }
}

function renderOperation(route: Route): Json {
  const { operation, summary, access, body, budgetMs, repeats } = route
  const own = access.kind === 'own' ? ` Checks ${access.credential}.` : ''
  return {
    operationId: operation,
    summary,
    description: `${REPEATS[repeats]} Answers within ${budgetMs} ms.${own}`,
    security: access.kind === 'key' ? [{ apiKey: [access.scope] }] : [],
    parameters: renderParameters(route),
    ...(body && {
      requestBody: {
        required: true,
        content: { [body.mediaType]: { schema: plain(closeObjects(body.schema)) } },
      },
    }),
    responses: renderResponses(route),
  }
}

function renderParameters({ path, query, repeats }: Route): readonly Json[] {
  const segments = [...path.matchAll(/:(\w+)|\*/g)].map(([, name = 'rest']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const { properties = {}, required = [] } = plain(query?.schema ?? {}) as {
    readonly properties?: Readonly<Record<string, Json>>
    readonly required?: readonly string[]
  }
  const fields = Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema,
  }))
  const reference = (name: string): Json => ({ $ref: `#/components/parameters/${name}` })
  return [
    ...segments,
    ...fields,
    ...(repeats === 'key' ? [reference('IdempotencyKey')] : []),
    reference('Budget'),
  ]
}

interface Response {
  readonly description: string
  readonly headers?: Json
  readonly content?: Json
}

function renderResponses(route: Route): Json {
  const responses = new Map<number, Response>(
    Object.entries(route.answers).map(([status, spec]) => [
      Number(status),
      renderAnswer(Number(status), spec),
    ]),
  )
  for (const [status, codes] of byStatus(reasonsOf(route))) {
    const answer = responses.get(status)
    const problem = renderProblems(route, codes, answer === undefined)
    const words = [answer?.description, problem.description].filter(Boolean).join(' Or: ')
    // Of the same form, an answer that the route declares is the wider one.
    const content = { ...problem.content, ...answer?.content }
    responses.set(status, { ...answer, ...problem, description: words, content })
  }
  const rendered = [...responses].map(([status, { description, headers, content }]) => {
    const all = { ...headers, ...headersOf(route, status) }
    const named = Object.keys(all).length > 0 ? { headers: all } : {}
    return [status, { description, ...named, ...(content && { content }) }] as const
  })
  return Object.fromEntries(rendered.sort(([one], [other]) => one - other))
}

/** What the admission by load refuses with. */
const LOAD_REFUSALS: readonly ReasonCode[] = ['queue_full', 'deadline_passed']

const RATE_LIMIT_HEADERS: Json = {
  'RateLimit-Policy': {
    description:
      'There when the load refuses: the policy `load` and the most requests that are in work at a time (draft-ietf-httpapi-ratelimit-headers-11).',
    schema: { type: 'string' },
  },
  RateLimit: {
    description: 'With it: nothing is left under that policy, and for how many seconds.',
    schema: { type: 'string' },
  },
}

/** Headers that the server itself gives with answers of a status. */
function headersOf({ repeats, sharePlacesBy }: Route, status: number): Json {
  const text = { type: 'string' }
  const challenge = { description: 'RFC 9110 §11.6.1.', required: true, schema: text }
  const replayed = {
    description: 'There when the answer is a stored one.',
    schema: { const: 'true' },
  }
  const isByLoad = LOAD_REFUSALS.some((code) => reasons[code].httpStatus === status)
  return {
    ...(status === 401 && { 'WWW-Authenticate': challenge }),
    ...(sharePlacesBy !== undefined && isByLoad && RATE_LIMIT_HEADERS),
    // What is no decision is not stored.
    ...(repeats === 'key' && status < 500 && { 'Idempotency-Replayed': replayed }),
  }
}

function renderAnswer(status: number, { description, schema, mediaType }: AnswerSpec): Response {
  const hasNoContent = status === 204 || status === 304
  if (hasNoContent || (schema === undefined && mediaType === undefined)) return { description }
  const type = mediaType ?? 'application/json'
  if (type === 'text/event-stream') {
    // OpenAPI 3.1 has no word for the items of a stream.
    const events = schema && { 'x-event-data': plain(schema) }
    return { description, content: { [type]: { schema: { type: 'string' }, ...events } } }
  }
  return {
    description,
    content: { [type]: { schema: schema === undefined ? { type: 'string' } : plain(schema) } },
  }
}

function renderProblems(
  { errors }: Route,
  codes: readonly ReasonCode[],
  isAlone: boolean,
): Response {
  const [type, form] =
    errors === 'oauth' ? ['application/json', 'OauthError'] : [PROBLEM_MEDIA_TYPE, 'Problem']
  const retryable = codes.filter((code) => reasons[code].retryable)
  return {
    description: codes.map((code) => `\`${code}\``).join(', '),
    ...(retryable.length > 0 && {
      headers: {
        'Retry-After': {
          description: 'Seconds. There when the problem is retryable.',
          required: isAlone && retryable.length === codes.length,
          schema: { type: 'integer', minimum: 0 },
        },
      },
    }),
    content: {
      [type]: {
        schema: {
          allOf: [
            { $ref: `#/components/schemas/${form}` },
            { type: 'object', properties: { code: { enum: codes } } },
          ],
        },
      },
    },
  }
}

function byStatus(codes: readonly ReasonCode[]): ReadonlyMap<number, readonly ReasonCode[]> {
  const groups = new Map<number, ReasonCode[]>()
  for (const code of codes) {
    const { httpStatus } = reasons[code]
    groups.set(httpStatus, [...(groups.get(httpStatus) ?? []), code])
  }
  return groups
}
