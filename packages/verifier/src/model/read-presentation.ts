import {
  type CredentialClaims,
  type JsonObject,
  ok,
  type ParsedSdJwt,
  parseCredentialClaims,
  parseSdJwt,
  type Reasoned,
  type Result,
  refuse,
  resolveDisclosures,
  sha256Text,
} from '@evenkeel/kernel'
import { PRESENTATION_BYTES_MAX, PRESENTATION_DEPTH_MAX } from '../limits.ts'

/** A presentation that was read but of which no signature was checked. */
export interface Presentation {
  readonly sdJwt: ParsedSdJwt
  /** The registered claims, from the part that cannot be withheld. */
  readonly claims: CredentialClaims
  /** All claims, the disclosed ones among them. */
  readonly disclosed: JsonObject
}

/** Claims that a holder could escape by withholding them (draft-ietf-oauth-sd-jwt-vc §3.2.2.2). */
const NEVER_DISCLOSED = ['iss', 'vct', 'nbf', 'exp', 'cnf', 'status'] as const

/** Reads a compact SD-JWT+KB and resolves its disclosures. Reasons: credential_malformed, message_too_large, disclosure_*. */
export function readPresentation(presentation: string): Result<Presentation, Reasoned> {
  const sdJwt = parseSdJwt(presentation, {
    maxBytes: PRESENTATION_BYTES_MAX,
    maxDepth: PRESENTATION_DEPTH_MAX,
  })
  if (!sdJwt.ok) return refuse(formatReason(sdJwt.error), sdJwt.error.detail)
  const { payload } = sdJwt.value.jws
  const disclosed = resolveDisclosures(payload, sdJwt.value.disclosures)
  if (!disclosed.ok) return disclosed
  const escaped = NEVER_DISCLOSED.find(
    (name) => Object.hasOwn(disclosed.value, name) && !Object.hasOwn(payload, name),
  )
  if (escaped !== undefined) return refuse('disclosure_name_reserved', escaped)
  const claims = parseCredentialClaims(payload)
  if (!claims.ok) return refuse('credential_malformed', claims.error.detail)
  return ok({ sdJwt: sdJwt.value, claims: claims.value, disclosed: disclosed.value })
}

/** SHA-256 of the presented text, hex: what the verdict names it by. */
export function presentationHash(presentation: string): string {
  return sha256Text(presentation.toWellFormed(), 'hex')
}

function formatReason({ code }: Reasoned): Reasoned['code'] {
  const isOwn = code === 'message_too_large' || code.startsWith('disclosure_')
  return isOwn ? code : 'credential_malformed'
}
