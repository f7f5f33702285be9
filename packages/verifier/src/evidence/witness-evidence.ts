import {
  brandId,
  checkHeadProof,
  HEAD_PROOF_BYTES_MAX,
  type HeadProof,
  headProofPath,
  type PartyContext,
  type PartyId,
  type Row,
  type Tx,
} from '@evenkeel/kernel'
import type { LogSettings, Settings } from '../config.ts'
import {
  HEAD_REMEMBERED_MS,
  PROOF_RETRY_AGE_SHARE,
  PROOF_RETRY_MS_MIN,
  PROOFS_PER_SCOPE,
  SCOPES_PROVEN_AT_A_TIME,
  UNPROVEN_HEADS_MAX,
  UNPROVEN_HEADS_PER_SCOPE_MAX,
  UNPROVEN_HEADS_RESERVED,
  UNPROVEN_KEPT_MS,
} from '../limits.ts'
import type { ProofState } from '../model/decision-input.ts'
import { type Instant, isFromFuture } from '../model/lease.ts'
import { outageOrThrow } from '../model/outage.ts'

/** Which state of which scope, and how the log knows it. */
export interface TrackedHead {
  /** Kind and scope as the evidence cache has them. */
  readonly kind: string
  readonly scope: string
  readonly seq: number
  readonly issuedAtMs: number
  readonly logged: LoggedAs
}

/** The leaf that a head has. */
export interface LoggedAs {
  readonly scope: string
  readonly actor: PartyId
  /** Hex. */
  readonly bodyHash: string
}

/** The log's proofs of the heads that were taken: found in the background, never while a decision waits. */
export interface HeadProofs {
  /** Reads what the store knows, once. Before it nothing is known. */
  load(): Promise<void>
  /** Remembers that a head was taken, in the transaction that takes it: its proof is sought from now on, also when a newer head replaces it. */
  track(tx: Tx, head: TrackedHead): Promise<void>
  /** Of a head that is used, and of those used before it. */
  stateOf(kind: string, scope: string, seq: number): ProofState
  /** The newest head of a scope that the log has shown. */
  provenSeq(kind: string, scope: string): number | undefined
  /** Whether witnesses have shown a time that our clock cannot have reached: then it is wrong, whoever's list is asked about (S12). */
  isClockUnsafe(): Promise<boolean>
  /** Looks for the proofs that are due; each again, at growing intervals, until the log shows it or UNPROVEN_KEPT_MS are over. */
  proveDue(): Promise<void>
}

interface KnownHead extends TrackedHead {
  readonly witnessedAtMs: number | undefined
  /** An operator was told that the merge delay is over. */
  readonly isReported: boolean
}

/** Makes the keeper of head proofs for the log that the verifier is configured to ask. */
export function createHeadProofs(
  { ports, recordEvents }: PartyContext,
  { networkUrl, clockBoundMs, fetchMs }: Settings,
  log: LogSettings,
): HeadProofs {
  const { clock, random, store, transport } = ports
  let loading: Promise<void> | undefined
  let known: ReadonlyMap<string, readonly KnownHead[]> = new Map()
  let newestTimeMs = 0
  let turn = 0
  // By head: reading of the monotonic clock before which its proof is not sought again.
  const nextTryMs = new Map<string, number>()

  async function reload(): Promise<void> {
    const [heads, time] = await store.read('head-proofs', async (tx) => [
      await tx.all(
        'SELECT kind, scope, seq, log_scope, actor, body_hash, issued_at_ms, witnessed_at_ms, reported FROM head_proof ORDER BY kind, scope, seq',
      ),
      await tx.get('SELECT at_ms FROM witnessed_time WHERE origin = ?', [log.key.name]),
    ])
    known = Map.groupBy(heads.map(knownHeadOf), ({ kind, scope }) => scopeKey(kind, scope))
    newestTimeMs = Number(time?.at_ms ?? 0)
  }

  function load(): Promise<void> {
    loading ??= reload().catch((fault: unknown) => {
      loading = undefined
      throw fault
    })
    return loading
  }

  async function track(tx: Tx, head: TrackedHead): Promise<void> {
    const { kind, scope, seq, issuedAtMs, logged } = head
    if (await isFull(tx, head)) return
    await tx.insertMany({
      table: 'head_proof',
      columns: ['kind', 'scope', 'seq', 'log_scope', 'actor', 'body_hash', 'issued_at_ms'],
      rows: [[kind, scope, seq, logged.scope, logged.actor, logged.bodyHash, issuedAtMs]],
      onConflict: 'ignore',
    })
  }

  /** What is over the limit is unwitnessed by itself once the merge delay is over, and so are the many before it. */
  async function isFull(tx: Tx, { kind, scope }: TrackedHead): Promise<boolean> {
    const all = await tx.get('SELECT count(*) AS n FROM head_proof')
    const own = await tx.get('SELECT count(*) AS n FROM head_proof WHERE kind = ? AND scope = ?', [
      kind,
      scope,
    ])
    const ownCount = Number(own?.n)
    if (ownCount < UNPROVEN_HEADS_RESERVED) return false
    return ownCount >= UNPROVEN_HEADS_PER_SCOPE_MAX || Number(all?.n) >= UNPROVEN_HEADS_MAX
  }

  function headsOf(kind: string, scope: string): readonly KnownHead[] {
    return known.get(scopeKey(kind, scope)) ?? []
  }

  async function proveDue(): Promise<void> {
    await reload()
    const heads = [...known.values()].flat()
    // No lease can be left of what is so old.
    const oldestMs = clock.nowMs() - HEAD_REMEMBERED_MS
    if (heads.some(({ issuedAtMs }) => issuedAtMs < oldestMs)) {
      await store.transact('forget-proofs', async (tx) => {
        await tx.run('DELETE FROM head_proof WHERE issued_at_ms < ?', [oldestMs])
      })
    }
    const unproven = heads.filter((head) => head.witnessedAtMs === undefined)
    const keys = new Set(unproven.map(keyOf))
    for (const key of nextTryMs.keys()) if (!keys.has(key)) nextTryMs.delete(key)
    const nowMs = clock.monotonicMs()
    const due = unproven.filter((head) => nowMs >= (nextTryMs.get(keyOf(head)) ?? nowMs))
    if (due.length === 0) return
    await Promise.all(chooseFairly(due).map(prove))
    await reload()
  }

  /** The newest of each scope, and the scopes in turn: a publisher with many unproven heads does not keep those of others waiting. */
  function chooseFairly(due: readonly KnownHead[]): readonly KnownHead[] {
    const scopes = [...Map.groupBy(due, ({ kind, scope }) => scopeKey(kind, scope)).values()]
    const first = turn % scopes.length
    turn += SCOPES_PROVEN_AT_A_TIME
    return [...scopes.slice(first), ...scopes.slice(0, first)]
      .slice(0, SCOPES_PROVEN_AT_A_TIME)
      .flatMap((heads) => heads.slice(-PROOFS_PER_SCOPE))
  }

  async function prove(head: KnownHead): Promise<void> {
    const { seq, logged } = head
    const url = `${networkUrl}${headProofPath(logged.scope, seq, logged.actor)}`
    const limits = { timeoutMs: fetchMs, maxBytes: HEAD_PROOF_BYTES_MAX }
    const retrieved = await transport.retrieve(url, limits)
    const proven = retrieved.ok
      ? checkHeadProof({
          bytes: retrieved.value,
          ...logged,
          seq,
          logKey: log.key,
          witnessKeys: log.witnesses,
          quorum: log.quorum,
        })
      : undefined
    const note = proven?.ok ? notingProof(head, proven.value) : notingAbsence(head)
    await note?.catch(outageOrThrow)
  }

  function notingProof(head: KnownHead, { witnessedAtMs }: HeadProof): Promise<void> {
    const { kind, scope, seq } = head
    nextTryMs.delete(keyOf(head))
    return store.transact('prove-head', async (tx) => {
      await tx.run(
        'UPDATE head_proof SET witnessed_at_ms = ? WHERE kind = ? AND scope = ? AND seq = ?',
        [witnessedAtMs, kind, scope, seq],
      )
      // Of those that the log has shown the newest is enough to know.
      await tx.run(
        'DELETE FROM head_proof WHERE kind = ? AND scope = ? AND witnessed_at_ms IS NOT NULL AND seq < (SELECT max(seq) FROM head_proof WHERE kind = ? AND scope = ? AND witnessed_at_ms IS NOT NULL)',
        [kind, scope, kind, scope],
      )
      // A later state that everybody sees ends what two contrary ones left open.
      await tx.run(
        'UPDATE evidence_head SET equivocated_seq = NULL WHERE kind = ? AND scope = ? AND equivocated_seq < ?',
        [kind, scope, seq],
      )
      await noteTime(tx, witnessedAtMs)
    })
  }

  async function noteTime(tx: Tx, atMs: number): Promise<void> {
    const row = await tx.get('SELECT at_ms FROM witnessed_time WHERE origin = ?', [log.key.name])
    if (row !== undefined && Number(row.at_ms) >= atMs) return
    await tx.run('DELETE FROM witnessed_time WHERE origin = ?', [log.key.name])
    await tx.run('INSERT INTO witnessed_time (origin, at_ms) VALUES (?, ?)', [log.key.name, atMs])
    const isNews = isAhead(atMs) && !(row !== undefined && isAhead(Number(row.at_ms)))
    if (!isNews) return
    const behindMs = atMs - clock.nowMs()
    await recordEvents(tx, [
      { event: 'ClockUnsafe', atMs: clock.nowMs(), ids: {}, detail: { behindMs } },
    ])
  }

  /** Undefined while there is nothing to note: the log has until the merge delay is over. */
  function notingAbsence(head: KnownHead): Promise<void> | undefined {
    const { kind, scope, seq, issuedAtMs, isReported } = head
    const ageMs = Math.max(0, clock.nowMs() - issuedAtMs)
    const pauseMs = Math.max(PROOF_RETRY_MS_MIN, Math.floor(ageMs / PROOF_RETRY_AGE_SHARE))
    nextTryMs.set(keyOf(head), clock.monotonicMs() + pauseMs + random.below(pauseMs))
    const isGivenUp = ageMs > UNPROVEN_KEPT_MS
    if (isGivenUp) nextTryMs.delete(keyOf(head))
    const isLate = ageMs > log.mergeDelayMs + 2 * clockBoundMs && !isReported
    if (!isLate && !isGivenUp) return undefined
    return store.transact('miss-head', async (tx) => {
      await tx.run(
        isGivenUp
          ? 'DELETE FROM head_proof WHERE kind = ? AND scope = ? AND seq = ?'
          : 'UPDATE head_proof SET reported = 1 WHERE kind = ? AND scope = ? AND seq = ?',
        [kind, scope, seq],
      )
      if (isReported) return
      await recordEvents(tx, [
        { event: 'HeadUnwitnessed', atMs: clock.nowMs(), ids: {}, detail: { kind, seq, ageMs } },
      ])
    })
  }

  function isAhead(atMs: number): boolean {
    const instant: Instant = { nowMs: clock.nowMs(), clockBoundMs }
    return isFromFuture({ issuedAtMs: atMs }, instant)
  }

  return {
    load,
    track,
    stateOf(kind, scope, seq) {
      const heads = headsOf(kind, scope)
      const used = heads.find((head) => head.seq === seq)
      const oldest = heads.find((head) => head.witnessedAtMs === undefined)
      return {
        ...(used?.witnessedAtMs !== undefined && { witnessedAtMs: used.witnessedAtMs }),
        ...(oldest !== undefined && { unprovenSinceMs: oldest.issuedAtMs }),
      }
    },
    provenSeq: (kind, scope) =>
      headsOf(kind, scope).findLast((head) => head.witnessedAtMs !== undefined)?.seq,
    async isClockUnsafe() {
      await load()
      return isAhead(newestTimeMs)
    },
    proveDue,
  }
}

function knownHeadOf(row: Row): KnownHead {
  return {
    kind: String(row.kind),
    scope: String(row.scope),
    seq: Number(row.seq),
    issuedAtMs: Number(row.issued_at_ms),
    logged: {
      scope: String(row.log_scope),
      actor: brandId<PartyId>(String(row.actor)),
      bodyHash: String(row.body_hash),
    },
    witnessedAtMs: row.witnessed_at_ms === null ? undefined : Number(row.witnessed_at_ms),
    isReported: Number(row.reported) === 1,
  }
}

function scopeKey(kind: string, scope: string): string {
  return `${kind} ${scope}`
}

function keyOf({ kind, scope, seq }: TrackedHead): string {
  return `${seq} ${scopeKey(kind, scope)}`
}
