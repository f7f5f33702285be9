import {
  err,
  HEAD_BYTES_MAX,
  HEAD_TYP,
  type Head,
  isHeadUsable,
  ok,
  type Reasoned,
  type Result,
  readHead,
  refuse,
  STATUS_TOKEN_BYTES_MAX,
  statementHash,
} from '@evenkeel/kernel'
import type { NetworkDeps } from '../commands/network-deps.ts'
import {
  RELAY_BYTES_MAX,
  RELAY_FAILURES_MAX,
  RELAY_FETCH_MS,
  RELAY_FLIGHTS_MAX,
  RELAY_FLIGHTS_PER_PUBLISHER_MAX,
  RELAY_FRESH_MS,
  RELAY_REFETCH_MS_MIN,
} from '../limits.ts'
import { createAccreditedPublishers, isSignedBy } from './accredited-publishers.ts'
import { type HeadAddress, parseHeadAddress } from './head-address.ts'
import { createHeadCopies } from './head-copies.ts'
import { addCounts, admitHead, listCounts, type RelayCount, readNewest } from './relayed-heads.ts'

/**
 * Hands out the heads of accredited issuers, so that an issuer does not learn who verifies (DESIGN §5). It knows how often each was asked for
 * and not by whom.
 */
export interface Relay {
  /**
   * Returns the head at a URL with its list: the copy that is held while it is fresh, else what the publisher gives, and when that is out of
   * reach the copy to the end of its lease. Never an older one than was handed out before. Reasons: relay_not_allowed for a URL that is no head
   * of an accredited issuer; status_unavailable, queue_full; for what a publisher gives those of `readHead` and `admitHead`,
   * signature_invalid, status_stale.
   */
  fetch(url: string): Promise<Result<Uint8Array, Reasoned>>
  /** How often the last heads of the scope were handed out, newest first. Reason: relay_not_allowed. */
  counts(url: string): Promise<Result<readonly RelayCount[], Reasoned>>
  /** Makes the counts durable. */
  flush(): Promise<void>
}

interface Copy {
  readonly head: Head
  readonly bytes: Uint8Array
  /** On the monotonic clock. */
  readonly fetchedMs: number
  /** How young a head was asked for when it was fetched. */
  readonly maxAgeS: number
}

/** A question to a publisher that is not answered yet. */
interface Flight {
  readonly publisher: string
  readonly answer: Promise<Result<Copy, Reasoned>>
}

/** The address of a head of an accredited publisher. */
interface AllowedAddress extends HeadAddress {
  readonly publisher: string
}

export function createRelay(deps: NetworkDeps): Relay {
  const { store, clock, transport } = deps.context.ports
  const publishers = createAccreditedPublishers(deps)
  const copies = createHeadCopies<Copy>(RELAY_BYTES_MAX)
  const flights = new Map<string, Flight>()
  // What could not be had lately, in the order of time; on the monotonic clock.
  const failures = new Map<string, { readonly error: Reasoned; readonly atMs: number }>()
  const counts = new Map<string, RelayCount & { readonly scope: string }>()

  async function fetch(url: string): Promise<Result<Uint8Array, Reasoned>> {
    const address = await allow(url)
    if (!address.ok) return address
    const { scope, maxAgeS } = address.value
    const copy = await newestCopy(scope)
    if (copy !== undefined && isFresh(copy, maxAgeS)) return handOut(copy)
    const fetched = await refresh(address.value)
    if (fetched.ok) return handOut(fetched.value)
    // An online proof is never replaced by an older head: the reader is told that there is none.
    const last = maxAgeS === undefined ? await newestCopy(scope) : undefined
    return last !== undefined && isUsable(last) ? handOut(last) : fetched
  }

  /** The copy that is held, unless another process has handed a newer one out. */
  async function newestCopy(scope: string): Promise<Copy | undefined> {
    const newest = await readNewest(store, scope)
    const copy = copies.get(scope)
    return copy !== undefined && copy.head.seq >= (newest?.seq ?? 0) ? copy : undefined
  }

  async function allow(url: string): Promise<Result<AllowedAddress, Reasoned>> {
    const address = parseHeadAddress(url)
    const publisher = address && (await publishers.find(url))
    return publisher ? ok({ ...address, publisher: publisher.base }) : refuse('relay_not_allowed')
  }

  function isUsable({ head }: Copy): boolean {
    return isHeadUsable(head, clock.nowMs(), head.rule.clockBoundMs)
  }

  function isFresh(copy: Copy, maxAgeS: number | undefined): boolean {
    if (!isUsable(copy)) return false
    const { head, fetchedMs } = copy
    const { clockBoundMs, periodMs } = head.rule
    const heldMs = clock.monotonicMs() - fetchedMs
    if (maxAgeS === undefined) return heldMs < Math.min(RELAY_FRESH_MS, periodMs)
    const isYoung = clock.nowMs() + clockBoundMs - head.iat * 1_000 <= maxAgeS * 1_000
    // Nothing younger is to be had within the second in which the publisher was asked for the same.
    return isYoung || (copy.maxAgeS <= maxAgeS && heldMs < RELAY_REFETCH_MS_MIN)
  }

  /** One flight per URL, however many ask; one a second when it brings nothing. */
  async function refresh(address: AllowedAddress): Promise<Result<Copy, Reasoned>> {
    const { url, publisher } = address
    const flying = flights.get(url)
    if (flying !== undefined) return flying.answer
    const failed = failures.get(url)
    if (failed !== undefined && clock.monotonicMs() - failed.atMs < RELAY_REFETCH_MS_MIN) {
      return err(failed.error)
    }
    const own = [...flights.values()].filter((flight) => flight.publisher === publisher).length
    if (flights.size >= RELAY_FLIGHTS_MAX || own >= RELAY_FLIGHTS_PER_PUBLISHER_MAX) {
      return refuse('queue_full')
    }
    const answer = retrieve(address).finally(() => flights.delete(url))
    flights.set(url, { publisher, answer })
    const answered = await answer
    if (!answered.ok) noteFailure(url, answered.error)
    return answered
  }

  function noteFailure(url: string, error: Reasoned): void {
    failures.delete(url)
    failures.set(url, { error, atMs: clock.monotonicMs() })
    for (const oldest of failures.keys()) {
      if (failures.size <= RELAY_FAILURES_MAX) break
      failures.delete(oldest)
    }
  }

  async function retrieve({
    url,
    scope,
    maxAgeS,
    publisher,
  }: AllowedAddress): Promise<Result<Copy, Reasoned>> {
    const retrieved = await transport.retrieve(url, {
      timeoutMs: RELAY_FETCH_MS,
      maxBytes: STATUS_TOKEN_BYTES_MAX + HEAD_BYTES_MAX,
    })
    if (!retrieved.ok) return refuse('status_unavailable', retrieved.error.code)
    const bytes = retrieved.value
    const read = readHead(bytes, scope)
    if (!read.ok) return read
    const { head, jws } = read.value
    // A head is signed, so that no relay need be trusted; it is checked all the same, so that what is not one cannot stay here.
    const { keys = [] } = (await publishers.find(url)) ?? {}
    if (!isSignedBy(jws, keys, HEAD_TYP)) return refuse('signature_invalid')
    const fetchedMs = clock.monotonicMs()
    const copy = { head, bytes, fetchedMs, maxAgeS: maxAgeS ?? Number.POSITIVE_INFINITY }
    if (!isUsable(copy)) return refuse('status_stale')
    const { seq, exp } = head
    const admitted = await admitHead(deps, {
      scope,
      publisher,
      seq,
      exp,
      hash: statementHash(jws),
    })
    if (!admitted.ok) return admitted
    copies.put(scope, copy)
    return ok(copy)
  }

  function handOut(copy: Copy): Result<Uint8Array, Reasoned> {
    const { scope, seq } = copy.head
    const key = `${seq} ${scope}`
    counts.set(key, { scope, seq, fetched: (counts.get(key)?.fetched ?? 0) + 1 })
    return ok(copy.bytes)
  }

  async function flush(): Promise<void> {
    const counted = [...counts.values()]
    counts.clear()
    await addCounts(store, counted)
  }

  return {
    fetch,
    async counts(url) {
      const address = await allow(url)
      if (!address.ok) return address
      const { scope } = address.value
      const stored = await listCounts(store, scope)
      const sinceFlush = (seq: number): number => counts.get(`${seq} ${scope}`)?.fetched ?? 0
      return ok(stored.map(({ seq, fetched }) => ({ seq, fetched: fetched + sinceFlush(seq) })))
    },
    flush,
  }
}
