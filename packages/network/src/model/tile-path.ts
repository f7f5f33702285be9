import { TILE_WIDTH } from '../limits.ts'

/** A resource of C2SP tlog-tiles: hashes of one level, or a bundle of entries. */
export interface TilePath {
  readonly level: number | 'entries'
  readonly index: number
  /** Hashes or entries that are asked for, 1 to TILE_WIDTH. */
  readonly width: number
}

/** Levels above have no node in a log of fewer than 2^53 leaves. */
const LEVEL_MAX = 6
/** Groups of three digits: enough for 2^53 leaves. */
const GROUPS_MAX = 5

/** Reads `<L>/<N>[.p/<W>]` or `entries/<N>[.p/<W>]` with N as `x001/x234/067`; undefined for anything else. */
export function parseTilePath(path: string): TilePath | undefined {
  const match = /^(entries|[0-9])\/((?:x\d{3}\/)*)(\d{3})(?:\.p\/([1-9]\d{0,2}))?$/.exec(path)
  const [, level = '', groups = '', last = '', width] = match ?? []
  if (match === null || groups.length > 5 * (GROUPS_MAX - 1)) return undefined
  if (level !== 'entries' && Number(level) > LEVEL_MAX) return undefined
  // A number has one path: no leading group of zeros.
  if (groups.startsWith('x000/')) return undefined
  // A full tile is not asked for as a partial one.
  if (width !== undefined && Number(width) >= TILE_WIDTH) return undefined
  return {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replace(/[x/]/g, '') + last),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
}
