import {
  ACCREDITATIONS_SCOPE,
  type AccreditationListPayload,
  brandId,
  canonicalJson,
  cosign,
  createNoteKey,
  createSeededSigner,
  decodeUtf8,
  encodeUtf8,
  formatCheckpoint,
  formatNote,
  hashLeafText,
  headProofPath,
  importPublicJwk,
  type LogLeaf,
  leafText,
  type NoteKey,
  type PartyId,
  parseJws,
  type Signer,
  sha256Text,
  signNote,
  unwrap,
} from '@evenkeel/kernel'
import type { VerifierConfig } from '../../src/index.ts'
import { NETWORK_URL, STATUS_URI } from './test-world.ts'

const signerOf = (fill: number): Signer =>
  createSeededSigner('EdDSA', new Uint8Array(32).fill(fill))
const keyOf = (signer: Signer, name: string, type?: NoteKey['type']): NoteKey =>
  createNoteKey(name, unwrap(importPublicJwk(signer.publicJwk)), type)

const logSigner = signerOf(21)
const logKey = keyOf(logSigner, 'log.evenkeel.example')
const witnessSigners = [22, 23, 24].map(signerOf)
const witnessKeys = witnessSigners.map((signer, n) =>
  keyOf(signer, `witness.example/${n}`, 'cosignature/v1'),
)

export const MERGE_DELAY_MS = 60_000

/** A log with three witnesses, of whom two have to have cosigned. */
export const logSettings: NonNullable<VerifierConfig['log']> = {
  key: logKey,
  witnesses: witnessKeys,
  quorum: 2,
  mergeDelayMs: MERGE_DELAY_MS,
}

/** Where the proof of the issuer's head or the network's list is. */
export function proofUrl(seq: number, scope: string = STATUS_URI): string {
  const actor = brandId<PartyId>(scope === ACCREDITATIONS_SCOPE ? 'network' : 'issuer')
  return `${NETWORK_URL}${headProofPath(scope, seq, actor)}`
}

interface ProofParts {
  /** What the witnesses' clocks show. */
  readonly timesMs: readonly number[]
  readonly leaf?: Partial<LogLeaf>
}

/** The log's answer about a head of the issuer: it is the only leaf. */
export function headProof(
  head: Uint8Array,
  seq: number,
  { timesMs, leaf = {} }: ProofParts,
): Promise<Uint8Array> {
  const compact = decodeUtf8(head)?.split('~')[0] ?? ''
  const bodyHash = sha256Text(compact, 'hex')
  return prove({ kind: 'head', scope: STATUS_URI, seq, actor: 'issuer', bodyHash }, timesMs, leaf)
}

/** The log's answer about an accreditation list. */
export function listProof(list: Uint8Array, timesMs: readonly number[]): Promise<Uint8Array> {
  const { payload } = unwrap(parseJws(list, { maxBytes: 100_000, maxDepth: 8 }))
  const { seq } = payload as unknown as AccreditationListPayload
  const bodyHash = sha256Text(canonicalJson(payload), 'hex')
  const scope = ACCREDITATIONS_SCOPE
  return prove({ kind: 'accreditation', scope, seq, actor: 'network', bodyHash }, timesMs, {})
}

async function prove(
  about: Pick<LogLeaf, 'kind' | 'scope' | 'seq' | 'bodyHash'> & { readonly actor: string },
  timesMs: readonly number[],
  change: Partial<LogLeaf>,
): Promise<Uint8Array> {
  const times = { decidedAtMs: 1, effectiveAtMs: 1 }
  const entry = leafText({
    v: 1,
    ...about,
    actor: brandId<PartyId>(about.actor),
    ...times,
    ...change,
  })
  const root = hashLeafText(entry)
  const text = formatCheckpoint({ origin: logKey.name, size: 1, root, extensions: [] })
  const signatures = [await signNote(text, logKey, logSigner)]
  for (const [n, timeMs] of timesMs.entries()) {
    const [witness, signer] = [witnessKeys[n], witnessSigners[n]]
    if (witness === undefined || signer === undefined) throw new Error('there are three witnesses')
    signatures.push(await cosign(text, { witness, timeS: Math.floor(timeMs / 1_000) }, signer))
  }
  const entries = [{ entry, index: 0, proof: [] }]
  return encodeUtf8(JSON.stringify({ entries, checkpoint: formatNote({ text, signatures }) }))
}
