import {
  brandId,
  createKeyOf,
  createParser,
  ID_PATTERN,
  importPublicJwk,
  type KeyOf,
  ok,
  type PartyId,
  type PublicKey,
  publicJwkSchema,
  type Reasoned,
  type Result,
  refuse,
  Type,
} from '@evenkeel/kernel'
import { KEYS_PER_VERIFIER_MAX, VERIFIERS_BYTES_MAX } from './limits.ts'

const verifiers = Type.Record(
  Type.String({ pattern: ID_PATTERN }),
  Type.Array(publicJwkSchema, { minItems: 1, maxItems: KEYS_PER_VERIFIER_MAX }),
  { additionalProperties: false, minProperties: 1 },
)
const parse = createParser(verifiers, { maxBytes: VERIFIERS_BYTES_MAX, maxDepth: 4 })

/**
 * Reads whom the gate trusts: an object with the public JWKs of each verifier under its name, the current one first. Reasons: those of
 * `parseJson`, malformed_message, key_malformed.
 */
export function readVerifiers(file: Uint8Array): Result<KeyOf, Reasoned> {
  const parsed = parse(file)
  if (!parsed.ok) return parsed
  const keys = new Map<PartyId, readonly [PublicKey, ...PublicKey[]]>()
  for (const [verifier, jwks] of Object.entries(parsed.value)) {
    const imported: PublicKey[] = []
    for (const jwk of jwks) {
      const key = importPublicJwk(jwk)
      if (!key.ok) return refuse(key.error.code, `${verifier}: ${key.error.detail ?? ''}`)
      imported.push(key.value)
    }
    keys.set(brandId(verifier), imported as [PublicKey, ...PublicKey[]])
  }
  return ok(createKeyOf(keys))
}
