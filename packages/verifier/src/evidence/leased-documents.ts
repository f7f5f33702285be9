import {
  encodeHex,
  ok,
  type PartyContext,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
  sha256,
} from '@evenkeel/kernel'
import { REFETCH_JITTER_EIGHTHS, REFETCH_LEASE_EIGHTHS, REFETCH_MS_MIN } from '../limits.ts'
import { decideReplacement, type Head, type OfferedHead } from '../model/decide-replacement.ts'
import type { Gathered, ProofState } from '../model/decision-input.ts'
import { type Instant, isFromFuture } from '../model/lease.ts'
import { outageOrThrow } from '../model/outage.ts'
import { createEvidenceStore, type EvidenceKind, type ScopeName } from './evidence-store.ts'
import type { HeadProofs, LoggedAs } from './witness-evidence.ts'

/** A signed document with a lease and a sequence, opened: checked and decoded once. */
export interface LeasedDocument extends OfferedHead {
  /** The leaf that the log has for it; absent for plain lists, which no log has. */
  readonly logged?: LoggedAs
}

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
export interface Demand<D> extends ScopeName {
  readonly url: string
  /** Where to look instead when the held document, good as it is, shows that only one made on demand will do. */
  freshUrl?(held: D): string | undefined
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
 * scope has shown a time that our clock cannot have reached, so that nothing held may be answered from. `status_equivocation`: its publisher
 * has said two things of one state, and nothing is given until a later state has settled it.
 */
export interface Obtained<D> {
  readonly held?: Held<D>
  /** How far the log vouches for it. */
  readonly proof?: ProofState
  readonly failure?: ReasonCode
}

export interface LeasedDocuments<D> {
  /**
   * Gives the newest document of a scope. Retrieves one only when the held one is not enough, once for all callers that wait for it and at
   * most once in REFETCH_MS_MIN; one made on demand may follow at once. A newer document is durable before anybody gets it, and an older one is never taken, also after a restart.
   */
  obtain(demand: Demand<D>): Promise<Obtained<D>>
  /** Goes by what the store has of the scope, from the next demand on. */
  reload(scope: string): void
  /** Retrieves again what was used and has come into the second half of its lease: ahead of expiry, jittered. */
  refreshDue(): Promise<void>
}

export interface LeasedDocumentsOptions {
  readonly context: Pick<PartyContext, 'ports' | 'recordEvents'>
  readonly kind: EvidenceKind
  /** Absent when no log is asked. */
  readonly proofs: HeadProofs | undefined
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
  /** The seq of two contrary documents: nothing of the scope is answered from until a later one settles it. */
  equivocatedSeq: number | undefined
  /** Reading of the monotonic clock before which nothing is retrieved again. */
  nextTryMs: number
  /** Whether the last one was looked for where it is made on demand. */
  wasFresh: boolean
  /** Wall time from which the held document is fetched again. */
  refetchAtMs: number
}

/** Makes the durable cache of one kind of leased document. */
export function createLeasedDocuments<D extends LeasedDocument>(
  options: LeasedDocumentsOptions,
): LeasedDocuments<D> {
  const { context, kind, maxBytes, proofs, fetchMs, clockBoundMs, heldMax } = options
  const { clock, random, timers, transport } = context.ports
  const store = createEvidenceStore(context, kind, proofs)
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
    const isEnough = () =>
      entry.aheadMs === undefined &&
      !isWithheld(entry) &&
      entry.held !== undefined &&
      demand.isEnough(entry.held.document)
    let isAnswered = true
    // What the first look brings may show that only a fresh one will do.
    for (let look = 0; look < 2 && isAnswered && !isEnough(); look += 1) {
      isAnswered = await refreshWithin(entry, demand)
    }
    const failure = isAnswered ? failureOf(entry) : 'deadline_passed'
    // With `clock_unsafe` nothing is answered from what is held; a deadline that hides it must not change that.
    const isHidden = failure === 'deadline_passed' && isClockUnsafe(entry)
    const held = isHidden || isWithheld(entry) ? undefined : entry.held
    const proof = held && proofs?.stateOf(kind, demand.scope, held.document.seq)
    return { ...(held && { held }), ...(proof && { proof }), ...(failure && { failure }) }
  }

  /** Whether two contrary documents were seen and no later one yet that everybody sees; where no log is asked or has it, any later one. */
  function isWithheld({ demand, equivocatedSeq, held }: Entry<D>): boolean {
    if (equivocatedSeq === undefined) return false
    const hasProof = proofs !== undefined && held?.document.logged !== undefined
    const settledSeq = hasProof ? proofs.provenSeq(kind, demand.scope) : held?.document.seq
    return settledSeq === undefined || settledSeq <= equivocatedSeq
  }

  /** Whether our clock is behind what a genuine document of the scope has shown (S12). */
  function isClockUnsafe({ aheadMs }: Entry<D>): boolean {
    return aheadMs !== undefined && isFromFuture({ issuedAtMs: aheadMs }, instant())
  }

  function failureOf(entry: Entry<D>): ReasonCode | undefined {
    if (isClockUnsafe(entry)) return 'clock_unsafe'
    if (isWithheld(entry)) return 'status_equivocation'
    return entry.failure === 'clock_unsafe' ? 'status_unavailable' : entry.failure
  }

  /** Whether the source has had its say, now or less than REFETCH_MS_MIN ago, before the deadline. */
  async function refreshWithin(
    entry: Entry<D>,
    { url, freshUrl, deadlineMs }: Demand<D>,
  ): Promise<boolean> {
    const nowMs = clock.monotonicMs()
    const fresh = entry.held && freshUrl?.(entry.held.document)
    const isTried = nowMs < entry.nextTryMs && (fresh === undefined || entry.wasFresh)
    if (entry.flight === undefined && isTried) return true
    if (deadlineMs <= nowMs) return false
    const given = new AbortController()
    const isAnswered = await Promise.race([
      refresh(entry, { url: fresh ?? url, isFresh: fresh !== undefined }).then(() => true),
      timers.sleep(deadlineMs - nowMs, given.signal).then(() => false),
    ])
    given.abort()
    return isAnswered
  }

  /** One flight per scope. It goes on when a caller's deadline has passed: others may still wait, and the next caller profits. */
  function refresh(
    entry: Entry<D>,
    { url, isFresh }: { readonly url: string; readonly isFresh: boolean },
  ): Promise<void> {
    entry.flight ??= fetchNewer(entry, url).finally(() => {
      entry.flight = undefined
      entry.wasFresh = isFresh
      entry.nextTryMs = clock.monotonicMs() + REFETCH_MS_MIN
    })
    return entry.flight
  }

  async function fetchNewer(entry: Entry<D>, url: string): Promise<void> {
    const { open } = entry.demand
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
    const held = { document, source: sourceOf(bytes), observedAtMs: clock.nowMs() }
    const decided = decideReplacement(document, entry.newest, instant())
    if (!decided.ok) {
      await mark(entry, held, decided.error.code)
      return decided
    }
    if (decided.value === 'newer') {
      const aheadMs = isClockUnsafe(entry) ? entry.aheadMs : undefined
      const kept = await store.keep(entry.demand, { ...held, bytes, aheadMs }, instant())
      if (!kept.ok) {
        // Another process of this verifier has stored another one meanwhile: that is the one to go by.
        await load(entry)
        await mark(entry, held, kept.error.code)
        return kept
      }
      entry.equivocatedSeq = kept.value
    }
    hold(entry, decided.value === 'same' ? fuller(entry.held, held) : held)
    if (!isClockUnsafe(entry)) entry.aheadMs = undefined
    return ok(undefined)
  }

  /** What a refused document says of our clock or its publisher counts also after a restart. */
  async function mark(entry: Entry<D>, refused: Held<D>, code: ReasonCode): Promise<void> {
    const { demand } = entry
    const { seq, issuedAtMs } = refused.document
    if (code === 'clock_unsafe') {
      entry.aheadMs = issuedAtMs
      await store.markAhead(demand.scope, issuedAtMs)
    }
    if (code === 'status_equivocation') {
      entry.equivocatedSeq = seq
      await store.markEquivocation(demand, seq, refused.source.bytes)
    }
  }

  /** After a restart: the stored document if it still opens, and in any case its place in the sequence. */
  async function load(entry: Entry<D>): Promise<void> {
    const { scope, open } = entry.demand
    await proofs?.load()
    const stored = await store.read(scope)
    if (stored === undefined) return
    const { head, bytes, observedAtMs, aheadMs, equivocatedSeq } = stored
    entry.aheadMs = aheadMs ?? entry.aheadMs
    entry.equivocatedSeq = equivocatedSeq
    const opened = open(bytes)
    if (!opened.ok) entry.newest = head
    else hold(entry, { document: opened.value, source: sourceOf(bytes), observedAtMs })
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
    await Promise.all(due.map((entry) => refresh(entry, { ...entry.demand, isFresh: false })))
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
    equivocatedSeq: undefined,
    nextTryMs: Number.NEGATIVE_INFINITY,
    wasFresh: false,
    refetchAtMs: Number.POSITIVE_INFINITY,
  }
}

/** Of two forms of one state the one that also announces. */
function fuller<D extends LeasedDocument>(held: Held<D> | undefined, offered: Held<D>): Held<D> {
  const isLess = offered.document.hash === undefined && held?.document.hash !== undefined
  return held !== undefined && isLess && held.document.seq === offered.document.seq
    ? { ...held, observedAtMs: offered.observedAtMs }
    : offered
}
