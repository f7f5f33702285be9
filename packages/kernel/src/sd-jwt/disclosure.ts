import { assert } from '../assert.ts'
import { encodeBase64url, viewBase64url } from '../bytes/base64url.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sha256Text } from '../crypto/hash.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonValue } from '../json/json-value.ts'
import { type JsonLimits, parseJson } from '../json/parse-json.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { SALT_BYTES_MIN } from './limits.ts'

/** A salted claim or array element that the payload names by its digest only (RFC 9901 §4.2). */
export interface Disclosure {
  /** As it stands in the SD-JWT: the digest is over this spelling. */
  readonly encoded: string
  readonly digest: string
  /** Missing for an array element. */
  readonly name?: string
  readonly value: JsonValue
}

/** Names that stand for the mechanism itself, never for a claim (RFC 9901 §4.1). */
export const RESERVED_NAMES: ReadonlySet<string> = new Set(['_sd', '_sd_alg', '...'])

/** SHA-256 of an encoded disclosure, in base64url (RFC 9901 §4.2.3). */
export function disclosureDigest(encoded: string): string {
  return sha256Text(encoded, 'base64url')
}

/** Makes the disclosure of one claim. The salt must be secret, uniform and used once. */
export function createDisclosure(salt: Uint8Array, name: string, value: unknown): Disclosure {
  assert(salt.length >= SALT_BYTES_MIN, `a salt has at least ${SALT_BYTES_MIN} bytes`)
  assert(!RESERVED_NAMES.has(name), `${name} cannot be the name of a claim`)
  const json = canonicalJson([encodeBase64url(salt), name, value])
  const encoded = encodeBase64url(encodeUtf8(json))
  return { encoded, digest: disclosureDigest(encoded), name, value: value as JsonValue }
}

/** Reads a disclosure. Reasons: disclosure_malformed, disclosure_name_reserved, and those of `parseJson`. */
export function parseDisclosure(encoded: string, limits: JsonLimits): Result<Disclosure, Reasoned> {
  const bytes = viewBase64url(encoded)
  if (bytes === undefined) return refuse('disclosure_malformed', 'not base64url')
  const parsed = parseJson(bytes, limits)
  if (!parsed.ok) return parsed
  const parts: unknown = parsed.value
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return malformedParts()
  const digest = disclosureDigest(encoded)
  if (parts.length === 2) return ok({ encoded, digest, value: parts[1] as JsonValue })
  const name: unknown = parts[1]
  if (parts.length !== 3 || typeof name !== 'string') return malformedParts()
  if (RESERVED_NAMES.has(name)) return refuse('disclosure_name_reserved', name)
  return ok({ encoded, digest, name, value: parts[2] as JsonValue })
}

function malformedParts(): Result<never, Reasoned> {
  return refuse('disclosure_malformed', 'neither [salt, name, value] nor [salt, value]')
}
