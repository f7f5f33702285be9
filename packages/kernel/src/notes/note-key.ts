import { assert } from '../assert.ts'
import { decodeBase64, decodeBase64url, encodeBase64, encodeBase64url } from '../bytes/base64url.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sha256 } from '../crypto/hash.ts'
import { importPublicJwk, type PublicKey } from '../crypto/import-public-jwk.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** What a key's signatures are over: a note's text, or a witness's statement about it (C2SP signed-note "Signature types", tlog-cosignature). */
export type NoteKeyType = 'ed25519' | 'cosignature/v1'

const TYPE_BYTES: Readonly<Record<NoteKeyType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 }
const noteKeyTypes: readonly NoteKeyType[] = ['ed25519', 'cosignature/v1']
/** Bytes of a key hash, which only tells keys of one name apart. */
export const KEY_HASH_BYTES = 4

/** A key that notes are verified with. */
export interface NoteKey {
  /** Schema-less URL of the log or witness, without white space and plus. */
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly keyHash: string
  readonly type: NoteKeyType
  readonly publicKey: PublicKey
}

/** Binds an Ed25519 public key to a name; `cosignature/v1` for a witness's. Throws on a name that notes cannot carry and on other keys. */
export function createNoteKey(
  name: string,
  publicKey: PublicKey,
  type: NoteKeyType = 'ed25519',
): NoteKey {
  assert(isKeyName(name), 'a note key has a name without white space and plus')
  assert(publicKey.alg === 'EdDSA', 'notes are signed with Ed25519')
  return { name, keyHash: keyHashOf(name, type, rawKey(publicKey)), type, publicKey }
}

/** Writes a key as a vkey line: name, hash and key joined by plus signs (C2SP signed-note, "Verifier keys"). */
export function formatVkey(key: NoteKey): string {
  const encoded = concatBytes(Uint8Array.of(TYPE_BYTES[key.type]), rawKey(key.publicKey))
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
  const type = noteKeyTypes.find((known) => TYPE_BYTES[known] === bytes[0])
  if (type === undefined) return refuse('key_malformed', 'not an Ed25519 vkey')
  const raw = bytes.slice(1)
  if (keyHashOf(name, type, raw) !== keyHash) {
    return refuse('key_malformed', 'the hash is not that of name and key')
  }
  const key = importPublicJwk({ kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(raw) })
  return key.ok ? ok({ name, keyHash, type, publicKey: key.value }) : key
}

/** Says whether a string can name a key: not empty, no white space, no control characters, no plus. */
export function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s\p{Cc}+]+$/u.test(name)
}

/** First 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ key). */
function keyHashOf(name: string, type: NoteKeyType, raw: Uint8Array): string {
  const typed = Uint8Array.of(0x0a, TYPE_BYTES[type])
  return encodeHex(sha256(concatBytes(encodeUtf8(name), typed, raw)).slice(0, KEY_HASH_BYTES))
}

function rawKey(publicKey: PublicKey): Uint8Array {
  const raw = decodeBase64url(publicKey.jwk.x)
  assert(raw !== undefined, 'an imported key has valid coordinates')
  return raw
}
