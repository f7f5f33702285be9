import { importPublicJwk, type ParsedJws, type PublicJwk, type PublicKey } from '@evenkeel/kernel'
import { CANDIDATE_KEYS_MAX } from '../limits.ts'

/**
 * Keys under which a token may be signed: the one whose thumbprint is its `kid`, or the fragment of that DID URL (`#0` names none), else the
 * first few of its algorithm. A DID is never resolved: who issues under which keys is the accreditation's to say.
 */
export function candidateKeys(
  jws: Pick<ParsedJws, 'header'>,
  jwks: readonly PublicJwk[],
): readonly PublicKey[] {
  const { alg, kid } = jws.header
  const name = typeof kid === 'string' ? kid.slice(kid.lastIndexOf('#') + 1) : undefined
  const ofAlg: PublicKey[] = []
  for (const jwk of jwks) {
    const key = importPublicJwk(jwk)
    if (!key.ok) continue
    if (key.value.thumbprint === name) return [key.value]
    if (key.value.alg === alg && ofAlg.length < CANDIDATE_KEYS_MAX) ofAlg.push(key.value)
  }
  return ofAlg
}
