import { Type } from 'typebox'
import { assert } from '../assert.ts'
import { decodeBase64 } from '../bytes/base64url.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { PartyId } from '../ids.ts'
import { hashLeafText, isHeadLeaf, type LogLeaf, parseLeafText } from '../messages/log-leaf.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { wholeField } from '../schema/fields.ts'
import { verifyInclusion } from '../trees/inclusion-proof.ts'
import { verifyCheckpoint } from './checkpoint.ts'
import { quorumTimeS, verifyCosignatures } from './cosignature.ts'
import { HEAD_ENTRIES_MAX, HEAD_PROOF_BYTES_MAX, NOTE_BYTES_MAX } from './limits.ts'
import { parseNote } from './note.ts'
import type { NoteKey } from './note-key.ts'

/** What a log answers about one publisher's (scope, seq): its entries there and the checkpoint that they are under. Hashes in base64. */
export interface HeadProofAnswer {
  readonly entries: readonly {
    /** Canonical JSON, exactly as hashed. */
    readonly entry: string
    readonly index: number
    /** Sibling hashes from the leaf up (RFC 9162 §2.1.3). */
    readonly proof: readonly string[]
  }[]
  /** The newest checkpoint that enough witnesses have cosigned, as a signed note. */
  readonly checkpoint: string
}

/** Where a log answers about a head, below the network's URL. */
export function headProofPath(scope: string, seq: number, actor: PartyId): string {
  return `/log/scopes/${encodeURIComponent(scope)}/${seq}/${encodeURIComponent(actor)}`
}

const hash = Type.String({ minLength: 44, maxLength: 44 })
const parseAnswer: Parser<HeadProofAnswer> = createParser(
  Type.Object(
    {
      entries: Type.Array(
        Type.Object(
          {
            entry: Type.String(),
            index: wholeField(),
            proof: Type.Array(hash, { maxItems: 64 }),
          },
          { additionalProperties: true },
        ),
        { maxItems: HEAD_ENTRIES_MAX },
      ),
      checkpoint: Type.String({ maxLength: NOTE_BYTES_MAX }),
    },
    { additionalProperties: true },
  ),
  { maxBytes: HEAD_PROOF_BYTES_MAX, maxDepth: 6 },
)

export interface HeadProofDemand {
  /** What the log answered at `headProofPath(scope, seq, actor)`. */
  readonly bytes: Uint8Array
  /** The head's scope, seq and publisher, and the hash that its leaf has: of a compact head, or of an accreditation list's payload. */
  readonly scope: string
  readonly seq: number
  readonly actor: PartyId
  /** Hex. */
  readonly bodyHash: string
  readonly logKey: NoteKey
  readonly witnessKeys: readonly NoteKey[]
  /** How many witnesses have to have cosigned; at least 1. */
  readonly quorum: number
}

/** That a head is in the log which everybody sees. */
export interface HeadProof {
  readonly index: number
  /** Of the checkpoint that it is under. */
  readonly size: number
  /** The quorum's time: at least so many witnesses' clocks had come this far, by whole seconds. */
  readonly witnessedAtMs: number
}

/**
 * Checks that a head is under a checkpoint that a quorum of witnesses cosigned, and that its publisher logged no other of that scope and seq
 * (S8). Pure. Leaves of other actors prove nothing about this one and are passed over. Reasons: message_too_large, malformed_message, those of
 * `parseNote`, `verifyCheckpoint` and `verifyCosignatures`; log_entry_malformed; log_proof_invalid; log_head_equivocated when the publisher
 * logged two bodies at this place; head_not_logged when it logged none or another one (ask again until the merge delay is over), which does not
 * accuse it: who carries an ES256 signature can change it, and with it the hash; log_quorum_missing.
 */
export function checkHeadProof(demand: HeadProofDemand): Result<HeadProof, Reasoned> {
  const { bytes, bodyHash, logKey, witnessKeys, quorum } = demand
  assert(quorum <= witnessKeys.length, 'a quorum is of known witnesses')
  const answer = parseAnswer(bytes)
  if (!answer.ok) return answer
  const note = parseNote(encodeUtf8(answer.value.checkpoint))
  if (!note.ok) return note
  const checkpoint = verifyCheckpoint(note.value, logKey)
  if (!checkpoint.ok) return checkpoint
  const { size, root } = checkpoint.value
  const found: { readonly leaf: LogLeaf; readonly index: number }[] = []
  for (const { entry, index, proof } of answer.value.entries) {
    const leaf = parseLeafText(entry)
    if (!leaf.ok) return leaf
    const hashes = proof.map((each) => decodeBase64(each) ?? new Uint8Array(0))
    if (!verifyInclusion({ leafHash: hashLeafText(entry), index, size, proof: hashes, root })) {
      return refuse('log_proof_invalid', `the entry of index ${index}`)
    }
    if (isAbout(leaf.value, demand)) found.push({ leaf: leaf.value, index })
  }
  const [first] = found
  const second = found.find(({ leaf }) => leaf.bodyHash !== first?.leaf.bodyHash)
  if (first !== undefined && second !== undefined) {
    return refuse('log_head_equivocated', `index ${first.index} and ${second.index}`)
  }
  if (first?.leaf.bodyHash !== bodyHash) return refuse('head_not_logged')
  const cosignatures = verifyCosignatures(note.value, witnessKeys)
  if (!cosignatures.ok) return cosignatures
  const timeS = quorumTimeS(cosignatures.value, quorum)
  if (timeS === undefined) {
    return refuse('log_quorum_missing', `${cosignatures.value.length} of ${quorum}`)
  }
  return ok({ index: first.index, size, witnessedAtMs: timeS * 1_000 })
}

function isAbout(leaf: LogLeaf, { scope, seq, actor }: HeadProofDemand): boolean {
  return isHeadLeaf(leaf) && leaf.scope === scope && leaf.seq === seq && leaf.actor === actor
}
