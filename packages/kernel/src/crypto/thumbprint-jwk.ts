import { assert } from '../assert.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { PublicJwk } from '../ports.ts'
import { sha256Text } from './hash.ts'

/** A JWK from outside: any JSON object. */
export type UncheckedJwk = PublicJwk | Readonly<Record<string, unknown>>

/** The members that identify a public key, by key type (RFC 7638 §3.2, RFC 8037 §2). */
const REQUIRED_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  EC: ['crv', 'kty', 'x', 'y'],
  OKP: ['crv', 'kty', 'x'],
  RSA: ['e', 'kty', 'n'],
}

/** The RFC 7638 thumbprint of a JWK: SHA-256 in base64url, 43 characters. Throws when the key lacks a member that its type requires. */
export function thumbprintJwk(unchecked: UncheckedJwk): string {
  const jwk = unchecked as Readonly<Record<string, unknown>>
  const members = REQUIRED_MEMBERS[String(jwk.kty)]
  assert(members !== undefined, 'no thumbprint is defined for this type of key')
  // Canonical JSON of these members is exactly what RFC 7638 §3 hashes.
  return sha256Text(
    canonicalJson(Object.fromEntries(members.map((name) => [name, jwk[name]]))),
    'base64url',
  )
}
