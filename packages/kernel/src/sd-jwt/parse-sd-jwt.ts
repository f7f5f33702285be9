import { sha256Text } from '../crypto/hash.ts'
import { type ParsedJws, parseJws } from '../crypto/jws.ts'
import type { JsonLimits } from '../json/parse-json.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { type Disclosure, parseDisclosure } from './disclosure.ts'
import { DISCLOSURES_MAX } from './limits.ts'

/** An SD-JWT or SD-JWT+KB (RFC 9901 §4) that was read but not checked. */
export interface ParsedSdJwt {
  readonly jws: ParsedJws
  readonly disclosures: readonly Disclosure[]
  /** The key binding JWT, if the holder added one. */
  readonly keyBinding?: ParsedJws
  /** Everything before the key binding JWT, with its last `~`: what `sdHash` is over. */
  readonly sdJwt: string
}

/**
 * Reads a compact SD-JWT with or without key binding; `limits` bound the whole text and the nesting of each part. Checks no signature.
 * Reasons: message_too_large, malformed_message, nesting_too_deep, duplicate_key, disclosure_malformed, disclosure_name_reserved.
 */
export function parseSdJwt(compact: string, limits: JsonLimits): Result<ParsedSdJwt, Reasoned> {
  if (compact.length > limits.maxBytes) {
    return refuse('message_too_large', `more than ${limits.maxBytes} bytes`)
  }
  const [issued = '', ...rest] = compact.split('~', DISCLOSURES_MAX + 3)
  const binding = rest.pop()
  if (binding === undefined) return refuse('malformed_message', 'no ~ after the issuer’s part')
  if (rest.length > DISCLOSURES_MAX) {
    return refuse('message_too_large', `more than ${DISCLOSURES_MAX} disclosures`)
  }
  const jws = parseJws(issued, limits)
  if (!jws.ok) return jws
  const disclosures: Disclosure[] = []
  for (const encoded of rest) {
    const disclosure = parseDisclosure(encoded, limits)
    if (!disclosure.ok) return disclosure
    disclosures.push(disclosure.value)
  }
  const sdJwt = compact.slice(0, compact.length - binding.length)
  if (binding === '') return ok({ jws: jws.value, disclosures, sdJwt })
  const keyBinding = parseJws(binding, limits)
  if (!keyBinding.ok) return keyBinding
  return ok({ jws: jws.value, disclosures, keyBinding: keyBinding.value, sdJwt })
}

/** SHA-256 of an SD-JWT up to and with its last `~`, in base64url: what the key binding JWT's `sd_hash` must be (RFC 9901 §4.3.1). */
export function sdHash(sdJwt: string): string {
  return sha256Text(sdJwt, 'base64url')
}
