import { assert } from '../assert.ts'
import { concatBytes } from '../bytes/concat-bytes.ts'
import { sortRecords } from '../bytes/sort-records.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { SHA256_BYTES, sha256 } from '../crypto/hash.ts'
import type { MinorUnits } from '../ids.ts'
import {
  type CampaignLimits,
  type Limit,
  type LimitKeys,
  type LimitKind,
  limitKinds,
} from '../messages/rule/limits.ts'
import { parseMinor } from '../money/minor-units.ts'
import { splitPool } from '../money/split-pool.ts'
import { unwrap } from '../result.ts'
import { entrySetRoot } from './ticket-set-root.ts'

/** An entry with what it has in common with others. */
export interface LimitedEntry {
  readonly entry: string
  readonly limitKeys?: LimitKeys
}

/** Whether some of a window's entries may have nothing because of a limit in count: then its closing commits to `entrySetRoot`. */
export function isLimitedInCount(limits: CampaignLimits | undefined): boolean {
  return limitKinds.some((kind) => limits?.[kind]?.claimsMax !== undefined)
}

/**
 * The entries for which there is no room in count, with the limit that leaves none. Who gets in goes by a number that follows from the entry and
 * the set that `entryRoot` commits to: not from when anybody came, and nobody knows it before that set is complete; who is taken out of it later changes
 * nobody else's number. Whoever of many identities gets in, together they are no more than the limit.
 */
export function limitEntries(
  limits: CampaignLimits,
  entries: readonly LimitedEntry[],
  entryRoot?: string,
): ReadonlyMap<string, LimitKind> {
  const cut = new Map<string, LimitKind>()
  const counting = limitKinds.filter((kind) => limits[kind]?.claimsMax !== undefined)
  if (counting.length === 0) return cut
  const root = entryRoot ?? entrySetRoot(entries.map(({ entry }) => entry))
  const counts = new Map<string, number>()
  for (const { entry, limitKeys } of inSetOrder(entries, root)) {
    const keys = counting.map((kind) => groupOf(kind, limitKeys))
    const full = counting.find((kind, i) => {
      const { claimsMax = 0 } = limits[kind] as Limit
      return (counts.get(keys[i] as string) ?? 0) >= claimsMax
    })
    if (full !== undefined) cut.set(entry, full)
    else for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return cut
}

/** In the order of SHA-256(root ‖ SHA-256(entry)), the root as 64 hex digits. */
function inSetOrder(entries: readonly LimitedEntry[], entryRoot: string): readonly LimitedEntry[] {
  const root = encodeUtf8(entryRoot)
  const numbers = new Uint8Array(entries.length * SHA256_BYTES)
  entries.forEach(({ entry }, place) => {
    numbers.set(sha256(concatBytes(root, sha256(entry))), place * SHA256_BYTES)
  })
  return [...sortRecords(numbers, SHA256_BYTES)].map((place) => entries[place] as LimitedEntry)
}

/**
 * Scales the amounts of entries that together get more than a limit in value down to it, by largest remainder, one kind after the other: each step
 * only takes away, so what an earlier one has done stays true. What is taken away is left over.
 */
export function limitAmounts(
  limits: CampaignLimits,
  entries: readonly LimitedEntry[],
  amounts: readonly MinorUnits[],
): readonly MinorUnits[] {
  const limited = [...amounts]
  for (const kind of limitKinds) {
    const max = limits[kind]?.amountMinorMax
    if (max === undefined) continue
    const cap = unwrap(parseMinor(max))
    const groups = new Map<string, number[]>()
    entries.forEach(({ limitKeys }, place) => {
      const key = groupOf(kind, limitKeys)
      const group = groups.get(key)
      if (group === undefined) groups.set(key, [place])
      else group.push(place)
    })
    for (const places of groups.values()) scale(cap, places, entries, limited)
  }
  return limited
}

function scale(
  cap: MinorUnits,
  places: readonly number[],
  entries: readonly LimitedEntry[],
  amounts: MinorUnits[],
): void {
  const sum = places.reduce((total, place) => total + (amounts[place] as bigint), 0n)
  if (sum <= cap) return
  const parts = places.map((place) => ({
    key: (entries[place] as LimitedEntry).entry,
    weight: amounts[place] as bigint,
  }))
  const scaled = unwrap(splitPool(cap, parts))
  places.forEach((place, i) => {
    const amount = scaled[i] as MinorUnits
    assert(amount <= (amounts[place] as bigint), 'a limit gives nobody more')
    amounts[place] = amount
  })
}

function groupOf(kind: LimitKind, keys: LimitKeys | undefined): string {
  const key = keys?.[kind]
  assert(key !== undefined, `an entry without what ${kind} goes by`)
  return `${kind} ${key}`
}
