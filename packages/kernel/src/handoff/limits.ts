/** Items in one envelope. Measured: the cost per item stops falling near 256 (group commit, reference table of DESIGN §10). */
export const ENVELOPE_ITEMS_MAX = 256
/** Bytes of one signed envelope. Chosen: 256 items of 64 KiB would be 16 MiB; envelopes are cut at this size instead. */
export const ENVELOPE_BYTES_MAX = 4_194_304
/** Body bytes (UTF-8) put into one envelope. Ids and kinds add 65 kB and base64url a third, so the envelope stays below its limit. */
export const ENVELOPE_BODY_BYTES_MAX = 2_621_440
/** Nesting of an envelope above its items' bodies: the envelope, its list, the item. */
export const ENVELOPE_DEPTH = 3
/** Bytes of one acknowledgement: an id, an outcome and a reason for each item, at their longest 160 kB for items and recalls together. */
export const ACKNOWLEDGEMENT_BYTES_MAX = 262_144
/** Envelopes to one recipient in one pump, and batches of defaults in one sweep, so that both end and their timer can be stopped. */
export const PUMP_ROUNDS_MAX = 1_000
/** Time allowed for one delivery. Chosen: longer than a slow commit, shorter than the shortest stage deadline. */
export const DELIVERY_TIMEOUT_MS = 5_000
/** First wait before a resend; it doubles up to the longest, each with jitter of up to its half. */
export const RESEND_MS_FIRST = 500
export const RESEND_MS_LONGEST = 30_000
/** Longest journey, 366 days, so that a time plus a budget stays a time. Chosen: no person is told to wait longer. */
export const BUDGET_MS_MAX = 31_622_400_000
