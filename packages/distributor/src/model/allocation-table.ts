import {
  appendLeaves,
  canonicalJson,
  EMPTY_FRONTIER,
  encodeHex,
  encodeUtf8,
  formatMinor,
  frontierRoot,
  leafHash,
  type MinorUnits,
  type TableAllocation,
} from '@evenkeel/kernel'
import { TABLE_ENTRY_CHARS_MAX } from '../limits.ts'
import { isStorable } from './is-storable.ts'
import { buildDropTree, dropLeaf, normaliseAddress } from './merkle-drop.ts'

type Layout = TableAllocation['layout']

/** One recipient. Its position in the table is its index in the Uniswap layout. */
export interface TableRow {
  readonly entry: string
  readonly amount: MinorUnits
}

/** The one spelling of a table's key, the same for the table and for a receipt's output; undefined if it cannot be a key. */
export function normaliseEntry(layout: Layout, entry: unknown): string | undefined {
  if (typeof entry !== 'string' || !isStorable(entry)) return undefined
  if (layout === 'uniswap-merkle') return normaliseAddress(entry)
  return entry.length > 0 && entry.length <= TABLE_ENTRY_CHARS_MAX ? entry : undefined
}

/** Takes the rows of a table in order and gives the root that commits to them, as 64 hex digits. */
export interface TableRoot {
  add(rows: readonly TableRow[]): void
  root(): string
}

/** Starts the root over at most `rows` rows. Memory: 100 bytes per row for `uniswap-merkle`, next to nothing for `rfc6962`. */
export function startTableRoot(layout: Layout, rows: number): TableRoot {
  return layout === 'rfc6962' ? startCanonicalRoot() : startDropRoot(rows)
}

function startCanonicalRoot(): TableRoot {
  let frontier = EMPTY_FRONTIER
  return {
    add(rows) {
      const leaves = rows.map(({ entry, amount }) =>
        leafHash(encodeUtf8(canonicalJson({ amountMinor: formatMinor(amount), entry }))),
      )
      frontier = appendLeaves(frontier, leaves).frontier
    },
    root: () => encodeHex(frontierRoot(frontier)),
  }
}

function startDropRoot(rows: number): TableRoot {
  const leaves = new Uint8Array(rows * 32)
  let count = 0
  return {
    add(batch) {
      for (const { entry, amount } of batch) {
        leaves.set(dropLeaf(count, entry, amount), count * 32)
        count += 1
      }
    },
    root: () => encodeHex(buildDropTree(leaves.subarray(0, count * 32)).root),
  }
}
