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
  const keys = jwks.flatMap((jwk) => {
    const key = importPublicJwk(jwk)
    return key.ok ? [key.value] : []
  })
  const { kid } = jws.header
  const name = typeof kid === 'string' ? kid.slice(kid.lastIndexOf('#') + 1) : undefined
  const named = keys.filter((key) => key.thumbprint === name)
  if (named.length > 0) return named.slice(0, 1)
  return keys.filter((key) => key.alg === jws.header.alg).slice(0, CANDIDATE_KEYS_MAX)
}
