import { Buffer } from 'node:buffer'
import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { type EpochMs, type HandoffId, isId, type PartyId, type StreamId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import type { JsonValue } from '../json/json-value.ts'
import { parseJson } from '../json/parse-json.ts'
import { HANDOFF_BODY_LIMITS } from '../messages/common.ts'
import type { ReadTx, Row, Tx } from '../ports.ts'
import type { Journey } from './default-ladder.ts'
import type { Envelope } from './envelope.ts'
import type { AnyNewItem, SendPolicy, SentItem } from './handoff-policy.ts'
import type { Fault, FaultWitnesses, ItemFault } from './isolate-faults.ts'
import { itemHash } from './item-hash.ts'
import { ENVELOPE_BODY_BYTES_MAX, ENVELOPE_ITEMS_MAX } from './limits.ts'

/** What every part of the outbox works with. */
export interface Sender extends FaultWitnesses {
  /** Throws on a kind that this party has no policy for. */
  readonly policyOf: (kind: string) => SendPolicy
}

export const ITEM_COLUMNS =
  'id, recipient, kind, body, state, mode, created_at, journey_deadline_at, deadline_at, defaults_fired, attempts, send_after, stream, seq'

/**
 * The body of an item as it is stored and sent. Throws on an item that its receiver could not read: found only there, it would come back
 * for ever and take its whole envelope with it.
 */
export function bodyText({ id, to, body }: AnyNewItem): string {
  assert(isId(id), `not an id: ${id}`)
  assert(isId(to), `${id}: its recipient is not an id`)
  const text = canonicalJson(body)
  const read = parseJson(text, HANDOFF_BODY_LIMITS)
  assert(read.ok, `${id}: its body is beyond HANDOFF_BODY_LIMITS`)
  return text
}

/** Throws unless every item is stored with the same recipient, kind and body: an id is for ever, and another effect needs another. */
export async function assertSameItems(tx: Tx, items: readonly AnyNewItem[]): Promise<void> {
  const rows = await tx.selectIn({
    table: 'handoff_out',
    columns: ['id', 'recipient', 'kind', 'body', 'body_hash'],
    key: 'id',
    keys: items.map((item) => item.id),
  })
  const stored = new Map(rows.map((row) => [row.id, row]))
  for (const { id, to, kind, body } of items) {
    const row = stored.get(id)
    const same = row?.recipient === to && row.kind === kind && isBodyOf(row, canonicalJson(body))
    assert(same, `${id} was handed over before with another content`)
  }
}

/** An item that was answered has only the hash of its body left. */
function isBodyOf({ kind, body, body_hash: hash }: Row, text: string): boolean {
  return hash instanceof Uint8Array ? equalBytes(hash, itemHash(String(kind), text)) : body === text
}

/** Keeps an envelope below its size and within one stream; the first item always goes, because a body alone is within the limit. */
function cutToEnvelope(rows: readonly Row[]): readonly Row[] {
  let bytes = 0
  const end = rows.findIndex((row, position) => {
    bytes += Buffer.byteLength(String(row.body))
    return position > 0 && (bytes > ENVELOPE_BODY_BYTES_MAX || row.stream !== rows[0]?.stream)
  })
  return end === -1 ? rows : rows.slice(0, end)
}

/** What is due to one recipient, in one envelope. */
export interface DueItems {
  readonly rows: readonly Row[]
  readonly stream: StreamId
  /** The lowest number in this stream without an answer. */
  readonly resolvedBelow: number
}

/** Reads the items that are due, and the watermark from the same snapshot; undefined when nothing is due. */
export async function readDueItems(
  tx: ReadTx,
  to: PartyId,
  now: EpochMs,
): Promise<DueItems | undefined> {
  const rows = cutToEnvelope(
    await tx.all(
      `SELECT ${ITEM_COLUMNS} FROM handoff_out WHERE recipient = ? AND state = 'open' AND mode <> 'hold' AND send_after <= ? ORDER BY send_after, id LIMIT ${ENVELOPE_ITEMS_MAX}`,
      [to, now],
    ),
  )
  const [first] = rows
  if (first === undefined) return undefined
  const lowest = await tx.get(
    `SELECT min(seq) AS seq FROM handoff_out WHERE recipient = ? AND stream = ? AND state = 'open'`,
    [to, String(first.stream)],
  )
  return { rows, stream: first.stream as StreamId, resolvedBelow: Number(lowest?.seq) }
}

export function envelopeOf(
  from: PartyId,
  to: PartyId,
  { rows, stream, resolvedBelow }: DueItems,
  now: EpochMs,
): Envelope {
  return {
    v: 1,
    from,
    to,
    sentAtMs: now,
    stream,
    resolvedBelow,
    items: rows
      .filter((row) => row.mode === 'send')
      .map((row) => ({
        id: row.id as HandoffId,
        seq: Number(row.seq),
        kind: String(row.kind),
        budgetMs: budgetLeft(row, now),
        body: JSON.parse(String(row.body)) as JsonValue,
      })),
    recalls: rows
      .filter((row) => row.mode === 'recall')
      .map((row) => ({ id: row.id as HandoffId, seq: Number(row.seq) })),
  }
}

export function sentItem(row: Row, now: EpochMs): SentItem {
  return {
    id: row.id as HandoffId,
    to: row.recipient as PartyId,
    body: JSON.parse(String(row.body)) as SentItem['body'],
    budgetMs: budgetLeft(row, now),
    atMs: now,
  }
}

export function journeyOf(row: Row): Journey {
  return {
    createdAtMs: Number(row.created_at),
    deadlineAtMs: Number(row.journey_deadline_at),
  }
}

export function groupByKind(rows: readonly Row[]): readonly (readonly [string, readonly Row[]])[] {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const kind = String(row.kind)
    const group = groups.get(kind)
    if (group === undefined) groups.set(kind, [row])
    else group.push(row)
  }
  return [...groups.entries()]
}

/** Milliseconds left of the journey: never negative, and never more than at its start, also when the clock was set back (H6). */
function budgetLeft(row: Row, now: EpochMs): number {
  const { createdAtMs, deadlineAtMs } = journeyOf(row)
  return Math.max(0, deadlineAtMs - Math.max(now, createdAtMs))
}

export function itemFault({ item, error }: Fault<Row>): ItemFault {
  return { id: item.id as HandoffId, counterparty: item.recipient as PartyId, error }
}
