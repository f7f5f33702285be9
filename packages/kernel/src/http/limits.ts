import type { JsonLimits } from '../json/parse-json.ts'

/** Characters of a list's cursor. Chosen: two ids of 128 characters and what is between them. */
export const CURSOR_CHARS_MAX = 320
/** Query parameters, once they are an object: flat, and no larger than a request line may be. */
export const QUERY_LIMITS: JsonLimits = { maxBytes: 16_384, maxDepth: 1 }
/** A read of a few rows; milliseconds. Chosen: a store that takes longer is in trouble, and the caller is better told so. */
export const READ_BUDGET_MS = 2_000
/** A command that commits one transaction, behind others that do; milliseconds. Chosen: fsync takes tens of them on a slow disk. */
export const WRITE_BUDGET_MS = 5_000
/**
 * Least time for the work with which a refusal counts as one for lack of room, in milliseconds: whoever leaves less is refused by their own choice, and could
 * be whenever they like. Chosen: twice the longest wait at a door, which has the same places for all who can wait so long.
 */
export const PATIENCE_MS_MIN = 500
