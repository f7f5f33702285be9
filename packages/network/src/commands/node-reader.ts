import { assert, type NodeReader, type ReadTx } from '@evenkeel/kernel'

/** Reads the log's complete nodes within one transaction. */
export function nodeReader(tx: ReadTx): NodeReader {
  return async (level, index) => {
    const row = await tx.get('SELECT hash FROM log_node WHERE level = ? AND idx = ?', [
      level,
      index,
    ])
    const hash = row?.hash
    assert(hash instanceof Uint8Array, `the log has no node ${index} at level ${level}`)
    return hash
  }
}
