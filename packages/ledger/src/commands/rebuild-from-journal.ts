import type { Tx } from '@evenkeel/kernel'
import { TRANSFERS_PER_BATCH_MAX } from '../limits.ts'
import { replayEntries } from '../model/apply-transfers.ts'
import { readEntry } from '../model/journal-entry.ts'
import { readReplayBooks } from '../queries/read-books.ts'
import { writeBooks } from './write-books.ts'

/**
 * Throws the projection away (accounts, campaigns, transfers) and writes it again from the journal, byte for byte as it was (L13). Verify
 * the journal first: this believes it. Returns the number of entries.
 */
export async function rebuildFromJournal(tx: Tx): Promise<number> {
  await tx.run('DELETE FROM ledger_transfer')
  await tx.run('DELETE FROM ledger_account')
  await tx.run('DELETE FROM ledger_campaign')
  let seq = 0
  for (;;) {
    const rows = await tx.all(
      'SELECT seq, entry FROM ledger_journal WHERE seq > ? ORDER BY seq LIMIT ?',
      [seq, TRANSFERS_PER_BATCH_MAX],
    )
    const entries = rows.map((row) => readEntry(String(row.entry)))
    const before = await readReplayBooks(tx, entries)
    await writeBooks(tx, before, replayEntries(before, entries))
    seq = entries.at(-1)?.seq ?? seq
    if (rows.length < TRANSFERS_PER_BATCH_MAX) return seq
  }
}
