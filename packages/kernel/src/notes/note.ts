import { assert } from '../assert.ts'
import { decodeBase64, encodeBase64 } from '../bytes/base64url.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { decodeHex, encodeHex } from '../bytes/hex.ts'
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'
import { verifySignature } from '../crypto/verify-signature.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { NOTE_BYTES_MAX, NOTE_SIGNATURES_MAX } from './limits.ts'
import { isKeyName, KEY_HASH_BYTES, type NoteKey } from './note-key.ts'

/** A text with signatures below it (C2SP signed-note), read but not checked. */
export interface Note {
  /** Ends with a newline, which is signed too. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** 8 hexadecimal digits. */
  readonly keyHash: string
  /** For Ed25519 64 bytes; other types have other contents. */
  readonly signature: Uint8Array
}

/** Signs a text with one key. Throws on a text that a note cannot carry; rejects when the signer does. */
export async function signNote(text: string, key: NoteKey, signer: Signer): Promise<NoteSignature> {
  assert(key.type === 'ed25519', 'a cosignature is not over the text alone')
  assert(isNoteText(text), 'a note’s text ends with a newline and has no control characters')
  assert(signer.keyId === key.publicKey.thumbprint, 'the signer has the key that the note names')
  const signature = await signer.sign(encodeUtf8(text))
  return { name: key.name, keyHash: key.keyHash, signature }
}

/** Writes a note: the text, an empty line, and a line for each signature. */
export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignatureLine).join('')}`
}

/** Writes one signature as the line that a note has for it, with its newline. */
export function formatSignatureLine({ name, keyHash, signature }: NoteSignature): string {
  const hash = decodeHex(keyHash)
  assert(hash?.length === KEY_HASH_BYTES, 'a key hash has 4 bytes')
  return `— ${name} ${encodeBase64(concatBytes(hash, signature))}\n`
}

/** Reads a note; checks no signature. Reasons: message_too_large, log_note_malformed. */
export function parseNote(bytes: Uint8Array): Result<Note, Reasoned> {
  if (bytes.length > NOTE_BYTES_MAX) {
    return refuse('message_too_large', `a note of more than ${NOTE_BYTES_MAX} bytes`)
  }
  const note = decodeUtf8(bytes)
  // The last empty line separates: the text itself may contain others.
  const separator = note?.lastIndexOf('\n\n') ?? -1
  if (note === undefined || separator === -1) return refuse('log_note_malformed', 'no signatures')
  const text = note.slice(0, separator + 1)
  const lines = note.slice(separator + 2).split('\n')
  if (!isNoteText(text) || lines.pop() !== '' || lines.length === 0) {
    return refuse('log_note_malformed', 'a control character, or a line that does not end')
  }
  if (lines.length > NOTE_SIGNATURES_MAX) {
    return refuse('log_note_malformed', `more than ${NOTE_SIGNATURES_MAX} signatures`)
  }
  const signatures = lines.map(parseSignatureLine)
  return signatures.every((signature) => signature !== undefined)
    ? ok({ text, signatures })
    : refuse('log_note_malformed', 'a signature line cannot be read')
}

/**
 * Checks every signature that names one of the keys and returns those keys, each once. Signatures by other keys are ignored, as the format
 * wants it: their number says nothing. Reasons: log_signature_invalid if any known key's signature does not hold, log_key_unknown if there is
 * none by a known key.
 */
export function verifyNote(
  note: Note,
  keys: readonly NoteKey[],
): Result<readonly NoteKey[], Reasoned> {
  assert(
    keys.every(({ type }) => type === 'ed25519'),
    'a cosignature is not over the text alone',
  )
  const signed = encodeUtf8(note.text)
  const verified = new Map<NoteKey, Uint8Array>()
  for (const { name, keyHash, signature } of note.signatures) {
    const key = keys.find((known) => known.name === name && known.keyHash === keyHash)
    if (key === undefined) continue
    // A line that is there a hundred times costs what it costs once.
    const before = verified.get(key)
    if (before !== undefined && equalBytes(before, signature)) continue
    if (!verifySignature(key.publicKey, signed, signature)) {
      return refuse('log_signature_invalid', `${name}+${keyHash}`)
    }
    verified.set(key, signature)
  }
  return verified.size > 0 ? ok([...verified.keys()]) : refuse('log_key_unknown')
}

function isNoteText(text: string): boolean {
  return text.isWellFormed() && text.endsWith('\n') && !/[^\P{Cc}\n]/u.test(text)
}

/** Reads one signature line, without its newline; undefined for anything else. */
export function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name, encoded] = /^— ([^ ]+) ([^ ]+)$/.exec(line) ?? []
  const bytes = decodeBase64(encoded ?? '')
  if (name === undefined || !isKeyName(name)) return undefined
  if (bytes === undefined || bytes.length <= KEY_HASH_BYTES) return undefined
  return {
    name,
    keyHash: encodeHex(bytes.slice(0, KEY_HASH_BYTES)),
    signature: bytes.slice(KEY_HASH_BYTES),
  }
}
