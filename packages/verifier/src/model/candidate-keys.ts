import { importPublicJwk, type ParsedJws, type PublicJwk, type PublicKey } from '@evenkeel/kernel'
import { CANDIDATE_KEYS_MAX } from '../limits.ts'

/** Keys under which a token may be signed: the one that its `kid` names by thumbprint, else the first few of its algorithm. */
export function candidateKeys(
  jws: Pick<ParsedJws, 'header'>,
  jwks: readonly PublicJwk[],
): readonly PublicKey[] {
  const keys = jwks.flatMap((jwk) => {
    const key = importPublicJwk(jwk)
    return key.ok ? [key.value] : []
  })
  const named = keys.filter((key) => key.thumbprint === jws.header.kid)
  if (named.length > 0) return named.slice(0, 1)
  return keys.filter((key) => key.alg === jws.header.alg).slice(0, CANDIDATE_KEYS_MAX)
}
