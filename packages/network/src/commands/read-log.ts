import {
  createConsistencyProof,
  createInclusionProof,
  isTreeSize,
  type LogLeaf,
  ok,
  type ReadTx,
  type Reasoned,
  type Result,
  type Row,
  refuse,
  type Store,
} from '@evenkeel/kernel'
import { LOG_PAGE_MAX, SCOPE_ENTRIES_MAX } from '../limits.ts'
import type { NetworkDeps } from './network-deps.ts'
import { nodeReader } from './node-reader.ts'
import { noCheckpoint, readCheckpoint, type SignedCheckpoint } from './read-checkpoint.ts'

export interface LogEntry {
  readonly index: number
  readonly leafHash: Uint8Array
  /** Canonical JSON, exactly as hashed. */
  readonly text: string
}

export interface InclusionProof {
  readonly index: number
  readonly leafHash: Uint8Array
  /** Sibling hashes from the leaf up (RFC 9162 §2.1.3). */
  readonly proof: readonly Uint8Array[]
  readonly checkpoint: SignedCheckpoint
}

/** Proves that a leaf, named by its index or its hash, is under the newest signed checkpoint. Reason: not_found, also while it waits. */
export function proveInclusion(
  store: Store,
  leaf: number | Uint8Array,
): Promise<Result<InclusionProof, Reasoned>> {
  return store.read('log-inclusion', async (tx) => {
    const checkpoint = await readCheckpoint(tx)
    if (checkpoint === undefined) return noCheckpoint
    const row = await findEntry(tx, leaf)
    const index = Number(row?.idx ?? checkpoint.size)
    if (row === undefined || index >= checkpoint.size) {
      return refuse('not_found', `the leaf is not among the first ${checkpoint.size}`)
    }
    const proof = await createInclusionProof(nodeReader(tx), index, checkpoint.size)
    return ok({ index, leafHash: row.leaf_hash as Uint8Array, proof, checkpoint })
  })
}

async function findEntry(tx: ReadTx, leaf: number | Uint8Array): Promise<Row | undefined> {
  if (typeof leaf === 'number' && !isTreeSize(leaf)) return undefined
  const column = typeof leaf === 'number' ? 'idx' : 'leaf_hash'
  return tx.get(`SELECT idx, leaf_hash FROM log_entry WHERE ${column} = ?`, [leaf])
}

/**
 * Proves that the log of `oldSize` entries is a beginning of the log of `size` entries (RFC 9162 §2.1.4). Reason: not_found when the sizes
 * are not in order or beyond the newest signed checkpoint.
 */
export function proveConsistency(
  store: Store,
  oldSize: number,
  size: number,
): Promise<Result<readonly Uint8Array[], Reasoned>> {
  return store.read('log-consistency', async (tx) => {
    const signed = (await readCheckpoint(tx))?.size ?? 0
    const inOrder = isTreeSize(oldSize) && isTreeSize(size) && oldSize <= size && size <= signed
    if (!inOrder) return refuse('not_found', `from ${oldSize} to ${size}; the log has ${signed}`)
    return ok(await createConsistencyProof(nodeReader(tx), oldSize, size))
  })
}

/** Returns the entries from index `from` up to and without `to`, at most LOG_PAGE_MAX, as far as they are under a signed checkpoint. */
export function listEntries(store: Store, from: number, to: number): Promise<readonly LogEntry[]> {
  return store.read('log-entries', async (tx) => {
    const signed = (await readCheckpoint(tx))?.size ?? 0
    if (!isTreeSize(from) || !isTreeSize(to)) return []
    const end = Math.min(to, from + LOG_PAGE_MAX, signed)
    const rows = await tx.all(
      'SELECT idx, leaf_hash, leaf FROM log_entry WHERE idx >= ? AND idx < ? ORDER BY idx',
      [from, end],
    )
    return rows.map(toEntry)
  })
}

/** Returns the entries about one scope in order, at most SCOPE_ENTRIES_MAX, those after index `after` if it is given. */
export function findByScope(
  store: Store,
  scope: string,
  after = -1,
): Promise<readonly (LogEntry & { readonly leaf: LogLeaf })[]> {
  return store.read('log-scope', async (tx) => {
    const signed = (await readCheckpoint(tx))?.size ?? 0
    // The store takes no text that no scope can be, and no number that no index can be.
    if (!scope.isWellFormed() || scope.includes('\0') || !Number.isSafeInteger(after)) return []
    const rows = await tx.all(
      'SELECT idx, leaf_hash, leaf FROM log_entry WHERE scope = ? AND idx > ? AND idx < ? ORDER BY idx LIMIT ?',
      [scope, after, signed, SCOPE_ENTRIES_MAX],
    )
    return rows.map((row) => {
      const entry = toEntry(row)
      return { ...entry, leaf: JSON.parse(entry.text) as LogLeaf }
    })
  })
}

function toEntry(row: Row): LogEntry {
  return {
    index: Number(row.idx),
    leafHash: row.leaf_hash as Uint8Array,
    text: String(row.leaf),
  }
}

/** Leaves that are acknowledged and not under a signed checkpoint. */
export interface LogBacklog {
  readonly waiting: number
  /** Those that wait for longer than the merge delay: the log's promise is broken while it is not 0. */
  readonly overdue: number
}

/** Counts the leaves that the log still owes a place under a signed checkpoint. */
export function measureBacklog({ context, config }: NetworkDeps): Promise<LogBacklog> {
  const { store, clock } = context.ports
  return store.read('log-backlog', async (tx) => {
    const signed = (await readCheckpoint(tx))?.size ?? 0
    const latest = clock.nowMs() - config.mergeDelayMs
    const count = async (latestMs: number): Promise<number> => {
      const pending = await tx.get('SELECT count(*) AS n FROM log_pending WHERE received_at < ?', [
        latestMs,
      ])
      const unsigned = await tx.get(
        'SELECT count(*) AS n FROM log_entry WHERE idx >= ? AND received_at < ?',
        [signed, latestMs],
      )
      return Number(pending?.n) + Number(unsigned?.n)
    }
    return { waiting: await count(Number.MAX_SAFE_INTEGER), overdue: await count(latest) }
  })
}
