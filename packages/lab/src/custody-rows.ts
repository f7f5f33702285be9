import { encodeHex, type InsertMany, type ReadTx, type Row, type SqlValue } from '@evenkeel/kernel'
import type { Statement } from './sim-store.ts'

/** What a party's own store says about an item that it hands over. */
export interface OutRow {
  readonly id: string
  readonly recipient: string
  readonly stream: string
  readonly seq: number
  readonly state: string
  readonly createdAtMs: number
  readonly journeyDeadlineAtMs: number
  readonly deadlineAtMs: number
  readonly defaultsFired: number
  readonly reason: string | null
  /** Hash of the signed answer, hex. */
  readonly proof: string | null
}

/** What a party's own store says about an item that it was given. */
export interface InRow {
  readonly sender: string
  readonly id: string
  readonly outcome: string
  readonly reason: string | null
}

export interface DefaultRow {
  readonly id: string
  readonly step: number
  readonly firedAtMs: number
}

export interface CustodyRows {
  readonly out: readonly OutRow[]
  readonly received: readonly InRow[]
  readonly defaults: readonly DefaultRow[]
}

const OUT_COLUMNS = [
  'id',
  'recipient',
  'stream',
  'seq',
  'state',
  'created_at',
  'journey_deadline_at',
  'deadline_at',
  'defaults_fired',
  'reason',
  'proof',
]
const IN_COLUMNS = ['sender', 'id', 'outcome', 'reason']
const DEFAULT_COLUMNS = ['id', 'step', 'fired_at']

/** The items whose rows a transaction may have changed. */
export interface Touched {
  readonly ids: readonly string[]
  /** Senders of the items that it recorded as given, or forgot. */
  readonly senders: readonly string[]
}

/** The rows of the items touched. */
export async function readTouchedRows(tx: ReadTx, { ids, senders }: Touched): Promise<CustodyRows> {
  const select = (table: string, columns: readonly string[], where = {}) =>
    tx.selectIn({ table, columns, key: 'id', keys: ids, where })
  const received: Row[] = []
  // One sender at a time, because the table is in their order.
  for (const sender of senders) {
    received.push(...(await select('handoff_in', IN_COLUMNS, { sender })))
  }
  return toCustodyRows(
    await select('handoff_out', OUT_COLUMNS),
    received,
    await select('handoff_default', DEFAULT_COLUMNS),
  )
}

/** The rows of all items. */
export async function readAllRows(tx: ReadTx): Promise<CustodyRows> {
  const select = (table: string, columns: readonly string[]) =>
    tx.all(`SELECT ${columns.join(', ')} FROM ${table} ORDER BY id`)
  return toCustodyRows(
    await select('handoff_out', OUT_COLUMNS),
    await select('handoff_in', IN_COLUMNS),
    await select('handoff_default', DEFAULT_COLUMNS),
  )
}

/** Finds the items in the statements: every statement about an item names it. */
export function findTouched(statements: readonly Statement[]): Touched {
  const ids = new Set<string>()
  const senders = new Set<string>()
  for (const statement of statements) {
    if ('sql' in statement) {
      if (statement.sql.includes('handoff_')) addTexts(ids, statement.parameterLists.flat())
      if (statement.sql.startsWith('DELETE FROM handoff_in ')) {
        addTexts(
          senders,
          statement.parameterLists.map(([sender = null]) => sender),
        )
      }
    } else if (statement.insert.table.startsWith('handoff_')) {
      addTexts(ids, columnOf(statement.insert, 'id'))
      addTexts(senders, columnOf(statement.insert, 'sender'))
    }
  }
  return { ids: [...ids].sort(), senders: [...senders].sort() }
}

function columnOf({ columns, rows }: InsertMany, name: string): readonly SqlValue[] {
  const position = columns.indexOf(name)
  return rows.flatMap((row) => row[position] ?? [])
}

function addTexts(texts: Set<string>, values: readonly SqlValue[]): void {
  for (const value of values) if (typeof value === 'string') texts.add(value)
}

function toCustodyRows(
  out: readonly Row[],
  received: readonly Row[],
  defaults: readonly Row[],
): CustodyRows {
  return {
    out: out.map(toOutRow),
    received: received.map(toInRow),
    defaults: defaults.map(toDefaultRow),
  }
}

function toOutRow(row: Row): OutRow {
  return {
    id: String(row.id),
    recipient: String(row.recipient),
    stream: String(row.stream),
    seq: Number(row.seq),
    state: String(row.state),
    createdAtMs: Number(row.created_at),
    journeyDeadlineAtMs: Number(row.journey_deadline_at),
    deadlineAtMs: Number(row.deadline_at),
    defaultsFired: Number(row.defaults_fired),
    reason: row.reason === null ? null : String(row.reason),
    proof: row.proof instanceof Uint8Array ? encodeHex(row.proof) : null,
  }
}

function toInRow(row: Row): InRow {
  return {
    sender: String(row.sender),
    id: String(row.id),
    outcome: String(row.outcome),
    reason: row.reason === null ? null : String(row.reason),
  }
}

function toDefaultRow(row: Row): DefaultRow {
  return { id: String(row.id), step: Number(row.step), firedAtMs: Number(row.fired_at) }
}
