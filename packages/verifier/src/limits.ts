/** Bytes of one presentation. Chosen: several times a credential with a picture-free set of claims. */
export const PRESENTATION_BYTES_MAX = 65_536
/** Nesting of a presentation's parts. */
export const PRESENTATION_DEPTH_MAX = 16
/** Oldest key binding JWT, unless configured; milliseconds. Chosen: a person may be slow between wallet and page. */
export const PRESENTATION_AGE_MS_MAX = 300_000
/** How far a holder's clock may run ahead; milliseconds. Chosen: what devices without time service show. */
export const HOLDER_CLOCK_AHEAD_MS_MAX = 60_000
/** How long a nonce that we gave out may be answered, unless configured; milliseconds. */
export const NONCE_TTL_MS = 300_000
/** Time for one retrieval of a status list or the accreditation list, unless configured; milliseconds. */
export const FETCH_MS = 2_000
/** Least time between two retrievals of one document, whatever the first one gave; milliseconds. Chosen: a dead source costs one try a second. */
export const REFETCH_MS_MIN = 1_000
/** Share of the lease after which a held document is fetched again, in eighths, and the random part on top (DESIGN §4: jittered, ahead of expiry). */
export const REFETCH_LEASE_EIGHTHS = 4
export const REFETCH_JITTER_EIGHTHS = 1
/**
 * Longest lease that counts, whatever a document says; milliseconds: 30 days. Chosen: bounds for how long a head has to be remembered, and
 * is far above what issuers use.
 */
export const LEASE_MS_MAX = 2_592_000_000
/**
 * How long after it was observed a head is forgotten; milliseconds. Every older document of its scope is out of any lease that counts by
 * then: LEASE_MS_MAX and a day for clocks.
 */
export const HEAD_REMEMBERED_MS: number = LEASE_MS_MAX + 86_400_000
/** Status lists held in memory: at most 4 MiB decoded (STATUS_LIST_BYTES_MAX) and 4 MiB as retrieved each; 64 kB together for a usual one. */
export const STATUS_LISTS_HELD_MAX = 32
/** Scopes of evidence whose newest document is kept in the store. Chosen: far above what accredited issuers need; an issuer cannot fill the disk. */
export const EVIDENCE_SCOPES_MAX = 4_096
/** Status lists of one issuer among them, so that one cannot keep the others' out. Chosen: 16 million credentials in lists half full. */
export const EVIDENCE_SCOPES_PER_ISSUER_MAX = 256
/** How long the evidence of a receipt is kept after its campaign has closed, unless configured; milliseconds: 90 days (chosen: appeals). */
export const EVIDENCE_RETENTION_MS = 7_776_000_000
/** Bytes of the documents that kept evidence refers to. Chosen: a year of a usual list every five minutes; beyond it receipts do not replay. */
export const EVIDENCE_BYTES_MAX = 8_589_934_592
/** Campaign rules held parsed in memory. */
export const RULES_HELD_MAX = 256
/** Expired rows of one table removed per sweep, so that a sweep ends. */
export const EXPIRED_REMOVED_MAX = 10_000
/** Keys of one issuer that are tried when a token names none of them: as many as its record may have. */
export const CANDIDATE_KEYS_MAX = 16
/** Characters of a text output of a receipt (Receipt schema). */
export const OUTPUT_CHARS_MAX = 512
/** Bytes of a nonce's and a receipt id's random part: 128 bits. */
export const RANDOM_BYTES = 16
