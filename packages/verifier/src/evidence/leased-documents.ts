import {
  encodeHex,
  ok,
  type Ports,
  type ReasonCode,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import {
  EVIDENCE_SCOPES_MAX,
  EVIDENCE_SCOPES_PER_ISSUER_MAX,
  REFETCH_JITTER_EIGHTHS,
  REFETCH_LEASE_EIGHTHS,
  REFETCH_MS_MIN,
} from '../limits.ts'
import { decideReplacement, type Head, type OfferedHead } from '../model/decide-replacement.ts'
import type { Gathered } from '../model/decision-input.ts'
import { type Instant, isFromFuture } from '../model/lease.ts'
import { outageOrThrow } from '../model/outage.ts'

/** A signed document with a lease and a sequence, opened: checked and decoded once. */
export type LeasedDocument = OfferedHead

export interface Held<D> {
  readonly document: D
  readonly source: SourceDocument
  readonly observedAtMs: number
}

/** A document as it was retrieved, for whoever wants to keep what a decision rests on. */
export interface SourceDocument {
  /** SHA-256, hex. */
  readonly hash: string
  readonly bytes: Uint8Array
}

/** What a decision takes of a document, and the document. */
export interface Sourced<E> {
  readonly gathered: Gathered<E>
  readonly source?: SourceDocument
  readonly head?: UsedHead
}

/** Which state of a scope a decision rests on. */
export interface UsedHead {
  readonly scope: string
  readonly seq: number
}

/** What a caller wants of one scope. */
export interface Demand<D> {
  /** Names the scope within its kind; the sequence is per scope. */
  readonly scope: string
  /** What the scopes of one publisher begin with, and no other's. */
  readonly publisher: string
  readonly url: string
  /** Checks everything about the document but its place in the sequence, and decodes it. */
  open(bytes: Uint8Array): Result<D, Reasoned>
  /** Says whether the held document will do; else a newer one is sought. */
  isEnough(document: D): boolean
  /** Reading of the monotonic clock after which the caller waits no longer. */
  readonly deadlineMs: number
}

/**
 * The newest document known, good enough or not, and why the last look for a newer one failed, if it did. `deadline_passed`: it had not ended
 * by the caller's deadline, so that nobody can say whether there is a newer one; no other failure is of the caller's making. `clock_unsafe`: the
 * scope has shown a time that our clock cannot have reached, so that nothing held may be answered from.
 */
export interface Obtained<D> {
  readonly held?: Held<D>
  readonly failure?: ReasonCode
}

export interface LeasedDocuments<D> {
  /**
   * Gives the newest document of a scope. Retrieves one only when the held one is not enough, once for all callers that wait for it and at
   * most once in REFETCH_MS_MIN. A newer document is durable before anybody gets it, and an older one is never taken, also after a restart.
   */
  obtain(demand: Demand<D>): Promise<Obtained<D>>
  /** Goes by what the store has of the scope, from the next demand on. */
  reload(scope: string): void
  /** Retrieves again what was used and has come into the second half of its lease: ahead of expiry, jittered. */
  refreshDue(): Promise<void>
}

export interface LeasedDocumentsOptions {
  readonly ports: Ports
  readonly kind: 'status' | 'accreditation'
  readonly maxBytes: number
  /** For one retrieval; milliseconds. */
  readonly fetchMs: number
  readonly clockBoundMs: number
  /** Documents held decoded; the least recently used goes first and is read back from the store. */
  readonly heldMax: number
}

interface Entry<D> {
  demand: Demand<D>
  loading: Promise<void> | undefined
  flight: Promise<void> | undefined
  held: Held<D> | undefined
  newest: Head | undefined
  failure: ReasonCode | undefined
  /**
   * When a genuine document was signed that was refused for being from the future. Until our clock agrees, nothing of the scope is answered
   * from; then a newer document is sought before anything held is enough.
   */
  aheadMs: number | undefined
  /** Reading of the monotonic clock before which nothing is retrieved again. */
  nextTryMs: number
  /** Wall time from which the held document is fetched again. */
  refetchAtMs: number
}

/** Makes the durable cache of one kind of leased document. */
export function createLeasedDocuments<D extends LeasedDocument>(
  options: LeasedDocumentsOptions,
): LeasedDocuments<D> {
  const { kind, maxBytes, fetchMs, clockBoundMs, heldMax } = options
  const { clock, random, store, timers, transport } = options.ports
  // Least recently used first.
  const entries = new Map<string, Entry<D>>()

  function entryOf(demand: Demand<D>): Entry<D> {
    const entry = entries.get(demand.scope) ?? newEntry(demand)
    entry.demand = demand
    entries.delete(demand.scope)
    entries.set(demand.scope, entry)
    for (const [scope, candidate] of entries) {
      if (entries.size <= heldMax) break
      if (candidate.flight === undefined && candidate !== entry) entries.delete(scope)
    }
    return entry
  }

  async function obtain(demand: Demand<D>): Promise<Obtained<D>> {
    const entry = entryOf(demand)
    entry.loading ??= load(entry).catch((fault: unknown) => {
      entry.loading = undefined
      throw fault
    })
    await entry.loading
    const isEnough =
      entry.aheadMs === undefined &&
      entry.held !== undefined &&
      demand.isEnough(entry.held.document)
    const isAnswered = isEnough || (await refreshWithin(entry, demand.deadlineMs))
    const { held } = entry
    const failure = isAnswered ? failureOf(entry) : 'deadline_passed'
    return { ...(held && { held }), ...(failure && { failure }) }
  }

  /** Whether our clock is behind what a genuine document of the scope has shown (S12). */
  function isClockUnsafe({ aheadMs }: Entry<D>): boolean {
    return aheadMs !== undefined && isFromFuture({ issuedAtMs: aheadMs }, instant())
  }

  function failureOf(entry: Entry<D>): ReasonCode | undefined {
    if (isClockUnsafe(entry)) return 'clock_unsafe'
    return entry.failure === 'clock_unsafe' ? 'status_unavailable' : entry.failure
  }

  /** Whether the source has had its say, now or less than REFETCH_MS_MIN ago, before the deadline. */
  async function refreshWithin(entry: Entry<D>, deadlineMs: number): Promise<boolean> {
    const nowMs = clock.monotonicMs()
    if (entry.flight === undefined && nowMs < entry.nextTryMs) return true
    if (deadlineMs <= nowMs) return false
    const given = new AbortController()
    const isAnswered = await Promise.race([
      refresh(entry).then(() => true),
      timers.sleep(deadlineMs - nowMs, given.signal).then(() => false),
    ])
    given.abort()
    return isAnswered
  }

  /** One flight per scope. It goes on when a caller's deadline has passed: others may still wait, and the next caller profits. */
  function refresh(entry: Entry<D>): Promise<void> {
    entry.flight ??= fetchNewer(entry).finally(() => {
      entry.flight = undefined
      entry.nextTryMs = clock.monotonicMs() + REFETCH_MS_MIN
    })
    return entry.flight
  }

  async function fetchNewer(entry: Entry<D>): Promise<void> {
    const { url, open } = entry.demand
    const retrieved = await transport.retrieve(url, { timeoutMs: fetchMs, maxBytes })
    const taken = retrieved.ok
      ? await take(entry, retrieved.value, open(retrieved.value)).catch((fault: unknown) =>
          refuse(outageOrThrow(fault)),
        )
      : refuse('status_unavailable')
    entry.failure = taken.ok ? undefined : taken.error.code
  }

  async function take(
    entry: Entry<D>,
    bytes: Uint8Array,
    opened: Result<D, Reasoned>,
  ): Promise<Result<void, Reasoned>> {
    if (!opened.ok) return opened
    const document = opened.value
    const decided = decideReplacement(document, entry.newest, instant())
    if (!decided.ok) {
      if (decided.error.code === 'clock_unsafe') entry.aheadMs = document.issuedAtMs
      return decided
    }
    const held = { document, source: sourceOf(bytes), observedAtMs: clock.nowMs() }
    if (decided.value === 'newer') {
      const kept = await store.transact(`keep-${kind}`, (tx) => keep(tx, entry.demand, held))
      if (!kept.ok) {
        // Another process of this verifier has stored another one meanwhile: that is the one to go by.
        await load(entry)
        return kept
      }
    }
    hold(entry, held)
    if (!isClockUnsafe(entry)) entry.aheadMs = undefined
    return ok(undefined)
  }

  async function keep(
    tx: Tx,
    { scope, publisher }: Demand<D>,
    { document, source, observedAtMs }: Held<D>,
  ): Promise<Result<void, Reasoned>> {
    const stored = await readStored(tx, scope)
    if (stored === undefined) {
      if (await isFull(tx, publisher)) return refuse('status_unavailable', 'too many scopes')
    } else {
      // What another process has stored counts like what we hold.
      const decided = decideReplacement(document, headOf(stored), instant())
      if (!decided.ok) return decided
    }
    const { seq, root, issuedAtMs } = document
    await tx.run('DELETE FROM evidence_head WHERE kind = ? AND scope = ?', [kind, scope])
    await tx.run(
      'INSERT INTO evidence_head (kind, scope, seq, root, issued_at_ms, document, observed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [kind, scope, seq, root, issuedAtMs, source.bytes, observedAtMs],
    )
    return ok(undefined)
  }

  async function isFull(tx: Tx, publisher: string): Promise<boolean> {
    const all = await tx.get('SELECT count(*) AS n FROM evidence_head')
    const own = await tx.get(
      'SELECT count(*) AS n FROM evidence_head WHERE kind = ? AND substr(scope, 1, ?) = ?',
      [kind, [...publisher].length, publisher],
    )
    return Number(all?.n) >= EVIDENCE_SCOPES_MAX || Number(own?.n) >= EVIDENCE_SCOPES_PER_ISSUER_MAX
  }

  /** After a restart: the stored document if it still opens, and in any case its place in the sequence. */
  async function load(entry: Entry<D>): Promise<void> {
    const { scope, open } = entry.demand
    const row = await store.read(`load-${kind}`, (tx) => readStored(tx, scope))
    if (!(row?.document instanceof Uint8Array)) return
    const opened = open(row.document)
    if (!opened.ok) entry.newest = headOf(row)
    else {
      const observedAtMs = Number(row.observed_at_ms)
      hold(entry, { document: opened.value, source: sourceOf(row.document), observedAtMs })
    }
  }

  function readStored(tx: Pick<Tx, 'get'>, scope: string): Promise<Row | undefined> {
    return tx.get(
      'SELECT seq, root, issued_at_ms, document, observed_at_ms FROM evidence_head WHERE kind = ? AND scope = ?',
      [kind, scope],
    )
  }

  function hold(entry: Entry<D>, held: Held<D>): void {
    entry.held = held
    entry.newest = held.document
    const { issuedAtMs, expiresAtMs } = held.document
    const eighth = Math.max(1, Math.floor((expiresAtMs - issuedAtMs) / 8))
    entry.refetchAtMs =
      issuedAtMs + eighth * REFETCH_LEASE_EIGHTHS + random.below(eighth * REFETCH_JITTER_EIGHTHS)
  }

  async function refreshDue(): Promise<void> {
    const due = [...entries.values()].filter(
      (entry) =>
        entry.held !== undefined &&
        clock.nowMs() >= entry.refetchAtMs &&
        clock.monotonicMs() >= entry.nextTryMs,
    )
    await Promise.all(due.map(refresh))
  }

  function reload(scope: string): void {
    const entry = entries.get(scope)
    if (entry !== undefined) entry.loading = undefined
  }

  function instant(): Instant {
    return { nowMs: clock.nowMs(), clockBoundMs }
  }

  return { obtain, reload, refreshDue }
}

function sourceOf(bytes: Uint8Array): SourceDocument {
  return { hash: encodeHex(sha256(bytes)), bytes }
}

function newEntry<D>(demand: Demand<D>): Entry<D> {
  return {
    demand,
    loading: undefined,
    flight: undefined,
    held: undefined,
    newest: undefined,
    failure: undefined,
    aheadMs: undefined,
    nextTryMs: Number.NEGATIVE_INFINITY,
    refetchAtMs: Number.POSITIVE_INFINITY,
  }
}

function headOf(row: Row): Head {
  return { seq: Number(row.seq), root: String(row.root), issuedAtMs: Number(row.issued_at_ms) }
}
