import {
  appendLeaves,
  assert,
  coverRange,
  type Frontier,
  formatCheckpoint,
  formatNote,
  frontierRoot,
  type LogLeaf,
  type Row,
  signNote,
  type Tx,
} from '@evenkeel/kernel'
import { LOG_BATCH_MAX } from '../limits.ts'
import { indexHeads } from './index-heads.ts'
import type { NetworkDeps } from './network-deps.ts'
import { nodeReader } from './node-reader.ts'

/**
 * Gives every waiting leaf its place, in batches, and signs a checkpoint over each. Returns how many were appended.
 *
 * A batch's entries, its nodes, and the text of its checkpoint become durable in one transaction, which moves the log's size on from the one
 * it read. Only then is that text signed, and every process that gets there signs the same text: no checkpoint is ever signed for a state
 * that is not committed, and two of one size with different roots cannot exist. Readers see the log up to its newest signed checkpoint. A
 * crash in between leaves an unsigned text, which the next run signs first. The signer may be far away, so it is never asked while the
 * transaction holds the writer.
 */
export async function sequenceLog(deps: NetworkDeps): Promise<number> {
  await signNewest(deps)
  let total = 0
  for (;;) {
    const appended = await appendBatch(deps)
    if (appended > 0) await signNewest(deps)
    total += appended
    if (appended < LOG_BATCH_MAX) return total
  }
}

function appendBatch(deps: NetworkDeps): Promise<number> {
  const { context, config } = deps
  return context.ports.store.transact('log-append', async (tx) => {
    // The order is fixed by what is stored, so that every process would choose the same.
    const pending = await tx.all(
      'SELECT leaf_hash, leaf, received_at FROM log_pending ORDER BY received_at, leaf_hash LIMIT ?',
      [LOG_BATCH_MAX],
    )
    if (pending.length === 0) return 0
    const before = await readFrontier(tx)
    const { frontier, nodes } = appendLeaves(
      before,
      pending.map((row) => row.leaf_hash as Uint8Array),
    )
    const moved = await tx.run('UPDATE log_tree SET size = ? WHERE one = 1 AND size = ?', [
      frontier.size,
      before.size,
    ])
    assert(moved === 1, `the log moved on from ${before.size} within a transaction`)
    const entries = pending.map((row, position) => toEntry(row, before.size + position))
    await insertEntries(tx, entries)
    await indexHeads(deps, tx, entries)
    await tx.insertMany({
      table: 'log_node',
      columns: ['level', 'idx', 'hash'],
      rows: nodes.map((node) => [node.level, node.index, node.hash]),
      onConflict: 'fail',
    })
    const root = frontierRoot(frontier)
    const text = formatCheckpoint({
      origin: config.logOrigin,
      size: frontier.size,
      root,
      extensions: [],
    })
    await tx.run('INSERT INTO log_checkpoint (size, text) VALUES (?, ?)', [frontier.size, text])
    return pending.length
  })
}

async function readFrontier(tx: Tx): Promise<Frontier> {
  const tree = await tx.get('SELECT size FROM log_tree WHERE one = 1')
  const size = Number(tree?.size)
  const read = nodeReader(tx)
  const hashes: Uint8Array[] = []
  for (const { level, index } of coverRange(0, size)) hashes.push(await read(level, index))
  return { size, hashes }
}

interface NewEntry {
  readonly index: number
  readonly leafHash: Uint8Array
  readonly leaf: LogLeaf
  readonly text: string
  readonly receivedAt: number
}

function toEntry(row: Row, index: number): NewEntry {
  const text = String(row.leaf)
  return {
    index,
    leafHash: row.leaf_hash as Uint8Array,
    leaf: JSON.parse(text) as LogLeaf,
    text,
    receivedAt: Number(row.received_at),
  }
}

async function insertEntries(tx: Tx, entries: readonly NewEntry[]): Promise<void> {
  await tx.insertMany({
    table: 'log_entry',
    columns: ['idx', 'leaf_hash', 'scope', 'leaf', 'received_at'],
    rows: entries.map(({ index, leafHash, leaf, text, receivedAt }) => [
      index,
      leafHash,
      leaf.scope,
      text,
      receivedAt,
    ]),
    onConflict: 'fail',
  })
  await tx.runMany(
    'DELETE FROM log_pending WHERE leaf_hash = ?',
    entries.map(({ leafHash }) => [leafHash]),
  )
}

/** Signs the newest committed checkpoint unless it is signed. Older ones that a crash left unsigned are covered by it. */
async function signNewest({ context, logKey }: NetworkDeps): Promise<void> {
  const { store, signer, clock } = context.ports
  const newest = await store.read('log-newest', (tx) =>
    tx.get('SELECT size, text, note FROM log_checkpoint ORDER BY size DESC LIMIT 1'),
  )
  if (newest === undefined || newest.note !== null) return
  const text = String(newest.text)
  const note = formatNote({ text, signatures: [await signNote(text, logKey, signer)] })
  await store.transact('log-sign', (tx) =>
    tx.run('UPDATE log_checkpoint SET note = ?, signed_at = ? WHERE size = ? AND note IS NULL', [
      note,
      clock.nowMs(),
      Number(newest.size),
    ]),
  )
}
