import {
  type CredentialClaims,
  importPublicJwk,
  ok,
  type ParsedSdJwt,
  parseCredentialClaims,
  parseSdJwt,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { CREDENTIAL_BYTES_MAX, CREDENTIAL_DEPTH_MAX } from '../limits.ts'

export interface ReadCredential {
  readonly sdJwt: ParsedSdJwt
  readonly claims: CredentialClaims
  /** RFC 7638 thumbprint of the key that the credential is bound to. */
  readonly holderKey: string
}

/**
 * Reads a credential as its holder keeps it; whether the issuer signed it is the verifiers' to check. Reasons: those of `parseSdJwt`,
 * credential_malformed, holder_binding_missing, key_malformed.
 */
export function readCredential(credential: string): Result<ReadCredential, Reasoned> {
  const sdJwt = parseSdJwt(credential, {
    maxBytes: CREDENTIAL_BYTES_MAX,
    maxDepth: CREDENTIAL_DEPTH_MAX,
  })
  if (!sdJwt.ok) return sdJwt
  const claims = parseCredentialClaims(sdJwt.value.jws.payload)
  if (!claims.ok) return refuse('credential_malformed', claims.error.detail)
  if (claims.value.cnf === undefined) return refuse('holder_binding_missing', 'no cnf key')
  const key = importPublicJwk(claims.value.cnf.jwk)
  if (!key.ok) return key
  return ok({ sdJwt: sdJwt.value, claims: claims.value, holderKey: key.value.thumbprint })
}
