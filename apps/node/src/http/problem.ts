import {
  encodeUtf8,
  oauthRefusal,
  type ReasonCode,
  type Reasoned,
  type Route,
  reasons,
} from '@evenkeel/kernel'
import { RETRY_AFTER_MS } from './limits.ts'

/** An answer as it goes out. */
export interface Rendered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
}

/** Members of a problem (RFC 9457 §3.1, and ours). */
export interface Problem {
  /** Where the reason is explained. */
  readonly type: string
  /** Words for the person concerned. */
  readonly title: string
  readonly status: number
  readonly code: ReasonCode
  /** Whether the same request, sent again later, may end differently. */
  readonly retryable: boolean
  readonly appealable: boolean
  /** About this one occurrence, for the operator. */
  readonly detail?: string
  readonly retryAfterSeconds?: number
  /** What to name when asking what happened. */
  readonly incident?: string
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json'

/** Where each reason has its anchor. */
const REASONS_URL = 'https://evenkeel.example/docs/reference/reasons'

export interface ProblemOptions {
  readonly retryAfterMs?: number | undefined
  readonly incident?: string
  readonly headers?: Readonly<Record<string, string>>
  /** The protocol's own error, for a route that has one. */
  readonly error?: string | undefined
}

/** Renders a reason in the form that the route's callers read: a problem, or an error of OAuth. */
export function renderRefusal(
  { errors }: Pick<Route, 'errors'>,
  reason: Reasoned,
  options: ProblemOptions = {},
): Rendered {
  if (errors !== 'oauth') return renderProblem(reason, options)
  const { incident, error } = options
  const named = incident === undefined ? reason : { ...reason, detail: `incident ${incident}` }
  const { status, headers, json } = oauthRefusal(named, error)
  return {
    status,
    headers: {
      'content-type': 'application/json',
      ...retryAfter(reason.code, options),
      ...headers,
      ...options.headers,
    },
    bytes: encodeUtf8(JSON.stringify(json)),
  }
}

/** Renders a reason as an RFC 9457 problem with the status and the words of the registry. */
export function renderProblem({ code, detail }: Reasoned, options: ProblemOptions = {}): Rendered {
  const { audience, httpStatus, retryable, appealable } = reasons[code]
  const problem: Problem = {
    type: `${REASONS_URL}#${code}`,
    title: audience.claimant,
    status: httpStatus,
    code,
    retryable,
    appealable,
    ...(detail !== undefined && { detail }),
    ...(retryable && { retryAfterSeconds: secondsToWait(options) }),
    ...(options.incident !== undefined && { incident: options.incident }),
  }
  return {
    status: httpStatus,
    headers: {
      'content-type': PROBLEM_MEDIA_TYPE,
      ...retryAfter(code, options),
      ...options.headers,
    },
    bytes: encodeUtf8(JSON.stringify(problem)),
  }
}

/**
 * RateLimit and RateLimit-Policy of draft-ietf-httpapi-ratelimit-headers-11: of the places that there can be at most none is left for so long. The policy
 * says what stays the same from answer to answer (§3); how many places there are at the moment follows the load.
 */
export function rateLimitHeaders(
  retryAfterMs: number,
  placesMax: number,
): Readonly<Record<string, string>> {
  return {
    'ratelimit-policy': `"load";q=${placesMax};qu="concurrent-requests"`,
    ratelimit: `"load";r=0;t=${secondsToWait({ retryAfterMs })}`,
  }
}

function retryAfter(code: ReasonCode, options: ProblemOptions): Readonly<Record<string, string>> {
  return reasons[code].retryable ? { 'retry-after': String(secondsToWait(options)) } : {}
}

function secondsToWait({ retryAfterMs = RETRY_AFTER_MS }: ProblemOptions): number {
  return Math.ceil(retryAfterMs / 1_000)
}
