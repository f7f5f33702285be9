import type { Route } from '@evenkeel/kernel'
import { type Rendered, renderProblem } from './problem.ts'

/** Headers that a page's script may read from an answer. */
const EXPOSED =
  'etag, evenkeel-knock, idempotency-replayed, link, location, ratelimit, ratelimit-policy, retry-after, www-authenticate'
/** Headers that a page's script may send. */
const ACCEPTED =
  'accept, authorization, content-type, evenkeel-budget-ms, evenkeel-claim, evenkeel-knock, idempotency-key, if-none-match, last-event-id'
/** Seconds for which a browser may remember the answer to a preflight. Chosen: ten minutes, as Chromium caps it at two hours. */
const PREFLIGHT_S = '600'

/**
 * Wallets and claim pages are scripts of other origins. They may call every route that asks for no API key: such a route answers anybody,
 * and browsers never add cookies to these calls, as we set none and answer `*`. API keys do not belong in pages.
 */
function isOpen({ access }: Route): boolean {
  return access.kind !== 'key'
}

/** CORS headers of a route's answers. */
export function corsHeaders(route: Route): Readonly<Record<string, string>> {
  return isOpen(route)
    ? { 'access-control-allow-origin': '*', 'access-control-expose-headers': EXPOSED }
    : {}
}

/** Answers OPTIONS on a path: to a browser's preflight, which methods its page may use. */
export function answerPreflight(routes: readonly Route[], allowed: readonly string[]): Rendered {
  const open = routes.filter(isOpen).map(({ method }) => method)
  const allow = { allow: allowed.join(', ') }
  if (open.length === 0) return renderProblem({ code: 'method_not_allowed' }, { headers: allow })
  return {
    status: 204,
    headers: {
      ...allow,
      'access-control-allow-origin': '*',
      'access-control-allow-methods': open.join(', '),
      'access-control-allow-headers': ACCEPTED,
      'access-control-max-age': PREFLIGHT_S,
    },
    bytes: new Uint8Array(),
  }
}
