import {
  decodeBase64,
  decodeUtf8,
  encodeUtf8,
  type Note,
  ok,
  parseNote,
  type Reasoned,
  type Result,
  refuse,
  SHA256_BYTES,
} from '@evenkeel/kernel'
import { PROOF_LINES_MAX } from './limits.ts'

/** A checkpoint that a witness is asked to cosign, with the proof from the one that the asker thinks was cosigned last. */
export interface Offer {
  readonly oldSize: number
  readonly proof: readonly Uint8Array[]
  /** Not checked. */
  readonly note: Note
}

/** Reads the body of an add-checkpoint request (C2SP tlog-witness). Reasons: malformed_message, those of `parseNote`. */
export function readOffer(body: Uint8Array): Result<Offer, Reasoned> {
  const text = decodeUtf8(body)
  const cut = text?.indexOf('\n\n') ?? -1
  if (text === undefined || cut === -1) return refuse('malformed_message', 'no empty line')
  const [first = '', ...lines] = text.slice(0, cut).split('\n')
  const [, decimal] = /^old (0|[1-9]\d{0,15})$/.exec(first) ?? []
  const oldSize = Number(decimal)
  if (!Number.isSafeInteger(oldSize)) return refuse('malformed_message', 'no old size')
  if (lines.length > PROOF_LINES_MAX) return refuse('malformed_message', 'a longer proof than any')
  const proof: Uint8Array[] = []
  for (const line of lines) {
    const hash = decodeBase64(line)
    if (hash?.length !== SHA256_BYTES) return refuse('malformed_message', 'a line is no hash')
    proof.push(hash)
  }
  const note = parseNote(encodeUtf8(text.slice(cut + 2)))
  return note.ok ? ok({ oldSize, proof, note: note.value }) : note
}
