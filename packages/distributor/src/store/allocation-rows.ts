import {
  assert,
  type CampaignId,
  type CampaignRule,
  type MinorUnits,
  minorFromBytes,
  minorToBytes,
  ok,
  parseMinor,
  type Reasoned,
  type Result,
  refuse,
  type Store,
  type TableAllocation,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import { TABLE_BATCH_ROWS } from '../limits.ts'
import { normaliseEntry, startTableRoot, type TableRow } from '../model/allocation-table.ts'

/** One line of an allocation table, in the table's order. */
export interface AllocationLine {
  /** What the receipt's output `entry` says; for `uniswap-merkle` an address in any case. */
  readonly entry: string
  /** Decimal string of minor units, more than 0. */
  readonly amountMinor: string
}

export type AllocationLines = Iterable<AllocationLine> | AsyncIterable<AllocationLine>

/** Removes the lines of an attempt that came to nothing. Lines of a campaign that exists stay. */
export async function clearTable(store: Store, campaignId: CampaignId): Promise<void> {
  await store.transact('clear-table', (tx) =>
    tx.run(
      `DELETE FROM allocation WHERE campaign_id = ? AND NOT EXISTS (
         SELECT 1 FROM campaign WHERE campaign.campaign_id = allocation.campaign_id)`,
      [campaignId],
    ),
  )
}

/** Writes the lines in bounded batches. They count for nothing until a transaction has checked all of them and written the campaign. */
export async function loadTable(
  store: Store,
  campaignId: CampaignId,
  allocation: TableAllocation,
  table: AllocationLines,
): Promise<Result<number, Reasoned>> {
  let written = 0
  let batch: TableRow[] = []
  const flush = async (): Promise<boolean> => {
    const first = written
    const inserted = await store.transact('load-table', (tx) =>
      tx.insertMany({
        table: 'allocation',
        columns: ['campaign_id', 'position', 'entry', 'amount'],
        rows: batch.map((row, i) => [campaignId, first + i, row.entry, minorToBytes(row.amount)]),
        onConflict: 'ignore',
      }),
    )
    written += inserted.length
    const complete = inserted.length === batch.length
    batch = []
    return complete
  }
  for await (const line of table) {
    const position = written + batch.length
    const entry = normaliseEntry(allocation.layout, line.entry)
    const amount = parseMinor(line.amountMinor)
    if (position >= allocation.rows) return refuse('campaign_table_mismatch', 'too many rows')
    if (entry === undefined || !amount.ok || amount.value === 0n) {
      return refuse('campaign_table_mismatch', `row ${position} has no key or no positive amount`)
    }
    batch.push({ entry, amount: amount.value })
    if (batch.length < TABLE_BATCH_ROWS) continue
    if (!(await flush())) return refuse('campaign_table_mismatch', 'a key occurs twice')
  }
  if (!(await flush())) return refuse('campaign_table_mismatch', 'a key occurs twice')
  return ok(written)
}

/** Checks what is stored, not what was sent: the lines that the campaign will pay are the ones that its rule commits to. */
export async function checkTable(
  tx: Tx,
  rule: CampaignRule,
  allocation: TableAllocation,
): Promise<Result<TableAllocation, Reasoned>> {
  const root = startTableRoot(allocation.layout, allocation.rows)
  let sum = 0n
  let next = 0
  for (;;) {
    const rows = await tx.all(
      'SELECT position, entry, amount FROM allocation WHERE campaign_id = ? AND position >= ? ORDER BY position LIMIT ?',
      [rule.id, next, TABLE_BATCH_ROWS],
    )
    if (rows.length === 0) break
    assert(rows[0]?.position === next, 'rows are numbered without gaps')
    const batch = rows.map((row) => ({
      entry: String(row.entry),
      amount: minorFromBytes(row.amount as Uint8Array) as MinorUnits,
    }))
    root.add(batch)
    for (const { amount } of batch) sum += amount
    next += rows.length
  }
  if (next !== allocation.rows) {
    return refuse('campaign_table_mismatch', `${next} rows, the rule says ${allocation.rows}`)
  }
  if (root.root() !== allocation.root) {
    return refuse('campaign_table_mismatch', 'the root is another')
  }
  if (sum > unwrap(parseMinor(rule.poolMinor))) {
    return refuse('campaign_rule_inconsistent', 'the table gives more than the pool')
  }
  return ok(allocation)
}
