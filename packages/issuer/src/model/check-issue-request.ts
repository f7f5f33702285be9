import {
  canonicalJson,
  importPublicJwk,
  type JsonObject,
  type PublicJwk,
  type PublicKey,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import {
  CREDENTIAL_CLAIMS_BYTES_MAX,
  CREDENTIAL_CLAIMS_MAX,
  CREDENTIAL_VALIDITY_MS_MAX,
} from '../limits.ts'

export interface IssueRequest {
  /** Credential type. */
  readonly vct: string
  readonly claims: JsonObject
  /** Names of the claims that the holder may withhold. */
  readonly disclose: readonly string[]
  /** The key that the credential is bound to. */
  readonly holderJwk: PublicJwk
  /** Milliseconds from now; whole seconds of it count. */
  readonly validForMs: number
  /** Milliseconds from now until the credential is valid; valid at once if absent. */
  readonly notBeforeMs?: number
}

/** Claims that the issuer sets itself, and the names of RFC 9901 §4.1. */
const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'vct',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'status',
  '_sd',
  '_sd_alg',
  '...',
])

/** Checks a request to issue and returns the holder's key. Reasons: malformed_message, message_too_large, key_malformed. */
export function checkIssueRequest(request: IssueRequest): Result<PublicKey, Reasoned> {
  const { vct, claims, disclose, validForMs, notBeforeMs = 0 } = request
  const names = Object.keys(claims)
  if (vct.length === 0 || vct.length > 512) return refuse('malformed_message', 'vct')
  if (names.length > CREDENTIAL_CLAIMS_MAX) return refuse('message_too_large', 'claims')
  const reserved = names.find((name) => RESERVED_CLAIMS.has(name))
  if (reserved !== undefined) return refuse('malformed_message', `${reserved} is the issuer's own`)
  if (new Set(disclose).size !== disclose.length) {
    return refuse('malformed_message', 'disclose names a claim twice')
  }
  const unknown = disclose.find((name) => !Object.hasOwn(claims, name))
  if (unknown !== undefined) return refuse('disclosure_unknown', unknown)
  if (canonicalJson(claims).length > CREDENTIAL_CLAIMS_BYTES_MAX) {
    return refuse('message_too_large', `more than ${CREDENTIAL_CLAIMS_BYTES_MAX} of claims`)
  }
  if (!isDuration(validForMs) || validForMs < 1_000)
    return refuse('malformed_message', 'validForMs')
  if (!isDuration(notBeforeMs) || notBeforeMs >= validForMs) {
    return refuse('malformed_message', 'notBeforeMs')
  }
  return importPublicJwk(request.holderJwk)
}

function isDuration(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= CREDENTIAL_VALIDITY_MS_MAX
}
