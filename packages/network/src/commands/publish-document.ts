import {
  ACCREDITATION_LIST_PATH,
  assert,
  canonicalJson,
  concatBytes,
  encodeBase64,
  encodeHex,
  encodeUtf8,
  type Store,
} from '@evenkeel/kernel'
import { LOG_PAGE_MAX, TILE_HEIGHT, TILE_WIDTH } from '../limits.ts'
import { parseTilePath, type TilePath } from '../model/tile-path.ts'
import { readAccreditationList } from './publish-accreditations.ts'
import {
  type InclusionProof,
  listEntries,
  proveInclusion,
  readCheckpoint,
  showCheckpoint,
} from './read-log.ts'

/**
 * Returns the bytes under a path of the network's address, or undefined:
 * `/accreditations` (JWS), `/log/checkpoint` (signed note), `/log/entries/<from>` (JSON, a page), `/log/inclusion/<index>` (JSON), and
 * `/log/tile/…` as C2SP tlog-tiles has it, `/log` being the log's prefix there.
 */
export async function publishDocument(store: Store, path: string): Promise<Uint8Array | undefined> {
  if (path === ACCREDITATION_LIST_PATH) {
    const list = await readAccreditationList(store)
    return list && encodeUtf8(list.token)
  }
  const [, kind, rest = ''] =
    /^\/log\/(checkpoint|entries|inclusion|tile)(?:\/(.+))?$/.exec(path) ?? []
  if (kind === 'checkpoint' && rest === '') {
    const checkpoint = await showCheckpoint(store)
    return checkpoint.ok ? encodeUtf8(checkpoint.value.note) : undefined
  }
  if (kind === 'tile') {
    const tile = parseTilePath(rest)
    return tile === undefined ? undefined : readTile(store, tile)
  }
  const index = /^(?:0|[1-9]\d{0,14})$/.test(rest) ? Number(rest) : undefined
  if (index === undefined) return undefined
  return kind === 'entries' ? entriesDocument(store, index) : inclusionDocument(store, index)
}

async function entriesDocument(store: Store, from: number): Promise<Uint8Array | undefined> {
  const entries = await listEntries(store, from, from + LOG_PAGE_MAX)
  if (entries.length === 0) return undefined
  return encodeUtf8(canonicalJson({ from, entries: entries.map((entry) => entry.text) }))
}

async function inclusionDocument(store: Store, index: number): Promise<Uint8Array | undefined> {
  const proven = await proveInclusion(store, index)
  return proven.ok ? encodeUtf8(canonicalJson(inclusionJson(proven.value))) : undefined
}

/** An inclusion proof as it is published. */
export function inclusionJson({ index, leafHash, proof, checkpoint }: InclusionProof): object {
  return {
    index,
    leafHash: encodeHex(leafHash),
    proof: proof.map(encodeBase64),
    checkpoint: checkpoint.note,
  }
}

/** A tile, if all of it is under the newest signed checkpoint (C2SP tlog-tiles). */
function readTile(
  store: Store,
  { level, index, width }: TilePath,
): Promise<Uint8Array | undefined> {
  return store.read('log-tile', async (tx) => {
    const size = (await readCheckpoint(tx))?.size ?? 0
    const treeLevel = level === 'entries' ? 0 : TILE_HEIGHT * level
    const from = index * TILE_WIDTH
    if (from + width > Math.floor(size / 2 ** treeLevel)) return undefined
    if (level === 'entries') {
      const rows = await tx.all(
        'SELECT leaf FROM log_entry WHERE idx >= ? AND idx < ? ORDER BY idx',
        [from, from + width],
      )
      return concatBytes(...rows.map((row) => bundleEntry(String(row.leaf))))
    }
    const rows = await tx.all(
      'SELECT hash FROM log_node WHERE level = ? AND idx >= ? AND idx < ? ORDER BY idx',
      [treeLevel, from, from + width],
    )
    assert(rows.length === width, `the log misses nodes of level ${treeLevel} from ${from}`)
    return concatBytes(...rows.map((row) => row.hash as Uint8Array))
  })
}

/** An entry with its length before it as 16 bits, big-endian. */
function bundleEntry(text: string): Uint8Array {
  const entry = encodeUtf8(text)
  return concatBytes(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry)
}
