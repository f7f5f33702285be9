import type { PublicKey } from '../crypto/import-public-jwk.ts'
import type { PublicJwk } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import { encodeMultikey, readMultikey } from './multikey.ts'

const PREFIX = 'did:key:'

/** The did:key of a public key (did:key method v0.9); its only verification method is `<did>#<what follows did:key:>`. */
export function didKeyOf(jwk: PublicJwk): string {
  return PREFIX + encodeMultikey(jwk)
}

/** Reads the key that a did:key is. Reasons: did_malformed; key_malformed for other curves and for points that are none. */
export function readDidKey(did: string): Result<PublicKey, Reasoned> {
  if (!did.startsWith(PREFIX)) return refuse('did_malformed', 'not a did:key')
  return readMultikey(did.slice(PREFIX.length))
}
