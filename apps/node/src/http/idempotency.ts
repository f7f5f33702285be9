import {
  assert,
  concatBytes,
  createGroupCommit,
  decodeUtf8,
  encodeBase64url,
  encodeUtf8,
  equalBytes,
  hmacSha256,
  ok,
  openSealed,
  type Ports,
  type Reasoned,
  type Result,
  refuse,
  type SubmitRefusal,
  sealBytes,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import {
  ANSWER_KEPT_MS,
  ANSWERS_SWEPT_MAX,
  IDEMPOTENCY_KEY_CHARS_MAX,
  IDEMPOTENCY_KEY_CHARS_MIN,
} from './limits.ts'
import type { Rendered } from './problem.ts'

/** One request under an idempotency key. */
export interface KeyedRequest {
  readonly operation: string
  /** The value of the Idempotency-Key header. */
  readonly key: string
  /** Id of the caller's API key, or ANONYMOUS. */
  readonly caller: string
  /** The caller's API key; empty for a caller without. */
  readonly secret: string
  /** Everything that makes it the same request: method, path with query, body. */
  readonly content: readonly Uint8Array[]
}

/** The caller without an API key. */
export const ANONYMOUS = 'public'

export interface Idempotency {
  /**
   * Runs the work once per caller, operation and key, and gives a later request with the same content the same answer. Only what was
   * decided is remembered: after a crash, a lost deadline or trouble of ours the work runs again under the same id, which is another for
   * another content. A refusal of ANONYMOUS's request changed nothing and is not remembered either: what anonymous callers can fill the store
   * with is what the route itself lets them make. Reasons: idempotency_conflict, idempotency_in_progress, queue_full.
   */
  run(
    request: KeyedRequest,
    work: (requestId: string) => Promise<Decision>,
  ): Promise<Result<Rendered, Reasoned>>
  /** Forgets what is older than ANSWER_KEPT_MS. */
  sweep(): Promise<void>
}

export interface Decision {
  readonly answer: Rendered
  /** Whether the same request could still end differently; then it is not remembered. */
  readonly decided: boolean
}

/** Says which replays are replays, as the draft of the header leaves open. */
const REPLAYED = { 'idempotency-replayed': 'true' }

/** Reads an Idempotency-Key header: a quoted string as the draft has it, or its bare characters. Undefined for what is none. */
export function readIdempotencyKey(header: string | undefined): string | undefined {
  const key = /^"([^"\\]*)"$/.exec(header ?? '')?.[1] ?? header ?? ''
  const fits = key.length >= IDEMPOTENCY_KEY_CHARS_MIN && key.length <= IDEMPOTENCY_KEY_CHARS_MAX
  return fits && /^[\x21\x23-\x5B\x5D-\x7E]+$/.test(key) ? key : undefined
}

/**
 * Remembers requests in the store of a party. Answers may hold personal data: they are sealed under the caller's API key and idempotency
 * key, of which the store has neither. What is in progress is known in memory: where several processes serve one store,
 * the work may run in two of them under one id, which its contract allows.
 */
export function createIdempotency({
  store,
  clock,
  random,
}: Pick<Ports, 'store' | 'clock' | 'random'>): Idempotency {
  const running = new Set<string>()

  /** Requests that come together share their commits: two of its own for each would be most of its time. */
  const steps = createGroupCommit<(tx: Tx) => Promise<unknown>, unknown>({
    store,
    name: 'http-requests',
    clock,
    async apply(tx, items) {
      const outcomes: unknown[] = []
      for (const step of items) outcomes.push(await step(tx))
      return outcomes
    },
  })
  const commit = <T>(step: (tx: Tx) => Promise<T>): Promise<Result<T, SubmitRefusal>> =>
    steps.submit(step) as Promise<Result<T, SubmitRefusal>>

  function begin(rowId: string, contentHash: Uint8Array): Promise<Result<Begun, SubmitRefusal>> {
    return commit<Begun>(async (tx) => {
      const now = clock.nowMs()
      await tx.run('DELETE FROM http_request WHERE request_id = ? AND kept_until <= ?', [
        rowId,
        now,
      ])
      const row = await tx.get(
        'SELECT content_hash, answer FROM http_request WHERE request_id = ?',
        [rowId],
      )
      if (row === undefined) {
        await tx.insertMany({
          table: 'http_request',
          columns: ['request_id', 'content_hash', 'kept_until'],
          rows: [[rowId, contentHash, now + ANSWER_KEPT_MS]],
          onConflict: 'fail',
        })
        return { kind: 'work' }
      }
      assert(row.content_hash instanceof Uint8Array, 'a request has a hash')
      if (!equalBytes(row.content_hash, contentHash)) return { kind: 'conflict' }
      return row.answer instanceof Uint8Array
        ? { kind: 'answered', sealed: row.answer }
        : { kind: 'work' }
    })
  }

  return {
    async run(request, work) {
      const rowId = rowIdOf(request)
      if (running.has(rowId)) return refuse('idempotency_in_progress')
      running.add(rowId)
      try {
        const contentHash = contentHashOf(request.content)
        const begins = await begin(rowId, contentHash)
        if (!begins.ok) return begins
        const begun = begins.value
        if (begun.kind === 'conflict') return refuse('idempotency_conflict')
        const sealKey = sealKeyOf(request)
        const aad = encodeUtf8(rowId)
        if (begun.kind === 'answered') {
          const opened = openSealed(sealKey, aad, begun.sealed)
          assert(opened !== undefined, 'whoever has the key can open its answer')
          const answer = decodeAnswer(opened)
          return ok({ ...answer, headers: { ...answer.headers, ...REPLAYED } })
        }
        const { answer, decided } = await work(requestIdOf(rowId, contentHash))
        const isRefused = request.caller === ANONYMOUS && answer.status >= 400
        if (!isRefused && !decided) return ok(answer)
        const sealed = sealBytes(sealKey, random, aad, encodeAnswer(answer))
        const ended = await commit((tx) =>
          isRefused
            ? tx.run('DELETE FROM http_request WHERE request_id = ?', [rowId])
            : tx.run('UPDATE http_request SET answer = ? WHERE request_id = ?', [sealed, rowId]),
        )
        return ended.ok ? ok(answer) : ended
      } finally {
        running.delete(rowId)
      }
    },
    async sweep() {
      let swept: number
      do {
        swept = await store.transact('sweep-http-requests', (tx) =>
          tx.run(
            'DELETE FROM http_request WHERE request_id IN (SELECT request_id FROM http_request WHERE kept_until <= ? ORDER BY kept_until, request_id LIMIT ?)',
            [clock.nowMs(), ANSWERS_SWEPT_MAX],
          ),
        )
      } while (swept === ANSWERS_SWEPT_MAX)
    },
  }
}

type Begun =
  | { readonly kind: 'work' }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'answered'; readonly sealed: Uint8Array }

function rowIdOf({ caller, operation, key }: KeyedRequest): string {
  return encodeBase64url(sha256(encodeUtf8(JSON.stringify([caller, operation, key]))))
}

/** Bound to the content: once its row is forgotten, a key used again for something else must not lead to what was made before. */
function requestIdOf(rowId: string, contentHash: Uint8Array): string {
  return encodeBase64url(sha256(concatBytes(encodeUtf8(rowId), contentHash)))
}

function sealKeyOf({ secret, operation, key }: KeyedRequest): Uint8Array {
  return hmacSha256(
    encodeUtf8(`evenkeel/answer/${secret}`),
    encodeUtf8(JSON.stringify([operation, key])),
  )
}

/** Hash of hashes, so that no two splits of the same bytes are alike. */
function contentHashOf(content: readonly Uint8Array[]): Uint8Array {
  return sha256(concatBytes(...content.map((part) => sha256(part))))
}

function encodeAnswer({ status, headers, bytes }: Rendered): Uint8Array {
  return concatBytes(encodeUtf8(`${JSON.stringify({ status, headers })}\n`), bytes)
}

function decodeAnswer(encoded: Uint8Array): Rendered {
  const end = encoded.indexOf(0x0a)
  const head = JSON.parse(decodeUtf8(encoded.subarray(0, end)) ?? '') as Omit<Rendered, 'bytes'>
  return { ...head, bytes: encoded.slice(end + 1) }
}
