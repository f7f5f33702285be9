import type { ReceiptId, Tx } from '@evenkeel/kernel'
import { EVIDENCE_BYTES_MAX, EXPIRED_REMOVED_MAX } from '../limits.ts'
import type { KeptInput } from '../model/keep-input.ts'
import type { SourceDocument } from './leased-documents.ts'
import type { Bundle } from './seal-bundle.ts'

/** What a receipt's verdict can be replayed from. */
export interface ReceiptEvidence {
  readonly input: KeptInput
  readonly untilMs: number
  /** The documents that the input names by hash: kept once, however many inputs name them. */
  readonly documents: readonly SourceDocument[]
}

interface Wanted extends SourceDocument {
  readonly untilMs: number
}

/**
 * Keeps the evidence of receipts in the transaction that records them: one bundle for all that are kept equally long. Gives the bundle of each.
 * When there is no room for a document, its receipts will not replay.
 */
export async function keepEvidence(
  tx: Tx,
  receipts: readonly (ReceiptEvidence & { readonly receiptId: ReceiptId })[],
  seal: (bundle: Bundle) => Uint8Array,
): Promise<ReadonlyMap<ReceiptId, ReceiptId>> {
  const bundles = Map.groupBy(receipts, ({ untilMs }) => untilMs)
  const bundleOf = new Map<ReceiptId, ReceiptId>()
  const rows: [ReceiptId, number, Uint8Array][] = []
  for (const [untilMs, [first, ...others]] of bundles) {
    if (first === undefined) continue
    const { receiptId: id } = first
    const inputs = new Map([first, ...others].map(({ receiptId, input }) => [receiptId, input]))
    for (const receiptId of inputs.keys()) bundleOf.set(receiptId, id)
    rows.push([id, untilMs, seal({ id, inputs })])
  }
  await tx.insertMany({
    table: 'evidence_bundle',
    columns: ['receipt_id', 'until_ms', 'sealed'],
    rows,
    onConflict: 'fail',
  })
  await keepDocuments(tx, longestWanted(receipts))
  return bundleOf
}

async function keepDocuments(tx: Tx, wanted: ReadonlyMap<string, Wanted>): Promise<void> {
  const rows = await tx.selectIn({
    table: 'evidence_document',
    columns: ['hash', 'until_ms'],
    key: 'hash',
    keys: [...wanted.keys()],
  })
  const keptUntilMs = new Map(rows.map((row) => [String(row.hash), Number(row.until_ms)]))
  for (const { hash, bytes, untilMs } of wanted.values()) {
    const keptMs = keptUntilMs.get(hash)
    if (keptMs === undefined) await insertDocument(tx, { hash, bytes, untilMs })
    else if (keptMs < untilMs) {
      await tx.run('UPDATE evidence_document SET until_ms = ? WHERE hash = ?', [untilMs, hash])
    }
  }
}

/** Each document once, for as long as the last of the receipts that rest on it. */
function longestWanted(receipts: readonly ReceiptEvidence[]): ReadonlyMap<string, Wanted> {
  const wanted = new Map<string, Wanted>()
  for (const { documents, untilMs } of receipts) {
    for (const document of documents) {
      const before = wanted.get(document.hash)
      if (before === undefined || before.untilMs < untilMs) {
        wanted.set(document.hash, { ...document, untilMs })
      }
    }
  }
  return wanted
}

async function insertDocument(tx: Tx, { hash, bytes, untilMs }: Wanted): Promise<void> {
  const used = await tx.get(
    'SELECT coalesce(sum(octet_length(document)), 0) AS bytes FROM evidence_document',
  )
  if (Number(used?.bytes) + bytes.length > EVIDENCE_BYTES_MAX) return
  await tx.run('INSERT INTO evidence_document (hash, until_ms, document) VALUES (?, ?, ?)', [
    hash,
    untilMs,
    bytes,
  ])
}

/** Removes bundles beyond their time, and documents that no receipt of a bundle rests on any more: theirs is the latest of them. */
export async function removeExpiredEvidence(tx: Tx, nowMs: number): Promise<void> {
  await tx.run(
    'DELETE FROM evidence_bundle WHERE receipt_id IN (SELECT receipt_id FROM evidence_bundle WHERE until_ms < ? ORDER BY until_ms, receipt_id LIMIT ?)',
    [nowMs, EXPIRED_REMOVED_MAX],
  )
  await tx.run(
    'DELETE FROM evidence_document WHERE hash IN (SELECT hash FROM evidence_document WHERE until_ms < ? ORDER BY until_ms, hash LIMIT ?)',
    [nowMs, EXPIRED_REMOVED_MAX],
  )
}
