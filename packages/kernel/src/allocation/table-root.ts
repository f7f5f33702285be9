import { encodeHex } from '../bytes/hex.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { MinorUnits } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { formatMinor } from '../money/minor-units.ts'
import { appendLeaves, EMPTY_FRONTIER, frontierRoot } from '../trees/frontier.ts'
import { leafHash } from '../trees/tree-hash.ts'
import { type DropLayout, startMerkleDrop } from './merkle-drop.ts'

/** `rfc6962`: the log's tree over canonical rows `{amountMinor, entry}`, for any keys; the others are for contracts. */
export type TableLayout = 'rfc6962' | DropLayout

/** One recipient. Its position in the table is its index in the layouts that have one. */
export interface TableRow {
  readonly entry: string
  readonly amount: MinorUnits
}

/** Takes the rows of a table in order and gives the root that commits to them, as 64 hex digits. */
export interface TableRoot {
  add(rows: readonly TableRow[]): void
  root(): string
}

/** Starts the root over at most `rows` rows. Memory: 120 bytes per row for a contract's layout, next to nothing for `rfc6962`. */
export function startTableRoot(layout: TableLayout, rows: number): TableRoot {
  return layout === 'rfc6962' ? startCanonicalRoot() : startDropRoot(layout, rows)
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

function startDropRoot(layout: DropLayout, rows: number): TableRoot {
  const drop = startMerkleDrop(layout, rows)
  return {
    add(batch) {
      for (const { entry, amount } of batch) drop.add(entry, amount)
    },
    root: () => encodeHex(drop.build().root),
  }
}
