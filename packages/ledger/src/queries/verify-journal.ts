import {
  canonicalJson,
  encodeHex,
  equalBytes,
  err,
  ok,
  type ReadTx,
  type Result,
  type Row,
} from '@evenkeel/kernel'
import { PAGE_ROWS_MAX } from '../limits.ts'
import {
  chainHash,
  controlTotals,
  GENESIS_HASH,
  type JournalEntry,
  readEntry,
} from '../model/journal-entry.ts'

export interface JournalSound {
  readonly entries: number
  /** Hash of the last row, hex: compare it with a copy kept elsewhere, because a chain that was rewritten whole looks sound. */
  readonly headHash: string
}

export interface JournalFault {
  /** The first position that is not as it was written. */
  readonly seq: number
  readonly fault: 'gap' | 'prev_hash' | 'hash' | 'entry' | 'control_total'
}

/** Walks the whole journal and checks sequence, chain, hashes and control totals. Returns the first fault, or the head. */
export async function verifyJournal(tx: ReadTx): Promise<Result<JournalSound, JournalFault>> {
  let prev = GENESIS_HASH
  let seq = 0
  const batches = await openBatches(tx)
  for (;;) {
    const rows = await tx.all(
      'SELECT seq, prev, hash, entry FROM ledger_journal WHERE seq > ? ORDER BY seq LIMIT ?',
      [seq, PAGE_ROWS_MAX],
    )
    for (const row of rows) {
      seq += 1
      const checked = checkRow(row, seq, prev)
      if (!checked.ok) return checked
      prev = row.hash as Uint8Array
      if (!(await batches.take(checked.value))) return err({ seq, fault: 'control_total' })
    }
    if (rows.length < PAGE_ROWS_MAX) break
  }
  // Entries without their batch, or a batch without its entries: the end of one of them is missing.
  if (!batches.isAtEnd()) return err({ seq: seq + 1, fault: 'gap' })
  return ok({ entries: seq, headHash: encodeHex(prev) })
}

function checkRow(row: Row, seq: number, prev: Uint8Array): Result<JournalEntry, JournalFault> {
  if (row.seq !== seq) return err({ seq, fault: 'gap' })
  if (!equalBytes(row.prev as Uint8Array, prev)) return err({ seq, fault: 'prev_hash' })
  const text = String(row.entry)
  if (!equalBytes(row.hash as Uint8Array, chainHash(prev, text))) return err({ seq, fault: 'hash' })
  const entry = readEntry(text)
  return entry.seq === seq ? ok(entry) : err({ seq, fault: 'entry' })
}

interface Batches {
  /** Takes the next entry; false when it ends a batch whose control totals differ. */
  take(entry: JournalEntry): Promise<boolean>
  isAtEnd(): boolean
}

/** Follows the batches beside the journal, a page at a time. */
async function openBatches(tx: ReadTx): Promise<Batches> {
  const readPage = (after: number): Promise<readonly Row[]> =>
    tx.all(
      'SELECT last_seq, totals FROM ledger_batch WHERE last_seq > ? ORDER BY last_seq LIMIT ?',
      [after, PAGE_ROWS_MAX],
    )
  let page = await readPage(0)
  let position = 0
  let entries: JournalEntry[] = []
  return {
    async take(entry) {
      entries.push(entry)
      const batch = page[position]
      if (batch?.last_seq !== entry.seq) return batch !== undefined
      const isEqual = canonicalJson(controlTotals(entries)) === batch.totals
      entries = []
      position += 1
      if (position === page.length) {
        page = await readPage(entry.seq)
        position = 0
      }
      return isEqual
    },
    isAtEnd: () => entries.length === 0 && page[position] === undefined,
  }
}
