import {
  acknowledged,
  encodeHex,
  type HandlerAnswer,
  hashLeafText,
  type LogLeaf,
  leafText,
  parseLogLeaf,
  type ReceivedItem,
  type ReceiveHandler,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import { LOG_PENDING_MAX } from '../limits.ts'

/**
 * Takes leaves into the log's care: acknowledged means durable, and under a signed checkpoint within the merge delay. Reason:
 * log_actor_mismatch when the leaf names another party than its sender. When too many wait, it postpones.
 */
export const appendLeavesHandler: ReceiveHandler<'network.append'> = {
  kind: 'network.append',
  parse: parseLogLeaf,
  apply: appendLeaves,
}

async function appendLeaves(
  tx: Tx,
  items: readonly ReceivedItem<'network.append'>[],
): Promise<readonly HandlerAnswer[]> {
  const waiting = await tx.get('SELECT count(*) AS n FROM log_pending')
  if (Number(waiting?.n) + items.length > LOG_PENDING_MAX) {
    return items.map(() => ({ outcome: 'postponed' }))
  }
  const own = items.filter((item) => item.body.actor === item.from)
  const first = items[0]
  if (first !== undefined) {
    await storeLeaves(
      tx,
      own.map((item) => item.body),
      first.atMs,
    )
  }
  return items.map((item) =>
    item.body.actor === item.from ? acknowledged : refused('log_actor_mismatch'),
  )
}

/** Stores leaves to be sequenced, in the caller's transaction. A leaf that is there already, waiting or in the log, is left as it is. */
export async function storeLeaves(tx: Tx, leaves: readonly LogLeaf[], now: number): Promise<void> {
  const rows = leaves.map((leaf) => {
    const text = leafText(leaf)
    return { text, hash: hashLeafText(text) }
  })
  const logged = await tx.selectIn({
    table: 'log_entry',
    columns: ['leaf_hash'],
    key: 'leaf_hash',
    keys: rows.map((row) => row.hash),
  })
  const known = new Set(logged.map((row) => encodeHex(row.leaf_hash as Uint8Array)))
  await tx.insertMany({
    table: 'log_pending',
    columns: ['leaf_hash', 'leaf', 'received_at'],
    rows: rows
      .filter((row) => !known.has(encodeHex(row.hash)))
      .map((row) => [row.hash, row.text, now]),
    onConflict: 'ignore',
  })
}
