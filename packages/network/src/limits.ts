/** Leaves appended under one checkpoint. Measured for group commit: the cost per row stops falling near 256; also the width of a tile. */
export const LOG_BATCH_MAX = 256
/** Leaves that wait for their place in the log; beyond it senders keep theirs. Chosen: 400 batches, seconds of work. */
export const LOG_PENDING_MAX = 100_000
/** Entries on one page. Chosen: a page of the longest entries stays under 1 MiB. */
export const LOG_PAGE_MAX = 256
/** Entries that one scope's query returns. */
export const SCOPE_ENTRIES_MAX = 256
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
/** What a reader may need to fetch a list, in the check of the rule (S13); milliseconds. Chosen: a slow answer, not a broken link. */
export const ACCREDITATION_FETCH_BUDGET_MS = 2_000
/** Journey of an act's effect to the authority, and the wait before it is said again. Chosen: as long as the act's own. */
export const EFFECT_BUDGET_MS = 3_600_000
export const EFFECT_RESEND_MS = 60_000
/** Past acts that the history of one subject shows, newest first. */
export const ACCREDITATION_ACTS_MAX = 256
/** Checkpoints above the newest witnessed one for which a witness's cosignatures are kept, newest first. Chosen: minutes of rounds. */
export const COSIGNED_SIZES_MAX = 16
/** For so long the log offers its witnesses one checkpoint, so that a quorum meets on it; milliseconds. Chosen: a small part of any merge delay. */
export const WITNESS_ROUND_MS = 5_000
/** Equivocations on one page. */
export const EQUIVOCATIONS_PAGE_MAX = 256
/** Age from which the addresses of accredited issuers are read again; milliseconds. Chosen: reading ten thousand costs tens of them. */
export const PUBLISHERS_AGE_MS_MAX = 10_000
/** The same when an address is not among them: strangers cannot have them read all the time. */
export const PUBLISHERS_AGE_MS_MIN = 1_000
/** How long the relay hands out a copy before it looks for a newer head, unless the publishing period is shorter; milliseconds. Chosen: an immediate act comes this much later. */
export const RELAY_FRESH_MS = 5_000
/** The publisher is asked for a young head, or again for one that could not be had, no more often than this; milliseconds. Heads count whole seconds. */
export const RELAY_REFETCH_MS_MIN = 1_000
/** How long a publisher may take to answer the relay; milliseconds. Below what a verifier waits for the relay. */
export const RELAY_FETCH_MS = 1_500
/** Questions to publishers at a time. Chosen: with the largest heads 168 MB would be under way, with usual ones 5 MB. */
export const RELAY_FLIGHTS_MAX = 32
/** Of them to one publisher, so that one that does not answer keeps nobody else's heads out. Chosen: more than a usual issuer has lists. */
export const RELAY_FLIGHTS_PER_PUBLISHER_MAX = 8
/** Addresses whose failure is remembered for RELAY_REFETCH_MS_MIN, the newest. Chosen: far more than fail at once, unless somebody makes them up. */
export const RELAY_FAILURES_MAX = 1_024
/** Bytes of all copies of heads: as many as there are of the largest in 51 scopes, of usual ones in more than a thousand. */
export const RELAY_BYTES_MAX = 268_435_456
/** Scopes whose heads are relayed. Chosen: 500 million entries in the smallest lists. */
export const RELAY_SCOPES_MAX = 4_096
/** Of one publisher among them, so that one cannot keep the others' out. Chosen: as many as verifiers take. */
export const RELAY_SCOPES_PER_PUBLISHER_MAX = 256
/** Heads of a scope whose counts are kept: of the last periods. */
export const RELAY_SEQS_MAX = 8
/** How long caches may keep a tile: it never changes (C2SP tlog-tiles). Seconds; a year, the most that caches take. */
export const TILE_MAX_AGE_S = 31_536_000
/** How long caches may keep the checkpoint (C2SP tlog-tiles: no more than a few seconds). */
export const CHECKPOINT_MAX_AGE_S = 2
/** How long caches may keep the accreditation list, if its lease is longer; seconds. Chosen: an immediate act is seen this much later. */
export const ACCREDITATIONS_MAX_AGE_S = 10
