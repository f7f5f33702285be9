import {
  type CredentialId,
  canonicalJson,
  importPublicJwk,
  type JsonObject,
  ok,
  type PublicJwk,
  type PublicKey,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import {
  CREDENTIAL_CLAIM_DEPTH_MAX,
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
  /** Milliseconds from now, at most: the end is rounded down, see `credentialTimes`. */
  readonly validForMs: number
  /** Milliseconds from now until the credential is valid; valid at once if absent. */
  readonly notBeforeMs?: number
  /** Id of the credential, drawn if absent. Given by callers that may have to repeat themselves. */
  readonly credentialId?: CredentialId
}

/** Names that would plant digests of disclosures that the issuer never made, at whatever depth (RFC 9901 §4.1). */
const MECHANISM_NAMES: readonly string[] = ['_sd', '_sd_alg', '...']

/** Claims that the issuer sets itself, and the names of RFC 9901 §4.1. */
const RESERVED_CLAIMS: ReadonlySet<string> = new Set([
  'iss',
  'vct',
  'iat',
  'nbf',
  'exp',
  'cnf',
  'status',
  ...MECHANISM_NAMES,
])

/** A request without the key: what can be checked before anybody asks. */
export type IssueContent = Omit<IssueRequest, 'holderJwk' | 'credentialId'>

/** Checks a request to issue and returns the holder's key. Reasons: those of `checkIssueContent`, key_malformed. */
export function checkIssueRequest(request: IssueRequest): Result<PublicKey, Reasoned> {
  const content = checkIssueContent(request)
  return content.ok ? importPublicJwk(request.holderJwk) : content
}

/**
 * Checks what is to be issued. Reasons: malformed_message, message_too_large, nesting_too_deep, disclosure_name_reserved, disclosure_unknown.
 */
export function checkIssueContent(request: IssueContent): Result<undefined, Reasoned> {
  const { vct, claims, disclose, validForMs, notBeforeMs = 0 } = request
  const names = Object.keys(claims)
  if (vct.length === 0 || vct.length > 512 || !isText(vct))
    return refuse('malformed_message', 'vct')
  if (names.length > CREDENTIAL_CLAIMS_MAX) return refuse('message_too_large', 'claims')
  const reserved = names.find((name) => RESERVED_CLAIMS.has(name))
  if (reserved !== undefined) return refuse('malformed_message', `${reserved} is the issuer's own`)
  if (new Set(disclose).size !== disclose.length) {
    return refuse('malformed_message', 'disclose names a claim twice')
  }
  const unknown = disclose.find((name) => !Object.hasOwn(claims, name))
  if (unknown !== undefined) return refuse('disclosure_unknown', unknown)
  const fault = faultOfValues(Object.values(claims), 1) ?? faultOfNames(names)
  if (fault !== undefined) return refuse(fault, 'claims')
  if (canonicalJson(claims).length > CREDENTIAL_CLAIMS_BYTES_MAX) {
    return refuse('message_too_large', `more than ${CREDENTIAL_CLAIMS_BYTES_MAX} of claims`)
  }
  if (!isDuration(validForMs) || validForMs < 1_000)
    return refuse('malformed_message', 'validForMs')
  if (!isDuration(notBeforeMs) || notBeforeMs >= validForMs) {
    return refuse('malformed_message', 'notBeforeMs')
  }
  return ok(undefined)
}

/** The first fault that would leave verifiers with a credential that they cannot read, or read otherwise than we meant it. */
function faultOfValues(values: readonly unknown[], depth: number): ReasonCode | undefined {
  for (const value of values) {
    const fault = faultOfValue(value, depth)
    if (fault !== undefined) return fault
  }
  return undefined
}

function faultOfValue(value: unknown, depth: number): ReasonCode | undefined {
  if (typeof value === 'string') return isText(value) ? undefined : 'malformed_message'
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : 'malformed_message'
  if (typeof value === 'boolean' || value === null) return undefined
  if (typeof value !== 'object') return 'malformed_message'
  if (depth > CREDENTIAL_CLAIM_DEPTH_MAX) return 'nesting_too_deep'
  if (Array.isArray(value)) return faultOfValues(value, depth + 1)
  const names = Object.keys(value)
  if (names.some((name) => MECHANISM_NAMES.includes(name))) return 'disclosure_name_reserved'
  return faultOfNames(names) ?? faultOfValues(Object.values(value), depth + 1)
}

function faultOfNames(names: readonly string[]): ReasonCode | undefined {
  return names.every(isText) ? undefined : 'malformed_message'
}

/** Unicode that has a UTF-8 form, without U+0000, which stores do not take. */
function isText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function isDuration(ms: number): boolean {
  return Number.isSafeInteger(ms) && ms >= 0 && ms <= CREDENTIAL_VALIDITY_MS_MAX
}
