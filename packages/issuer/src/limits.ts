/** Fewest entries of a status list: below it an index says too much about whose credential was looked up (DESIGN §5: herd size). */
export const STATUS_LIST_ENTRIES_MIN = 131_072
/**
 * Most entries. Measured: a list with half of them used, all revoked or suspended at random, compresses worst; its token, which has the list in
 * base64url twice over, is then 4.02 MB and stays below what readers take (STATUS_TOKEN_BYTES_MAX). 2^24 entries would be 5.6 MB.
 */
export const STATUS_LIST_ENTRIES_MAX = 12_000_000
/** Bits of an entry: valid, invalid and suspended need two. */
export const STATUS_ENTRY_BITS = 2
/** Bytes of a list in one row. Chosen: a change writes 16 kB, not 2.5 MB of 10 M entries, which are 153 rows to read. */
export const BITS_PAGE_BYTES = 16_384
/** Draws for one free index. In a list at most half full each fails with at most 1/2, so all fail once in 2^64 (chosen). */
export const INDEX_DRAWS_MAX = 64
/** What a reader may need to fetch a list, its retry included; milliseconds. Chosen: part of what a lease has to hold (`checkLeaseRule`). */
export const STATUS_FETCH_BUDGET_MS = 2_000
/** How far ahead a change may be announced, in milliseconds: a year (chosen; heads carry it until then). */
export const ACT_NOTICE_MS_MAX = 31_536_000_000
/** Changes that are announced of one credential at a time (chosen). */
export const CREDENTIAL_ACTS_MAX = 8
/** How late a publication made ahead of a turn may be, in milliseconds, when it had to be replaced. Chosen: beyond it the sweep at the turn serves. */
export const AHEAD_LATE_MS_MAX = 2_000
/** Bytes of a credential's own claims as canonical JSON. Chosen: with salts, digests and base64url it stays below MESSAGE_LIMITS. */
export const CREDENTIAL_CLAIMS_BYTES_MAX = 16_384
/** Claims of one credential. Chosen: every one may become a disclosure, and DISCLOSURES_MAX is 256. */
export const CREDENTIAL_CLAIMS_MAX = 128
/** Nesting of one claim. Chosen: verifiers read presentations of 16 levels, of which the credential needs one. */
export const CREDENTIAL_CLAIM_DEPTH_MAX = 12
/** Longest validity of a credential in milliseconds: 100 years (chosen). */
export const CREDENTIAL_VALIDITY_MS_MAX = 3_155_760_000_000
/** Units of time in a credential's validity, at least: rounding its end down to one costs no more than a twenty-fourth of it (chosen). */
export const CREDENTIAL_TIME_UNITS_MIN = 24
/**
 * Longest wait until the clock has come to the second of a publication, in milliseconds. Chosen: as many processes as that is seconds may publish one
 * list all the time, and their heads stay as near to the clock; what is further ahead was signed before the clock was set back.
 */
export const PUBLICATION_WAIT_MS_MAX = 5_000
/** Credentials in one page of a listing. */
export const PAGE_ENTRIES_MAX = 200
/** Bytes of a salt (RFC 9901 §9.3: 128 bits) and of the random part of a credential id. */
export const RANDOM_BYTES = 16
/** How long the log may take to acknowledge a head before the default tells an operator; milliseconds. */
export const HEAD_LOG_BUDGET_MS = 3_600_000
/** Wait before a head is sent to the log once more, outside the outbox's own resends; milliseconds. */
export const HEAD_LOG_RESEND_MS = 60_000
/** A request to issue: the claims at their largest as somebody else may write them, and names beside them (chosen). */
export const ISSUE_REQUEST_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = {
  maxBytes: 2 * CREDENTIAL_CLAIMS_BYTES_MAX,
  maxDepth: CREDENTIAL_CLAIM_DEPTH_MAX + 2,
}
/** A request to change a status: a code, a mode, a time. */
export const STATUS_REQUEST_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = {
  maxBytes: 1_024,
  maxDepth: 2,
}
