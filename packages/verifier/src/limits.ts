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
/** Status lists held decoded in memory: at most 4 MiB each (STATUS_LIST_BYTES_MAX), 32 kB for a usual one. */
export const STATUS_LISTS_HELD_MAX = 32
/** Scopes of evidence whose newest document is kept in the store. Chosen: far above what accredited issuers need; an issuer cannot fill the disk. */
export const EVIDENCE_SCOPES_MAX = 4_096
/** Campaign rules held parsed in memory. */
export const RULES_HELD_MAX = 256
/** Used nonces removed per sweep, so that a sweep ends. */
export const NONCES_REMOVED_MAX = 10_000
/** Keys of one issuer that are tried when a token names none of them. */
export const CANDIDATE_KEYS_MAX = 4
/** Characters of a text output of a receipt (Receipt schema). */
export const OUTPUT_CHARS_MAX = 512
/** Bytes of a nonce's and a receipt id's random part: 128 bits. */
export const RANDOM_BYTES = 16
