import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { ParsedJws } from '../crypto/jws.ts'
import type { PartyId } from '../ids.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** The party's public key of that id, also a retired one; without an id its current one. */
export type KeyOf = (party: PartyId, keyId?: string) => PublicKey | undefined

/** Every party's keys, its current one first; the others are retired and still vouch for what they signed. */
export type PartyKeys = ReadonlyMap<PartyId, readonly [PublicKey, ...PublicKey[]]>

/** Looks keys up by party and id (RFC 7638 thumbprint). */
export function createKeyOf(keys: PartyKeys): KeyOf {
  return (party, keyId) => {
    const known = keys.get(party)
    return keyId === undefined ? known?.[0] : known?.find(({ thumbprint }) => thumbprint === keyId)
  }
}

/**
 * The key that a party's message names by `kid` (RFC 7515 §4.1.4), so that what was signed before the party changed its key still verifies.
 * Reasons: handoff_party_unknown; handoff_key_unknown when the message names no key, or one that was never this party's.
 */
export function findSigningKey(
  keyOf: KeyOf,
  party: PartyId,
  { header: { kid } }: Pick<ParsedJws, 'header'>,
): Result<PublicKey, Reasoned> {
  if (keyOf(party) === undefined) return refuse('handoff_party_unknown', party)
  const key = typeof kid === 'string' ? keyOf(party, kid) : undefined
  // A directory that gives its current key for any id must not pass for one that knows this id.
  if (key === undefined || key.thumbprint !== kid) return refuse('handoff_key_unknown', party)
  return ok(key)
}
