import { assert } from '../assert.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { verifySignature } from '../crypto/verify-signature.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import type { Note, NoteSignature } from './note.ts'
import type { NoteKey } from './note-key.ts'

/** What a witness says of a checkpoint: at this time it was the largest tree of that log it knew, and all before it were its beginnings. */
export interface Cosignature {
  readonly witness: NoteKey
  /** Seconds since the epoch. */
  readonly timeS: number
}

/** Bytes of the time before the Ed25519 signature (C2SP tlog-cosignature, `timestamped_signature`). */
const TIME_BYTES = 8
const ED25519_BYTES = 64

/** Cosigns a checkpoint's text as a witness (C2SP tlog-cosignature, Ed25519). Rejects when the signer does. */
export async function cosign(
  text: string,
  { witness, timeS }: Cosignature,
  signer: Signer,
): Promise<NoteSignature> {
  assert(witness.type === 'cosignature/v1', 'a witness has a key of its own type')
  assert(signer.keyId === witness.publicKey.thumbprint, 'the signer has the witness’s key')
  const time = new Uint8Array(TIME_BYTES)
  new DataView(time.buffer).setBigUint64(0, BigInt(timeS))
  const signature = concatBytes(time, await signer.sign(signedMessage(text, timeS)))
  return { name: witness.name, keyHash: witness.keyHash, signature }
}

/** Throws unless these can be the witnesses of a log: a cosignature does not name its witness, so one key under two names would count as two. */
export function assertWitnesses(witnesses: readonly NoteKey[]): void {
  assert(
    witnesses.every(({ type }) => type === 'cosignature/v1'),
    'witnesses have keys of their own type',
  )
  const keys = new Set(witnesses.map(({ publicKey }) => publicKey.thumbprint))
  assert(keys.size === witnesses.length, 'each witness has a key of its own')
}

/**
 * Reads and checks the cosignatures by known witnesses: the newest of each, newest first. Other signatures of the note are ignored. Reason:
 * log_signature_invalid if one that names a known witness does not hold.
 */
export function verifyCosignatures(
  { text, signatures }: Note,
  witnesses: readonly NoteKey[],
): Result<readonly Cosignature[], Reasoned> {
  assertWitnesses(witnesses)
  const newest = new Map<NoteKey, number>()
  for (const { name, keyHash, signature } of signatures) {
    const witness = witnesses.find((known) => known.name === name && known.keyHash === keyHash)
    if (witness === undefined) continue
    const timeS = readTime(signature)
    const holds =
      timeS !== undefined &&
      verifySignature(witness.publicKey, signedMessage(text, timeS), signature.slice(TIME_BYTES))
    if (!holds) return refuse('log_signature_invalid', `${name}+${keyHash}`)
    newest.set(witness, Math.max(timeS, newest.get(witness) ?? 0))
  }
  const cosignatures = [...newest].map(([witness, timeS]) => ({ witness, timeS }))
  return ok(cosignatures.sort((one, other) => other.timeS - one.timeS))
}

/** The time that a quorum vouches for, in seconds: the k-th newest; undefined when there are fewer. */
export function quorumTimeS(
  cosignatures: readonly Cosignature[],
  quorum: number,
): number | undefined {
  assert(Number.isSafeInteger(quorum) && quorum > 0, 'a quorum is at least one witness')
  return cosignatures.map(({ timeS }) => timeS).sort((one, other) => other - one)[quorum - 1]
}

function readTime(signature: Uint8Array): number | undefined {
  if (signature.length !== TIME_BYTES + ED25519_BYTES) return undefined
  const view = new DataView(signature.buffer, signature.byteOffset, signature.byteLength)
  const timeS = Number(view.getBigUint64(0))
  return Number.isSafeInteger(timeS) ? timeS : undefined
}

function signedMessage(text: string, timeS: number): Uint8Array {
  return encodeUtf8(`cosignature/v1\ntime ${timeS}\n${text}`)
}
