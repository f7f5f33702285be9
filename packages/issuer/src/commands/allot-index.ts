import {
  assert,
  type CredentialId,
  createStatusList,
  ok,
  type Random,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import { INDEX_DRAWS_MAX, STATUS_ENTRY_BITS } from '../limits.ts'
import { insertBits } from './status-bits.ts'

/** What is known of a credential before it has a status index. */
export interface NewCredential {
  readonly id: CredentialId
  readonly vct: string
  /** RFC 7638 thumbprint. */
  readonly holderKey: string
  /** Tells its content from any other, and tells nothing about it. */
  readonly contentTag: string
  readonly issuedAtMs: number
  readonly expiresAtMs: number
}

export interface AllottedIndex {
  readonly listNumber: number
  readonly index: number
  /** When the credential was first recorded: a repeat gets the times of the first. */
  readonly issuedAtMs: number
  /** Whether this call recorded it. */
  readonly isNew: boolean
}

interface OpenList {
  readonly number: number
  used: number
}

/**
 * Records new credentials, each under a random free index of the newest list; a list that is half full is followed by another. The unique
 * index in the store, not the draw, is what keeps two credentials apart. A credential that is recorded already keeps its index. Reasons:
 * idempotency_conflict (the id is another credential's), status_index_exhausted (no draw hit a free index).
 */
export async function allotIndices(
  tx: Tx,
  credentials: readonly NewCredential[],
  options: { readonly random: Random; readonly listSize: number },
): Promise<readonly Result<AllottedIndex, Reasoned>[]> {
  const { random, listSize } = options
  const newest = await tx.get(
    'SELECT number, used, (SELECT sum(octet_length(bits)) FROM status_page p WHERE p.number = l.number) AS bytes FROM status_list l ORDER BY number DESC LIMIT 1',
  )
  // A list of another size than is configured now is full: its indices are others.
  const isOpen = Number(newest?.bytes) === Math.ceil((listSize * STATUS_ENTRY_BITS) / 8)
  let list: OpenList = {
    number: Number(newest?.number ?? 0),
    used: isOpen ? Number(newest?.used) : listSize,
  }
  const last = await tx.get('SELECT max(seq) AS seq FROM issued_credential')
  let seq = Number(last?.seq ?? 0)
  const known = await readRecorded(tx, credentials)
  const allotted: Result<AllottedIndex, Reasoned>[] = []
  for (const credential of credentials) {
    const { id, vct, holderKey, contentTag, issuedAtMs } = credential
    const recorded = known.get(id)
    if (recorded !== undefined) {
      const isSame =
        recorded.vct === vct &&
        recorded.holderKey === holderKey &&
        (recorded.contentTag ?? contentTag) === contentTag
      allotted.push(isSame ? ok(recorded.place) : refuse('idempotency_conflict', id))
      continue
    }
    if (list.used * 2 >= listSize) {
      await saveUsed(tx, list)
      list = await openList(tx, list.number + 1, listSize)
    }
    const index = await insertAtFreeIndex(tx, credential, { ...options, list, seq: seq + 1 })
    if (index === undefined) {
      allotted.push(refuse('status_index_exhausted'))
      continue
    }
    seq += 1
    list.used += 1
    const place = { listNumber: list.number, index, issuedAtMs }
    allotted.push(ok({ ...place, isNew: true }))
    known.set(id, { vct, holderKey, contentTag, place: { ...place, isNew: false } })
  }
  await saveUsed(tx, list)
  return allotted

  async function insertAtFreeIndex(
    tx: Tx,
    credential: NewCredential,
    place: { readonly list: OpenList; readonly seq: number },
  ): Promise<number | undefined> {
    const { id, vct, holderKey, contentTag, issuedAtMs, expiresAtMs } = credential
    for (let draw = 0; draw < INDEX_DRAWS_MAX; draw += 1) {
      const index = random.below(listSize)
      const inserted = await tx.insertMany({
        table: 'issued_credential',
        columns: [
          'id',
          'seq',
          'list_number',
          'status_index',
          'vct',
          'holder_key',
          'issued_at_ms',
          'expires_at_ms',
          'status',
          'content_tag',
        ],
        rows: [
          [
            id,
            place.seq,
            place.list.number,
            index,
            vct,
            holderKey,
            issuedAtMs,
            expiresAtMs,
            0,
            contentTag,
          ],
        ],
        onConflict: 'ignore',
      })
      if (inserted.length === 1) return index
    }
    return undefined
  }
}

interface Recorded {
  readonly vct: string
  readonly holderKey: string
  /** Absent of what was recorded before there were tags. */
  readonly contentTag: string | undefined
  readonly place: AllottedIndex
}

async function readRecorded(
  tx: Tx,
  credentials: readonly NewCredential[],
): Promise<Map<string, Recorded>> {
  const rows = await tx.selectIn({
    table: 'issued_credential',
    columns: [
      'id',
      'vct',
      'holder_key',
      'content_tag',
      'list_number',
      'status_index',
      'issued_at_ms',
    ],
    key: 'id',
    keys: credentials.map(({ id }) => id),
  })
  return new Map(
    rows.map((row) => [
      String(row.id),
      {
        vct: String(row.vct),
        holderKey: String(row.holder_key),
        contentTag: row.content_tag === null ? undefined : String(row.content_tag),
        place: {
          listNumber: Number(row.list_number),
          index: Number(row.status_index),
          issuedAtMs: Number(row.issued_at_ms),
          isNew: false,
        },
      },
    ]),
  )
}

async function openList(tx: Tx, number: number, size: number): Promise<OpenList> {
  const { bytes } = createStatusList(size, STATUS_ENTRY_BITS)
  await tx.run(
    'INSERT INTO status_list (number, used, change_seq, published_seq, last_iat, exp_max) VALUES (?, 0, 0, 0, 0, 0)',
    [number],
  )
  await insertBits(tx, number, bytes)
  return { number, used: 0 }
}

async function saveUsed(tx: Tx, list: OpenList): Promise<void> {
  if (list.number === 0) return
  const changed = await tx.run('UPDATE status_list SET used = ? WHERE number = ?', [
    list.used,
    list.number,
  ])
  assert(changed === 1, 'the list is there')
}
