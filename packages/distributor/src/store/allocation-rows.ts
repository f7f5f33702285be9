import {
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
import { startTableRoot, type TableRow } from '@evenkeel/kernel/allocation'
import { TABLE_BATCH_ROWS } from '../limits.ts'
import { normaliseEntry } from '../model/normalise-entry.ts'

/** One line of an allocation table, in the table's order. */
export interface AllocationLine {
  /** What the receipt's output `entry` says; for `uniswap-merkle` an address in any case. */
  readonly entry: string
  /** Decimal string of minor units, more than 0. */
  readonly amountMinor: string
}

export type AllocationLines = Iterable<AllocationLine> | AsyncIterable<AllocationLine>

/**
 * One attempt to load a campaign's table, in transactions of at most TABLE_BATCH_ROWS lines. Whoever begins another for the same campaign
 * takes the table over; the former may not touch it any more. The lines count for nothing until the campaign is written.
 */
export interface TableLoad {
  readonly campaignId: CampaignId
  readonly attempt: string
}

/** Takes the table of a campaign that does not exist yet, and removes what an earlier attempt left. False when another took it meanwhile. */
export async function beginTable(store: Store, load: TableLoad): Promise<boolean> {
  await store.transact('begin-table', async (tx) => {
    await tx.run('DELETE FROM allocation_load WHERE campaign_id = ?', [load.campaignId])
    await tx.insertMany({
      table: 'allocation_load',
      columns: ['campaign_id', 'attempt'],
      rows: [[load.campaignId, load.attempt]],
      onConflict: 'fail',
    })
  })
  return clearTable(store, load)
}

/** Removes the lines of an attempt. Lines of a campaign that exists stay. False when another attempt has taken the table over. */
export async function clearTable(store: Store, load: TableLoad): Promise<boolean> {
  for (;;) {
    const cleared = await store.transact('clear-table', async (tx) => {
      if (!(await isPresent(tx, load))) return undefined
      return tx.run(
        `DELETE FROM allocation WHERE campaign_id = ? AND position IN (
           SELECT position FROM allocation WHERE campaign_id = ? ORDER BY position LIMIT ?)`,
        [load.campaignId, load.campaignId, TABLE_BATCH_ROWS],
      )
    })
    if (cleared === undefined) return false
    if (cleared < TABLE_BATCH_ROWS) return true
  }
}

/** Whether the table is this attempt's still: no other was begun, and no campaign has it. */
async function isPresent(tx: Tx, { campaignId, attempt }: TableLoad): Promise<boolean> {
  const row = await tx.get(
    `SELECT attempt FROM allocation_load WHERE campaign_id = ? AND NOT EXISTS (
       SELECT 1 FROM campaign WHERE campaign.campaign_id = allocation_load.campaign_id)`,
    [campaignId],
  )
  return row?.attempt === attempt
}

/** Gives the table to its campaign, in the transaction that writes the campaign. False when another attempt has taken it over. */
export async function endTable(tx: Tx, load: TableLoad): Promise<boolean> {
  const ended = await tx.run('DELETE FROM allocation_load WHERE campaign_id = ? AND attempt = ?', [
    load.campaignId,
    load.attempt,
  ])
  return ended === 1
}

/** Writes the lines. Reasons: campaign_table_mismatch, campaign_conflict when another attempt has taken the table over. */
export async function loadTable(
  store: Store,
  load: TableLoad,
  allocation: TableAllocation,
  table: AllocationLines,
): Promise<Result<number, Reasoned>> {
  const { campaignId } = load
  let written = 0
  let batch: TableRow[] = []
  const flush = async (): Promise<Result<number, Reasoned>> => {
    const first = written
    const inserted = await store.transact('load-table', async (tx) => {
      if (!(await isPresent(tx, load))) return undefined
      return tx.insertMany({
        table: 'allocation',
        columns: ['campaign_id', 'position', 'entry', 'amount'],
        rows: batch.map((row, i) => [campaignId, first + i, row.entry, minorToBytes(row.amount)]),
        onConflict: 'ignore',
      })
    })
    if (inserted === undefined) return takenOver
    if (inserted.length < batch.length)
      return refuse('campaign_table_mismatch', 'a key occurs twice')
    written += inserted.length
    batch = []
    return ok(written)
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
    const flushed = await flush()
    if (!flushed.ok) return flushed
  }
  return flush()
}

/** The answer to whoever loads a table that somebody else loads by now. */
export const takenOver: Result<never, Reasoned> = refuse(
  'campaign_conflict',
  'another attempt to create the campaign has begun',
)

/**
 * Checks what is stored, not what was sent: the lines that the campaign will pay are the ones that its rule commits to. Reads a page at a
 * time, so that claims of other campaigns go on meanwhile; `endTable` says whether the lines were this attempt's throughout. Reasons:
 * campaign_table_mismatch, campaign_rule_inconsistent.
 */
export async function checkTable(
  store: Store,
  rule: CampaignRule,
  allocation: TableAllocation,
): Promise<Result<TableAllocation, Reasoned>> {
  const root = startTableRoot(allocation.layout, allocation.rows)
  let sum = 0n
  let next = 0
  for (;;) {
    const rows = await store.read('check-table', (tx) =>
      tx.all(
        'SELECT position, entry, amount FROM allocation WHERE campaign_id = ? AND position >= ? ORDER BY position LIMIT ?',
        [rule.id, next, TABLE_BATCH_ROWS],
      ),
    )
    if (rows.length === 0) break
    if (next + rows.length > allocation.rows) return takenOver
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
