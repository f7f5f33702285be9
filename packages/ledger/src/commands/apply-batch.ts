import { assert, canonicalJson, type EpochMs, type ReadTx, type Tx } from '@evenkeel/kernel'
import { TRANSFERS_PER_BATCH_MAX } from '../limits.ts'
import { campaignOf } from '../model/account.ts'
import { applyTransfers } from '../model/apply-transfers.ts'
import { assertConserved } from '../model/campaign-totals.ts'
import {
  chainHash,
  controlTotals,
  formatEntry,
  GENESIS_HASH,
  type JournalEntry,
} from '../model/journal-entry.ts'
import type { Transfer, TransferOutcome } from '../model/transfer.ts'
import { projectCampaignTotals } from '../queries/project-campaign-totals.ts'
import { readBooks } from '../queries/read-books.ts'
import { writeBooks } from './write-books.ts'

export interface JournalHead {
  /** 0 before the first entry. */
  readonly seq: number
  readonly hash: Uint8Array
}

/**
 * Applies up to TRANSFERS_PER_BATCH_MAX transfers at time `now` in the caller's transaction: one read and one write per touched account,
 * then D1 for every touched campaign. Returns one outcome per transfer, in order; the reasons are those of `applyTransfers`.
 */
export async function applyBatch(
  tx: Tx,
  transfers: readonly Transfer[],
  now: EpochMs,
): Promise<readonly TransferOutcome[]> {
  assert(transfers.length <= TRANSFERS_PER_BATCH_MAX, `a batch of ${transfers.length} transfers`)
  if (transfers.length === 0) return []
  const before = await readBooks(tx, transfers)
  const head = await readHead(tx)
  const { books, outcomes, entries } = applyTransfers(before, transfers, head.seq + 1, now)
  await writeBooks(tx, before, books)
  await appendJournal(tx, head, entries)
  const moved = entries.flatMap((entry) => entry.movements)
  const touched = new Set(
    moved.flatMap(({ debit, credit }) => campaignOf(debit) ?? campaignOf(credit) ?? []),
  )
  for (const totals of await projectCampaignTotals(tx, [...touched])) assertConserved(totals)
  return outcomes
}

/** The last row of the journal, or the genesis hash. */
export async function readHead(tx: ReadTx): Promise<JournalHead> {
  const row = await tx.get('SELECT seq, hash FROM ledger_journal ORDER BY seq DESC LIMIT 1')
  if (row === undefined) return { seq: 0, hash: GENESIS_HASH }
  return { seq: Number(row.seq), hash: row.hash as Uint8Array }
}

async function appendJournal(
  tx: Tx,
  head: JournalHead,
  entries: readonly JournalEntry[],
): Promise<void> {
  const last = entries.at(-1)
  if (last === undefined) return
  let prev = head.hash
  const rows = entries.map((entry) => {
    const text = formatEntry(entry)
    const hash = chainHash(prev, text)
    const row = [entry.seq, prev, hash, text]
    prev = hash
    return row
  })
  await tx.insertMany({
    table: 'ledger_journal',
    columns: ['seq', 'prev', 'hash', 'entry'],
    rows,
    onConflict: 'fail',
  })
  await tx.insertMany({
    table: 'ledger_batch',
    columns: ['last_seq', 'totals'],
    rows: [[last.seq, canonicalJson(controlTotals(entries))]],
    onConflict: 'fail',
  })
}
