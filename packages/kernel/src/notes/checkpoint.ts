import { assert } from '../assert.ts'
import { decodeBase64, encodeBase64 } from '../bytes/base64url.ts'
import { SHA256_BYTES } from '../crypto/hash.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { formatNote, type Note, parseNote, signNote, verifyNote } from './note.ts'
import type { NoteKey } from './note-key.ts'

/** What a log says of itself: its name, its size and the root over so many leaves (C2SP tlog-checkpoint). */
export interface Checkpoint {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** Further lines, each not empty. */
  readonly extensions: readonly string[]
}

/** Signs a checkpoint and returns the note; the key's name is the origin. Rejects when the signer does. */
export async function createCheckpoint(
  tree: { readonly size: number; readonly root: Uint8Array },
  key: NoteKey,
  signer: Signer,
): Promise<string> {
  const text = formatCheckpoint({ origin: key.name, ...tree, extensions: [] })
  return formatNote({ text, signatures: [await signNote(text, key, signer)] })
}

/** Reads a checkpoint's note and checks that its log signed it. Reasons: those of `parseNote`, `verifyNote` and `parseCheckpoint`, log_origin_mismatch. */
export function openCheckpoint(note: Uint8Array, key: NoteKey): Result<Checkpoint, Reasoned> {
  const parsed = parseNote(note)
  return parsed.ok ? verifyCheckpoint(parsed.value, key) : parsed
}

/** The same for a note that was read. Reasons: those of `verifyNote` and `parseCheckpoint`, log_origin_mismatch. */
export function verifyCheckpoint(note: Note, key: NoteKey): Result<Checkpoint, Reasoned> {
  const verified = verifyNote(note, [key])
  if (!verified.ok) return verified
  const checkpoint = parseCheckpoint(note.text)
  if (checkpoint.ok && checkpoint.value.origin !== key.name) {
    return refuse('log_origin_mismatch', checkpoint.value.origin)
  }
  return checkpoint
}

/** Writes the text of a checkpoint, which a note then signs. Throws on a checkpoint that the format cannot carry. */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  assert(Number.isSafeInteger(size) && size >= 0, 'a log has a size')
  assert(root.length === SHA256_BYTES, 'a root has 32 bytes')
  const text = `${[origin, size, encodeBase64(root), ...extensions].join('\n')}\n`
  assert(parseCheckpoint(text).ok, 'a line of a checkpoint is empty or has a newline')
  return text
}

/** Reads the text of a checkpoint. Reason: log_checkpoint_malformed. */
export function parseCheckpoint(text: string): Result<Checkpoint, Reasoned> {
  const lines = text.split('\n')
  if (lines.pop() !== '' || lines.includes('')) {
    return refuse('log_checkpoint_malformed', 'an empty line, or one that does not end')
  }
  const [origin, decimal = '', encodedRoot = '', ...extensions] = lines
  const size = /^(0|[1-9]\d*)$/.test(decimal) ? Number(decimal) : Number.NaN
  if (origin === undefined || !Number.isSafeInteger(size)) {
    return refuse('log_checkpoint_malformed', 'the size is no decimal number below 2^53')
  }
  const root = decodeBase64(encodedRoot)
  if (root?.length !== SHA256_BYTES) {
    return refuse('log_checkpoint_malformed', 'the root is not 32 bytes in base64')
  }
  return ok({ origin, size, root, extensions })
}
