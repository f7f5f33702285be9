import { sha256 } from '../crypto/hash.ts'
import { canonicalJson } from '../json/canonical-json.ts'

/** What an id is bound to for ever: SHA-256 of the canonical JSON of { kind, body }, from the body's own canonical text. */
export function itemHash(kind: string, bodyText: string): Uint8Array {
  return sha256(`{"body":${bodyText},"kind":${canonicalJson(kind)}}`)
}
