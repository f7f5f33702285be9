/** Leaves appended under one checkpoint. Measured for group commit: the cost per row stops falling near 256; also the width of a tile. */
export const LOG_BATCH_MAX = 256
/** Leaves that wait for their place in the log; beyond it senders keep theirs. Chosen: 400 batches, seconds of work. */
export const LOG_PENDING_MAX = 100_000
/** Entries on one page. Chosen: a page of the longest entries stays under 1 MiB. */
export const LOG_PAGE_MAX = 256
/** Entries that one scope's query returns. */
export const SCOPE_ENTRIES_MAX = 256
/** Bytes of one entry: C2SP tlog-tiles writes its length in 16 bits. */
export const LOG_ENTRY_BYTES_MAX = 65_535
/** Hashes in one tile (C2SP tlog-tiles). */
export const TILE_WIDTH = 256
/** Tree levels that one tile spans: 2^8 = TILE_WIDTH. */
export const TILE_HEIGHT = 8
/** Accreditations in the list: as its message allows. */
export const ACCREDITATIONS_MAX = 10_000
/** Bytes of all records together. Chosen: base64url adds a third, and the token stays below the limit of its readers. */
export const ACCREDITATION_BYTES_MAX = 12_000_000
/**
 * How far ahead of our clock an act may have been decided; milliseconds. Chosen: clocks differ by less, and an act dated beyond it would stand
 * against every later one until then.
 */
export const ACT_AHEAD_MS_MAX = 300_000
/** Past acts that the history of one subject shows, newest first. */
export const ACCREDITATION_ACTS_MAX = 256
/** How long caches may keep a tile: it never changes (C2SP tlog-tiles). Seconds; a year, the most that caches take. */
export const TILE_MAX_AGE_S = 31_536_000
/** How long caches may keep the checkpoint (C2SP tlog-tiles: no more than a few seconds). */
export const CHECKPOINT_MAX_AGE_S = 2
/** How long caches may keep the accreditation list, if its lease is longer; seconds. Chosen: an immediate act is seen this much later. */
export const ACCREDITATIONS_MAX_AGE_S = 10
