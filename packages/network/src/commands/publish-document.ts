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
import type { Relay } from '../relay/create-relay.ts'
import type { NetworkDeps } from './network-deps.ts'
import { proveHead } from './prove-head.ts'
import { readAccreditationList } from './publish-accreditations.ts'
import { type CheckpointChoice, readCheckpoint, showCheckpoint } from './read-checkpoint.ts'
import { type InclusionProof, listEntries, proveConsistency, proveInclusion } from './read-log.ts'

type Document = Uint8Array | undefined

/** A path, and what is there: given the groups of the path. */
type DocumentAt = readonly [
  RegExp,
  (
    deps: NetworkDeps & { readonly relay: Relay },
    ...groups: readonly string[]
  ) => Promise<Document>,
]

const documents: readonly DocumentAt[] = [
  [/^\/log\/checkpoint$/, (deps) => checkpointDocument(deps, 'newest')],
  [/^\/log\/checkpoint\/witnessed$/, (deps) => checkpointDocument(deps, 'witnessed')],
  [/^\/log\/checkpoint\/offered$/, (deps) => checkpointDocument(deps, 'offered')],
  [/^\/log\/entries\/(0|[1-9]\d{0,14})$/, (deps, from) => entriesDocument(deps, Number(from))],
  [
    /^\/log\/inclusion\/(0|[1-9]\d{0,14})$/,
    (deps, index) => inclusionDocument(deps, Number(index)),
  ],
  [/^\/log\/consistency\?from=(\d{1,15})&to=(\d{1,15})$/, consistencyDocument],
  [/^\/log\/scopes\/([^/]+)\/(\d{1,15})\/([^/]+)$/, headProofDocument],
  [/^\/log\/tile\/(.+)$/, tileDocument],
  [/^\/relay\/([^/]+)$/, relayedDocument],
]

/**
 * Returns the bytes under a path of the network's address, or undefined:
 * `/accreditations` (JWS); `/log/checkpoint`, `/log/checkpoint/witnessed` and `/log/checkpoint/offered` (signed notes); as JSON
 * `/log/entries/<from>` (a page), `/log/inclusion/<index>`, `/log/consistency?from=<size>&to=<size>` and `/log/scopes/<scope>/<seq>/<publisher>`;
 * `/log/tile/…` as C2SP tlog-tiles has it, `/log` being the log's prefix there; and `/relay/<url>`, a head in the place of its publisher.
 */
export async function publishDocument(
  deps: NetworkDeps & { readonly relay: Relay },
  path: string,
): Promise<Document> {
  if (path === ACCREDITATION_LIST_PATH) {
    const list = await readAccreditationList(deps.context.ports.store)
    return list && encodeUtf8(list.token)
  }
  for (const [pattern, read] of documents) {
    const match = pattern.exec(path)
    if (match !== null) return read(deps, ...match.slice(1))
  }
  return undefined
}

async function checkpointDocument(deps: NetworkDeps, choice: CheckpointChoice): Promise<Document> {
  const checkpoint = await showCheckpoint(deps, choice)
  return checkpoint.ok ? encodeUtf8(checkpoint.value.note) : undefined
}

async function entriesDocument({ context }: NetworkDeps, from: number): Promise<Document> {
  const entries = await listEntries(context.ports.store, from, from + LOG_PAGE_MAX)
  if (entries.length === 0) return undefined
  return jsonDocument({ from, entries: entries.map((entry) => entry.text) })
}

async function inclusionDocument({ context }: NetworkDeps, index: number): Promise<Document> {
  const proven = await proveInclusion(context.ports.store, index)
  return proven.ok ? jsonDocument(inclusionJson(proven.value)) : undefined
}

async function consistencyDocument(
  { context }: NetworkDeps,
  from?: string,
  to?: string,
): Promise<Document> {
  const proven = await proveConsistency(context.ports.store, Number(from), Number(to))
  return proven.ok ? jsonDocument({ proof: proven.value.map(encodeBase64) }) : undefined
}

async function headProofDocument(
  deps: NetworkDeps,
  scope = '',
  seq?: string,
  actor = '',
): Promise<Document> {
  const proven = await proveHead(deps, decodeSegment(scope), Number(seq), decodeSegment(actor))
  return proven.ok ? jsonDocument(proven.value) : undefined
}

async function tileDocument({ context }: NetworkDeps, rest = ''): Promise<Document> {
  const tile = parseTilePath(rest)
  return tile && readTile(context.ports.store, tile)
}

async function relayedDocument({ relay }: { readonly relay: Relay }, url = ''): Promise<Document> {
  const head = await relay.fetch(decodeSegment(url))
  return head.ok ? head.value : undefined
}

function jsonDocument(value: object): Uint8Array {
  return encodeUtf8(canonicalJson(value))
}

/** A segment of a path, percent-decoded; empty for what is none, and the name of nothing. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
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
