import { encodeUtf8 } from '../bytes/utf8.ts'
import { hmacSha256, hmacSha256Text } from '../crypto/hash.ts'
import { brandId, type CredentialHandle } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'

/** Where a credential's status stands. */
export interface StatusEntry {
  readonly uri: string
  readonly idx: number
}

/** Names credentials to those who share a programme's handle key: its verifiers and its observer (DESIGN §4). */
export type NameCredential = (entry: StatusEntry) => CredentialHandle

/** A key for one purpose: HMAC of its name under the given key; 32 bytes. */
export function deriveKey(key: Uint8Array, purpose: readonly string[]): Uint8Array {
  return hmacSha256(key, encodeUtf8(canonicalJson(purpose)))
}

/** The part of a programme's key that names credentials and nothing else: an observer that has it cannot compute a nullifier. */
export function deriveHandleKey(programmeKey: Uint8Array): Uint8Array {
  return deriveKey(programmeKey, ['handle'])
}

/** Makes the naming of one handle key; the epoch stands in each name, so that those of another key are not taken for other credentials. */
export function createCredentialNaming(handleKey: Uint8Array, epoch: number): NameCredential {
  return ({ uri, idx }) => {
    const mac = hmacSha256Text(handleKey, canonicalJson([uri, idx]), 'base64url')
    return brandId<CredentialHandle>(`h${epoch}-${mac}`)
  }
}
