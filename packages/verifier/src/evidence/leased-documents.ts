import {
  ok,
  type Ports,
  type ReasonCode,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import {
  EVIDENCE_SCOPES_MAX,
  REFETCH_JITTER_EIGHTHS,
  REFETCH_LEASE_EIGHTHS,
  REFETCH_MS_MIN,
} from '../limits.ts'
import { decideReplacement, type Head, type OfferedHead } from '../model/decide-replacement.ts'
import type { Instant } from '../model/lease.ts'

/** A signed document with a lease and a sequence, opened: checked and decoded once. */
export type LeasedDocument = OfferedHead

export interface Held<D> {
  readonly document: D
  readonly observedAtMs: number
}

/** What a caller wants of one scope. */
export interface Demand<D> {
  /** Names the scope within its kind; the sequence is per scope. */
  readonly scope: string
  readonly url: string
  /** Checks everything about the document but its place in the sequence, and decodes it. */
  open(bytes: Uint8Array): Result<D, Reasoned>
  /** Says whether the held document will do; else a newer one is sought. */
  isEnough(document: D): boolean
  /** Reading of the monotonic clock after which the caller takes what is there. */
  readonly deadlineMs: number
}

/** The newest document known, good enough or not, and why the last look for a newer one failed, if it did. */
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
    if (entry.held === undefined || !demand.isEnough(entry.held.document)) {
      await refreshWithin(entry, demand.deadlineMs)
    }
    const { held, failure } = entry
    return { ...(held && { held }), ...(failure && { failure }) }
  }

  async function refreshWithin(entry: Entry<D>, deadlineMs: number): Promise<void> {
    const nowMs = clock.monotonicMs()
    if (deadlineMs <= nowMs) return
    if (entry.flight === undefined && nowMs < entry.nextTryMs) return
    const given = new AbortController()
    await Promise.race([refresh(entry), timers.sleep(deadlineMs - nowMs, given.signal)])
    given.abort()
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
      ? await take(entry, retrieved.value, open(retrieved.value))
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
    if (!decided.ok) return decided
    const observedAtMs = clock.nowMs()
    if (decided.value === 'newer') {
      const kept = await store.transact(`keep-${kind}`, (tx) =>
        keep(tx, { scope: entry.demand.scope, head: document, bytes, observedAtMs }),
      )
      if (!kept.ok) return kept
    }
    hold(entry, { document, observedAtMs })
    return ok(undefined)
  }

  /** Another process of this verifier may have stored a newer one meanwhile. */
  async function keep(
    tx: Tx,
    taken: {
      readonly scope: string
      readonly head: Head
      readonly bytes: Uint8Array
      readonly observedAtMs: number
    },
  ): Promise<Result<void, Reasoned>> {
    const { scope, head, bytes, observedAtMs } = taken
    const stored = await readStored(tx, scope)
    if (stored === undefined) {
      const count = await tx.get('SELECT count(*) AS n FROM evidence_head')
      if (Number(count?.n) >= EVIDENCE_SCOPES_MAX)
        return refuse('status_unavailable', 'too many scopes')
    } else if (isBefore(head, headOf(stored))) {
      return refuse('status_rolled_back')
    }
    await tx.run('DELETE FROM evidence_head WHERE kind = ? AND scope = ?', [kind, scope])
    await tx.run(
      'INSERT INTO evidence_head (kind, scope, seq, root, issued_at_ms, document, observed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)',
      [kind, scope, head.seq, head.root, head.issuedAtMs, bytes, observedAtMs],
    )
    return ok(undefined)
  }

  /** After a restart: the stored document if it still opens, and in any case its place in the sequence. */
  async function load(entry: Entry<D>): Promise<void> {
    const { scope, open } = entry.demand
    const row = await store.read(`load-${kind}`, (tx) => readStored(tx, scope))
    if (!(row?.document instanceof Uint8Array)) return
    const opened = open(row.document)
    if (!opened.ok) entry.newest = headOf(row)
    else hold(entry, { document: opened.value, observedAtMs: Number(row.observed_at_ms) })
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

  function instant(): Instant {
    return { nowMs: clock.nowMs(), clockBoundMs }
  }

  return { obtain, refreshDue }
}

function newEntry<D>(demand: Demand<D>): Entry<D> {
  return {
    demand,
    loading: undefined,
    flight: undefined,
    held: undefined,
    newest: undefined,
    failure: undefined,
    nextTryMs: Number.NEGATIVE_INFINITY,
    refetchAtMs: Number.POSITIVE_INFINITY,
  }
}

function headOf(row: Row): Head {
  return { seq: Number(row.seq), root: String(row.root), issuedAtMs: Number(row.issued_at_ms) }
}

function isBefore(head: Head, other: Head): boolean {
  return head.seq < other.seq || (head.seq === other.seq && head.issuedAtMs < other.issuedAtMs)
}
