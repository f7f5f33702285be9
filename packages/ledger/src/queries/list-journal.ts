import { encodeHex, type ReadTx } from '@evenkeel/kernel'
import { JOURNAL_PAGE_MAX } from '../limits.ts'

/** A row of the journal as it is kept, so that a reader can recompute the chain. */
export interface JournalRow {
  readonly seq: number
  /** Hex of SHA-256 over the previous row's hash in base64url, a line feed, and `entry`. */
  readonly hash: string
  /** Canonical JSON of the entry, exactly as hashed. Names payees: not for logs. */
  readonly entry: string
}

/** Returns the rows after a position in order, at most JOURNAL_PAGE_MAX. */
export async function listJournal(tx: ReadTx, after: number): Promise<readonly JournalRow[]> {
  const rows = await tx.all(
    'SELECT seq, hash, entry FROM ledger_journal WHERE seq > ? ORDER BY seq LIMIT ?',
    [after, JOURNAL_PAGE_MAX],
  )
  return rows.map((row) => ({
    seq: Number(row.seq),
    hash: encodeHex(row.hash as Uint8Array),
    entry: String(row.entry),
  }))
}
