import {
  assert,
  decodeUtf8,
  type LifecycleEvent,
  type Row,
  type Store,
  sha256Text,
  type Tx,
} from '@evenkeel/kernel'
import {
  EQUIVOCATIONS_MAX,
  EQUIVOCATIONS_PAGE_MAX,
  EQUIVOCATIONS_PER_PUBLISHER_MAX,
} from '../limits.ts'

/** Two contrary documents of one (scope, seq) were seen (S8). */
export interface Equivocation {
  readonly id: string
  readonly kind: string
  readonly scope: string
  readonly seq: number
  readonly detectedAtMs: number
}

/** With the documents, as compact JWS: anybody can check them with `checkEquivocation` and the publisher's keys. */
export interface EquivocationProof extends Equivocation {
  readonly a: string
  readonly b: string
}

/** With the documents as they were retrieved. */
interface FoundEquivocation extends Omit<Equivocation, 'id'> {
  readonly a: Uint8Array
  readonly b: Uint8Array
}

/**
 * Keeps the first proof about a state of a scope; gives the event to record with it, if it is the first. `publisher` is what the scopes of its
 * publisher begin with.
 */
export async function keepEquivocation(
  tx: Tx,
  publisher: string,
  { kind, scope, seq, detectedAtMs, a, b }: FoundEquivocation,
): Promise<LifecycleEvent | undefined> {
  const id = sha256Text(JSON.stringify([kind, scope, seq]), 'hex')
  const all = await tx.get('SELECT count(*) AS n FROM equivocation')
  const own = await tx.get(
    'SELECT count(*) AS n FROM equivocation WHERE kind = ? AND substr(scope, 1, ?) = ?',
    [kind, [...publisher].length, publisher],
  )
  const isFull =
    Number(all?.n) >= EQUIVOCATIONS_MAX || Number(own?.n) >= EQUIVOCATIONS_PER_PUBLISHER_MAX
  if (isFull) return undefined
  const inserted = await tx.insertMany({
    table: 'equivocation',
    columns: ['id', 'kind', 'scope', 'seq', 'detected_at_ms', 'a', 'b'],
    rows: [[id, kind, scope, seq, detectedAtMs, signedPart(a), signedPart(b)]],
    onConflict: 'ignore',
  })
  if (inserted.length === 0) return undefined
  return {
    event: 'HeadEquivocated',
    atMs: detectedAtMs,
    ids: { equivocation: id },
    detail: { kind, seq },
  }
}

/** Lists what was found, by id, at most EQUIVOCATIONS_PAGE_MAX after the given one. */
export function listEquivocations(store: Store, after = ''): Promise<readonly Equivocation[]> {
  return store.read('list-equivocations', async (tx) => {
    if (!after.isWellFormed() || after.includes('\0')) return []
    const rows = await tx.all(
      'SELECT id, kind, scope, seq, detected_at_ms FROM equivocation WHERE id > ? ORDER BY id LIMIT ?',
      [after, EQUIVOCATIONS_PAGE_MAX],
    )
    return rows.map(equivocationOf)
  })
}

/** The proof of one of them. */
export function showEquivocation(store: Store, id: string): Promise<EquivocationProof | undefined> {
  return store.read('show-equivocation', async (tx) => {
    if (!/^[0-9a-f]{64}$/.test(id)) return undefined
    const row = await tx.get(
      'SELECT id, kind, scope, seq, detected_at_ms, a, b FROM equivocation WHERE id = ?',
      [id],
    )
    return row && { ...equivocationOf(row), a: textOf(row.a), b: textOf(row.b) }
  })
}

function equivocationOf(row: Row): Equivocation {
  return {
    id: String(row.id),
    kind: String(row.kind),
    scope: String(row.scope),
    seq: Number(row.seq),
    detectedAtMs: Number(row.detected_at_ms),
  }
}

function textOf(value: Row[string] | undefined): string {
  const text = value instanceof Uint8Array ? decodeUtf8(value) : undefined
  assert(text !== undefined, 'a compact JWS is text')
  return text
}

/** A head commits to its list, which stands after `~` and is no part of the proof; everything else is signed as a whole. */
function signedPart(document: Uint8Array): Uint8Array {
  const end = document.indexOf(TILDE)
  return end === -1 ? document : document.subarray(0, end)
}

const TILDE = 0x7e
