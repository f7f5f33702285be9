import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { isJsonObject } from '../json/json-value.ts'
import { parseJson } from '../json/parse-json.ts'
import type { PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import { DID_CHARS_MAX } from './limits.ts'

const PREFIX = 'did:jwk:'

/** The did:jwk of a public key: the key's canonical JSON in base64url. Its only verification method is `<did>#0` (did:jwk §To Create). */
export function didJwkOf(jwk: PublicJwk): string {
  const { kty, crv, x, y } = jwk
  const bare = y === undefined ? { kty, crv, x } : { kty, crv, x, y }
  return PREFIX + encodeBase64url(encodeUtf8(canonicalJson(bare)))
}

/**
 * Reads the key that a did:jwk is, however its JSON is written. Reasons: did_malformed; key_malformed for private members, other curves, and
 * keys that their `use` keeps from signing.
 */
export function readDidJwk(did: string): Result<PublicKey, Reasoned> {
  const bytes = did.startsWith(PREFIX) ? decodeBase64url(did.slice(PREFIX.length)) : undefined
  const jwk = bytes && parseJson(bytes, { maxBytes: DID_CHARS_MAX, maxDepth: 4 })
  if (!jwk?.ok || !isJsonObject(jwk.value)) return refuse('did_malformed', 'not a did:jwk')
  // did:jwk §To Create: a key with `use` of `enc` is for key agreement only.
  if (jwk.value.use === 'enc') return refuse('key_malformed', 'use is enc')
  return importPublicJwk(jwk.value)
}
