import type { Exchange } from './check-exchange.ts'

/** An exchange that was in order, made wrong in one place. */
export interface Mutant {
  readonly what: string
  /** As `role operation`. */
  readonly of: string
  readonly status: number
  bend(exchange: Exchange): Exchange
}

/** Wrong in ways that belong to one kind of answer or request. */
export const mutants: readonly Mutant[] = [
  {
    what: 'a retryable problem without Retry-After',
    of: 'ledger listJournal',
    status: 504,
    bend: (exchange) => ({ ...exchange, headers: without(exchange.headers, 'retry-after') }),
  },
  {
    what: 'a Retry-After for what will never end differently',
    of: 'ledger showTransfer',
    status: 404,
    bend: (exchange) => ({
      ...exchange,
      headers: withHeader(exchange.headers, 'retry-after', '1'),
    }),
  },
  {
    what: 'a reason that the operation does not name',
    of: 'ledger showTransfer',
    status: 404,
    bend: (exchange) => ({
      ...exchange,
      body: exchange.body.replace('"transfer_unknown"', '"case_unknown"'),
    }),
  },
  {
    what: 'a refused key without a challenge',
    of: 'issuer listCredentials',
    status: 401,
    bend: (exchange) => ({ ...exchange, headers: without(exchange.headers, 'www-authenticate') }),
  },
  {
    what: 'an event with a member more',
    of: 'distributor followClaim',
    status: 200,
    bend: (exchange) => ({
      ...exchange,
      body: exchange.body.replace('data: {', 'data: {"undocumented":1,'),
    }),
  },
  {
    what: 'a body where none is documented',
    of: 'issuer notifyIssuer',
    status: 204,
    bend: (exchange) => ({ ...exchange, body: '{}' }),
  },
  {
    what: 'a request that was taken without its Idempotency-Key',
    of: 'issuer createOffer',
    status: 201,
    bend: ({ sent, ...exchange }) => ({
      ...exchange,
      sent: { ...sent, headers: without(sent.headers, 'idempotency-key') },
    }),
  },
  {
    what: 'a request that was taken without its API key',
    of: 'ledger proveLedger',
    status: 200,
    bend: ({ sent, ...exchange }) => ({
      ...exchange,
      sent: { ...sent, headers: without(sent.headers, 'authorization') },
    }),
  },
  {
    what: 'a request that was taken with an undocumented member',
    of: 'distributor submitClaim',
    status: 201,
    bend: ({ sent, ...exchange }) => ({
      ...exchange,
      sent: { ...sent, body: sent.body.replace('{', '{"undocumented":1,') },
    }),
  },
  {
    what: 'a request that was taken with an undocumented parameter',
    of: 'network proveConsistency',
    status: 200,
    bend: (exchange) => ({ ...exchange, target: `${exchange.target}&undocumented=1` }),
  },
]

/** Wrong in ways that every answer can be. */
export function bendAnswer(exchange: Exchange): readonly Exchange[] {
  const { headers, body } = exchange
  const hasContent = body !== ''
  return [
    { ...exchange, status: 299 },
    ...(hasContent
      ? [{ ...exchange, headers: withHeader(headers, 'content-type', 'text/x') }]
      : []),
  ]
}

/** The answer with one member more; undefined when it is no JSON object. */
export function addMember({ headers, body, ...exchange }: Exchange): Exchange | undefined {
  if (!headers.get('content-type')?.endsWith('json') || !body.startsWith('{')) return undefined
  const { ...members } = JSON.parse(body) as Record<string, unknown>
  return { ...exchange, headers, body: JSON.stringify({ ...members, undocumented: 1 }) }
}

function withHeader(headers: Headers, name: string, value: string): Headers {
  const changed = new Headers(headers)
  changed.set(name, value)
  return changed
}

function without(headers: Headers, name: string): Headers {
  const changed = new Headers(headers)
  changed.delete(name)
  return changed
}
