import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReasonCode, Route } from '@evenkeel/kernel'
import type { Admission } from './admission.ts'
import { corsHeaders } from './cors.ts'
import { type HttpLimits, REFUSED_BODY_BYTES_MAX } from './limits.ts'
import { rateLimitHeaders, renderRefusal } from './problem.ts'
import { discardBody } from './read-body.ts'
import { readBudget, readName, roomHeaders } from './serve-route.ts'

/** A route that is admitted by load, at its address. */
export interface DoorRoute {
  readonly route: Route
  /** Path of its party. */
  readonly prefix: string
  readonly admission: Admission
}

/** Refuses a request and returns true, or leaves it to the router. */
export type Door = (request: IncomingMessage, response: ServerResponse) => boolean

interface Refusal {
  readonly status: number
  /** Names and values by turns, as `writeHead` takes them without looking at them. */
  readonly headers: readonly string[]
  /** In Latin-1, the platform writes head and body in one piece. */
  readonly body: string
}

/**
 * Stands before the router: from the request line and the headers alone it refuses what would wait too long. A refusal is made once for each reason and second
 * that it names; sending it costs less than any way of closing the connection, so connections stay.
 */
export function createDoor(
  doorRoutes: readonly DoorRoute[],
  commonHeaders: Readonly<Record<string, string>>,
  limits: Pick<HttpLimits, 'discardBytesMax' | 'requestsMax'>,
): Door {
  const entries = doorRoutes.map(({ route, prefix, admission }) => ({
    route,
    admission,
    pattern: patternOf(prefix + route.path, route.sharePlacesBy ?? ''),
    refusals: new Map<string, Refusal>(),
  }))
  return (request, response) => {
    const { method, url = '', headers } = request
    for (const { route, admission, pattern, refusals } of entries) {
      if (method !== route.method) continue
      const share = pattern.exec(url)?.[1]
      if (share === undefined) continue
      const budgetMs = readBudget(route, request)
      const noPlace = admission.refuse(share, budgetMs, readName(route, request))
      if (noPlace === undefined) return false
      const { code } = noPlace
      // The jitter is a second: without its fraction the wait that was meant is rounded up or down by chance, and right on average.
      const seconds = Math.floor(noPlace.retryAfterMs / 1_000)
      const known = `${code} ${seconds}`
      let refusal = refusals.get(known)
      if (refusal === undefined) {
        refusal = prepare(route, { code, seconds }, commonHeaders, limits.requestsMax)
        refusals.set(known, refusal)
      }
      // The platform throws away what is left of a body when the answer is sent; only a large one has to be counted.
      const length = Number(headers['content-length'] ?? Number.POSITIVE_INFINITY)
      if (!(length <= REFUSED_BODY_BYTES_MAX)) discardBody(request, limits)
      const own = Object.entries(roomHeaders(route, share, request, budgetMs)).flat()
      const all = own.length === 0 ? refusal.headers : [...refusal.headers, ...own]
      response.writeHead(refusal.status, all as string[]).end(refusal.body, 'latin1')
      return true
    }
    return false
  }
}

/** The path with the share captured. A path in another spelling, as with percent-encoding, is for the router; its work is counted all the same. */
function patternOf(path: string, shareBy: string): RegExp {
  const segments = path.split('/').map((segment) => {
    if (!segment.startsWith(':')) return segment.replaceAll(/[.*~]/g, '\\$&')
    return segment === `:${shareBy}` ? '([^/?]+)' : '[^/?]+'
  })
  return new RegExp(`^${segments.join('/')}(?:\\?|$)`)
}

function prepare(
  route: Route,
  { code, seconds }: { readonly code: ReasonCode; readonly seconds: number },
  commonHeaders: Readonly<Record<string, string>>,
  placesMax: number,
): Refusal {
  const { status, headers, bytes } = renderRefusal(
    route,
    { code },
    { retryAfterMs: seconds * 1_000 },
  )
  const all = {
    ...commonHeaders,
    ...corsHeaders(route),
    ...headers,
    ...rateLimitHeaders(seconds * 1_000, placesMax),
    'content-length': String(bytes.length),
  }
  return {
    status,
    headers: Object.entries(all).flat(),
    body: Buffer.from(bytes).toString('latin1'),
  }
}
