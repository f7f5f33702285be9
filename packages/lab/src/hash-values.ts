import { canonicalJson, encodeHex, type JsonValue, type SqlValue, sha256 } from '@evenkeel/kernel'

/** Hex digits of a hash in the history. Chosen: 64 bits tell two runs apart and keep lines short. */
const SHOWN_DIGITS = 16

/** Names bytes in the history. */
export function shortHash(data: Uint8Array | string): string {
  return encodeHex(sha256(data)).slice(0, SHOWN_DIGITS)
}

type Hashable = SqlValue | undefined | readonly Hashable[] | { readonly [name: string]: Hashable }

/** Names what went into a statement or came out of it. */
export function hashValues(values: Hashable): string {
  return shortHash(canonicalJson(toJson(values)))
}

function toJson(value: Hashable): JsonValue {
  if (value === undefined) return null
  if (value instanceof Uint8Array) return { bytes: encodeHex(value) }
  if (Array.isArray(value)) return value.map(toJson)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJson(inner)]))
}
