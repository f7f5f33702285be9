/** Bytes of a compact SD-JWT VC that a holder keeps. Chosen: twice what our issuer's largest is. */
export const CREDENTIAL_BYTES_MAX = 65_536
/** Nesting of a credential's claims. */
export const CREDENTIAL_DEPTH_MAX = 16
/** Credentials in one page of a listing. */
export const PAGE_ENTRIES_MAX = 200
/** Bytes of a payout salt: 128 bits (see PayoutOpening). */
export const PAYOUT_SALT_BYTES = 16
/** How long a look at the own status may take; milliseconds. Chosen: a person waits for it. */
export const STATUS_FETCH_MS = 5_000
/** Answer to a look at the own status over HTTP; milliseconds: the fetch, and reading the list. */
export const STATUS_BUDGET_MS = 6_000
