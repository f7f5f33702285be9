import {
  ok,
  type PartyContext,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import {
  EVIDENCE_SCOPES_MAX,
  EVIDENCE_SCOPES_PER_ISSUER_MAX,
  EVIDENCE_SCOPES_RESERVED,
} from '../limits.ts'
import { decideReplacement, type Head, type OfferedHead } from '../model/decide-replacement.ts'
import type { Instant } from '../model/lease.ts'
import { keepEquivocation } from './equivocations.ts'
import type { HeadProofs, LoggedAs } from './witness-evidence.ts'

/** What kind of documents a cache holds; scopes are told apart within it. */
export type EvidenceKind = 'status' | 'accreditation'

/** A scope, and what the scopes of its publisher begin with, and no other's. */
export interface ScopeName {
  readonly scope: string
  readonly publisher: string
}

/** What the store has of a scope. Times in milliseconds. */
export interface StoredEvidence {
  readonly head: Head
  readonly bytes: Uint8Array
  readonly observedAtMs: number
  /** Shown by a genuine document that our clock could not have reached. */
  readonly aheadMs: number | undefined
  /** The seq for which two contrary documents were seen. */
  readonly equivocatedSeq: number | undefined
}

/** A document to keep. */
export interface NewEvidence extends Pick<StoredEvidence, 'bytes' | 'observedAtMs' | 'aheadMs'> {
  readonly document: OfferedHead & { readonly logged?: LoggedAs }
}

/** The durable part of the cache of one kind: the newest document of each scope. */
export interface EvidenceStore {
  read(scope: string): Promise<StoredEvidence | undefined>
  /**
   * Takes a document over, unless the store has a newer one by now: from another process of this verifier. Gives the `equivocatedSeq` that is left
   * open. Reasons: those of `decideReplacement`, status_unavailable when there are too many scopes.
   */
  keep(
    name: ScopeName,
    evidence: NewEvidence,
    instant: Instant,
  ): Promise<Result<StoredEvidence['equivocatedSeq'], Reasoned>>
  /** Remembers that the clock cannot be trusted for a scope. */
  markAhead(scope: string, aheadMs: number): Promise<void>
  /** Remembers that a document contradicts the one that is kept, and keeps both as the proof. */
  markEquivocation(name: ScopeName, seq: number, bytes: Uint8Array): Promise<void>
}

export function createEvidenceStore(
  { ports: { clock, store }, recordEvents }: Pick<PartyContext, 'ports' | 'recordEvents'>,
  kind: EvidenceKind,
  proofs: HeadProofs | undefined,
): EvidenceStore {
  async function readStored(
    tx: Pick<Tx, 'get'>,
    scope: string,
  ): Promise<StoredEvidence | undefined> {
    const row = await tx.get(
      'SELECT seq, root, hash, issued_at_ms, document, observed_at_ms, ahead_ms, equivocated_seq FROM evidence_head WHERE kind = ? AND scope = ?',
      [kind, scope],
    )
    return row && storedOf(row)
  }

  async function isFull(tx: Tx, { publisher }: ScopeName): Promise<boolean> {
    const all = await tx.get('SELECT count(*) AS n FROM evidence_head')
    const own = await tx.get(
      'SELECT count(*) AS n FROM evidence_head WHERE kind = ? AND substr(scope, 1, ?) = ?',
      [kind, [...publisher].length, publisher],
    )
    const ownCount = Number(own?.n)
    if (ownCount < EVIDENCE_SCOPES_RESERVED) return false
    return ownCount >= EVIDENCE_SCOPES_PER_ISSUER_MAX || Number(all?.n) >= EVIDENCE_SCOPES_MAX
  }

  return {
    read: (scope) => store.read(`load-${kind}`, (tx) => readStored(tx, scope)),
    keep: (name, { document, bytes, observedAtMs, aheadMs }, instant) =>
      store.transact(`keep-${kind}`, async (tx) => {
        const { scope } = name
        const stored = await readStored(tx, scope)
        if (stored === undefined) {
          if (await isFull(tx, name)) return refuse('status_unavailable', 'too many scopes')
        } else {
          // What another process has stored counts like what we hold.
          const decided = decideReplacement(document, stored.head, instant)
          if (!decided.ok) return decided
        }
        const { seq, root, hash, issuedAtMs, logged } = document
        // Where no log is asked or has it, a later state is all that can settle which of two counts.
        const isLogged = proofs !== undefined && logged !== undefined
        const isSettled = !isLogged && seq > (stored?.equivocatedSeq ?? seq)
        const equivocatedSeq = isSettled ? undefined : stored?.equivocatedSeq
        await tx.run('DELETE FROM evidence_head WHERE kind = ? AND scope = ?', [kind, scope])
        await tx.run(
          'INSERT INTO evidence_head (kind, scope, seq, root, hash, issued_at_ms, document, observed_at_ms, ahead_ms, equivocated_seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
          [
            kind,
            scope,
            seq,
            root,
            hash ?? null,
            issuedAtMs,
            bytes,
            observedAtMs,
            aheadMs ?? null,
            equivocatedSeq ?? null,
          ],
        )
        if (logged !== undefined) await proofs?.track(tx, { kind, scope, seq, issuedAtMs, logged })
        return ok(equivocatedSeq)
      }),
    markAhead: (scope, aheadMs) =>
      store.transact(`mark-ahead-${kind}`, async (tx) => {
        await tx.run('UPDATE evidence_head SET ahead_ms = ? WHERE kind = ? AND scope = ?', [
          aheadMs,
          kind,
          scope,
        ])
      }),
    markEquivocation: ({ scope, publisher }, seq, bytes) =>
      store.transact(`mark-equivocation-${kind}`, async (tx) => {
        const stored = await readStored(tx, scope)
        if (stored?.head.seq !== seq) return
        await tx.run('UPDATE evidence_head SET equivocated_seq = ? WHERE kind = ? AND scope = ?', [
          seq,
          kind,
          scope,
        ])
        const found = { kind, scope, seq, detectedAtMs: clock.nowMs(), a: stored.bytes, b: bytes }
        const event = await keepEquivocation(tx, publisher, found)
        if (event !== undefined) await recordEvents(tx, [event])
      }),
  }
}

function storedOf(row: Row): StoredEvidence {
  const optional = (value: Row[string] | undefined) => (value === null ? undefined : Number(value))
  return {
    head: {
      seq: Number(row.seq),
      root: String(row.root),
      ...(row.hash !== null && { hash: String(row.hash) }),
      issuedAtMs: Number(row.issued_at_ms),
    },
    bytes: row.document as Uint8Array,
    observedAtMs: Number(row.observed_at_ms),
    aheadMs: optional(row.ahead_ms),
    equivocatedSeq: optional(row.equivocated_seq),
  }
}
