import { assert } from '../assert.ts'
import { decodeBase64, decodeBase64url, encodeBase64, encodeBase64url } from '../bytes/base64url.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sha256 } from '../crypto/hash.ts'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** Signature type of plain Ed25519 (C2SP signed-note, "Signature types"). */
const ED25519_TYPE = 0x01
/** Bytes of a key hash, which only tells keys of one name apart. */
export const KEY_HASH_BYTES = 4

/** A key that notes are verified with. */
export interface NoteKey {
  /** Schema-less URL of the log or witness, without white space and plus. */
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly keyHash: string
  readonly publicKey: PublicKey
}

/** Binds an Ed25519 public key to a name. Throws on a name that notes cannot carry and on other keys. */
export function createNoteKey(name: string, publicKey: PublicKey): NoteKey {
  assert(isKeyName(name), 'a note key has a name without white space and plus')
  assert(publicKey.alg === 'EdDSA', 'notes are signed with Ed25519')
  return { name, keyHash: keyHashOf(name, rawKey(publicKey)), publicKey }
}

/** Writes a key as a vkey line: name, hash and key joined by plus signs (C2SP signed-note, "Verifier keys"). */
export function formatVkey(key: NoteKey): string {
  const encoded = concatBytes(Uint8Array.of(ED25519_TYPE), rawKey(key.publicKey))
  return `${key.name}+${key.keyHash}+${encodeBase64(encoded)}`
}

/** Reads a vkey and checks that its hash is that of name and key. Reason: key_malformed. */
export function parseVkey(vkey: string): Result<NoteKey, Reasoned> {
  // Base64 has plus signs too: only the first two separate.
  const [, name, keyHash, encoded] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? []
  const bytes = decodeBase64(encoded ?? '')
  if (name === undefined || !isKeyName(name) || bytes?.length !== 33) {
    return refuse('key_malformed', 'not a vkey')
  }
  if (bytes[0] !== ED25519_TYPE) return refuse('key_malformed', 'not an Ed25519 vkey')
  const raw = bytes.slice(1)
  if (keyHashOf(name, raw) !== keyHash) {
    return refuse('key_malformed', 'the hash is not that of name and key')
  }
  const key = importPublicJwk({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(raw) })
  return key.ok ? ok({ name, keyHash, publicKey: key.value }) : key
}

/** Says whether a string can name a key: not empty, no white space, no control characters, no plus. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s\p{Cc}+]+$/u.test(name)
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). */
function keyHashOf(name: string, raw: Uint8Array): string {
  const typed = Uint8Array.of(0x0a, ED25519_TYPE)
  return encodeHex(sha256(concatBytes(encodeUtf8(name), typed, raw)).slice(0, KEY_HASH_BYTES))
}

function rawKey(publicKey: PublicKey): Uint8Array {
  const raw = decodeBase64url(publicKey.jwk.x)
  assert(raw !== undefined, 'an imported key has valid coordinates')
  return raw
}
