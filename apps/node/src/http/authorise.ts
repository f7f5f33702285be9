import { ok, type Reasoned, type Result, type Route, refuse } from '@evenkeel/kernel'
import type { FindApiKey } from './api-keys.ts'

/** Who calls a route: nobody in particular, or the owner of an API key. */
export interface Caller {
  readonly apiKey?: { readonly keyId: string; readonly label: string }
  /** The API key as it was sent; empty without. */
  readonly secret: string
}

const ANYBODY: Caller = { secret: '' }

/** Decides whether a request may reach its route. Reasons: api_key_missing, api_key_not_accepted, scope_missing. */
export async function authorise(
  { access }: Route,
  authorization: string | undefined,
  findApiKey: FindApiKey,
): Promise<Result<Caller, Reasoned>> {
  // A route that checks a credential of its own sees the header itself.
  if (access.kind !== 'key') return ok(ANYBODY)
  if (authorization === undefined) return refuse('api_key_missing')
  const secret = /^Bearer +([A-Za-z0-9._~+/=-]+)$/i.exec(authorization)?.[1]
  const apiKey = secret === undefined ? undefined : await findApiKey(secret)
  if (secret === undefined || apiKey === undefined) return refuse('api_key_not_accepted')
  if (!apiKey.scopes.includes(access.scope)) return refuse('scope_missing', access.scope)
  return ok({ secret, apiKey: { keyId: apiKey.keyId, label: apiKey.label } })
}

/** The challenge that goes with a refusal by `authorise` (RFC 6750 §3); undefined for other reasons. */
export function challengeOf({ code }: Reasoned, route: Route): string | undefined {
  if (code === 'api_key_missing') return 'Bearer'
  if (code === 'api_key_not_accepted') return 'Bearer error="invalid_token"'
  if (code !== 'scope_missing' || route.access.kind !== 'key') return undefined
  return `Bearer error="insufficient_scope", scope="${route.access.scope}"`
}
