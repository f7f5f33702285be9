import {
  importPublicJwk,
  isJsonObject,
  ok,
  type ParsedJws,
  type PublicKey,
  parseJws,
  type Reasoned,
  type ResolveDidOptions,
  type Result,
  refuse,
  resolveDidUrl,
  verifyJws,
} from '@evenkeel/kernel'
import { PROOF_AGE_MS_MAX, PROOF_BYTES_MAX, PROOF_SKEW_MS_MAX } from '../limits.ts'

/** Header type of a proof (OpenID4VCI 1.0 Appendix F.1). */
export const PROOF_TYP = 'openid4vci-proof+jwt'

/** What a proof has shown: its maker has this key, and answered this nonce. */
export interface CheckedProof {
  readonly key: PublicKey
  readonly nonce: string
}

export interface ProofExpectation extends ResolveDidOptions {
  /** The Credential Issuer Identifier. */
  readonly audience: string
  readonly nowMs: number
}

/** Ways to name a key that we do not read: they would leave two answers to whose proof it is. */
const OTHER_KEY_HEADERS = ['x5c', 'x5u', 'x5t', 'x5t#S256', 'jku', 'trust_chain'] as const

/**
 * Checks one proof of possession (OpenID4VCI 1.0 Appendix F.1, F.4) but for whether its nonce is ours. The key stands in the header as `jwk` or
 * as the `kid` of a DID. Reasons: those of `parseJws`, `verifyJws`, `importPublicJwk` and `resolveDidUrl`; audience_mismatch, proof_stale,
 * nonce_mismatch.
 */
export async function checkProof(
  proof: string,
  expected: ProofExpectation,
): Promise<Result<CheckedProof, Reasoned>> {
  const jws = parseJws(proof, { maxBytes: PROOF_BYTES_MAX, maxDepth: 6 })
  if (!jws.ok) return jws
  // Before a DID is resolved: nothing is fetched for what cannot be a proof.
  const { aud, iat, nonce } = jws.value.payload
  if (aud !== expected.audience) return refuse('audience_mismatch')
  if (typeof iat !== 'number') return refuse('malformed_message', 'iat')
  const ageMs = expected.nowMs - iat * 1_000
  if (ageMs > PROOF_AGE_MS_MAX || ageMs < -PROOF_SKEW_MS_MAX) return refuse('proof_stale')
  if (typeof nonce !== 'string') return refuse('nonce_mismatch', 'the proof answers no nonce')
  const key = await keyOfProof(jws.value, expected)
  if (!key.ok) return key
  const verified = verifyJws(jws.value, key.value, { typ: PROOF_TYP })
  return verified.ok ? ok({ key: key.value, nonce }) : verified
}

async function keyOfProof(
  { header }: ParsedJws,
  options: ResolveDidOptions,
): Promise<Result<PublicKey, Reasoned>> {
  const other = OTHER_KEY_HEADERS.find((name) => header[name] !== undefined)
  if (other !== undefined) return refuse('header_not_accepted', `${other} is not read here`)
  const { jwk, kid } = header
  if (jwk !== undefined && kid !== undefined) {
    return refuse('header_not_accepted', 'jwk and kid both name a key')
  }
  if (isJsonObject(jwk)) return importPublicJwk(jwk)
  if (typeof kid !== 'string') return refuse('header_not_accepted', 'no jwk and no kid')
  const key = await resolveDidUrl(kid, 'authentication', options)
  // Whether a host is inside, absent or silent is not for who named it to learn.
  if (!key.ok && key.error.code === 'did_document_unavailable') return refuse(key.error.code)
  return key
}
