import { createJws } from '../crypto/jws.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { type ParsedSdJwt, sdHash } from './parse-sd-jwt.ts'

/** JWT `typ` of a key binding JWT (RFC 9901 §4.3). */
export const KEY_BINDING_TYP = 'kb+jwt'

/**
 * Keeps the disclosures of the named top-level claims and drops all others and any key binding; returns an SD-JWT that ends in `~`. What is
 * nested inside a disclosure stays withheld. Reason: disclosure_unknown for a name that the SD-JWT does not disclose; one of `ifThere` is passed
 * over.
 */
export function presentSdJwt(
  sdJwt: ParsedSdJwt,
  names: readonly string[],
  ifThere: readonly string[] = [],
): Result<string, Reasoned> {
  const topLevel = sdJwt.jws.payload._sd
  const digests = new Set<unknown>(Array.isArray(topLevel) ? topLevel : [])
  const wanted = new Set([...names, ...ifThere])
  const kept = sdJwt.disclosures.filter(
    ({ digest, name }) => digests.has(digest) && name !== undefined && wanted.delete(name),
  )
  const unknown = names.find((name) => wanted.has(name))
  if (unknown !== undefined) return refuse('disclosure_unknown', unknown)
  const issued = sdJwt.sdJwt.slice(0, sdJwt.sdJwt.indexOf('~'))
  return ok(`${[issued, ...kept.map((disclosure) => disclosure.encoded)].join('~')}~`)
}

export interface KeyBinding {
  /** The SD-JWT as it will be presented, ending in `~`. */
  readonly sdJwt: string
  /** The verifier that the presentation is for. */
  readonly audience: string
  /** The verifier's own for this session. */
  readonly nonce: string
  /** Seconds since the epoch. */
  readonly issuedAtS: number
  /** Further claims, as `transaction_data_hashes` (OpenID4VP §8.4). */
  readonly claims?: Readonly<Record<string, unknown>>
  /** The key in the credential's `cnf`. */
  readonly signer: Signer
}

/** Signs the key binding JWT of a presentation (RFC 9901 §4.3); appended to the SD-JWT it makes an SD-JWT+KB. Rejects when the signer does. */
export async function createKbJwt(binding: KeyBinding): Promise<string> {
  const { sdJwt, audience, nonce, issuedAtS, claims, signer } = binding
  return createJws({
    header: { typ: KEY_BINDING_TYP },
    payload: { ...claims, aud: audience, nonce, iat: issuedAtS, sd_hash: sdHash(sdJwt) },
    signer,
  })
}
