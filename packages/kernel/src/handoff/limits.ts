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
/** Envelopes to one recipient in one pump, and batches of defaults or of what is forgotten in one sweep, so that each ends and its timer can be stopped. */
export const PUMP_ROUNDS_MAX = 1_000
/** Time allowed for one delivery. Chosen: longer than a slow commit, shorter than the shortest stage deadline. */
export const DELIVERY_TIMEOUT_MS = 5_000
/** First wait before a resend; it doubles up to the longest, each with jitter of up to its half. */
export const RESEND_MS_FIRST = 500
export const RESEND_MS_LONGEST = 30_000
/** How long a receiver remembers what it said about an item whose sender holds the answer: 35 days. Chosen: older backups are seldom put back. */
export const OUTCOMES_KEPT_MS = 3_024_000_000
/** How long a sender keeps an answered item with the answer that proves it: 400 days. Chosen: the longest journey, and a month to dispute it. */
export const ANSWERS_KEPT_MS = 34_560_000_000
/** Wait between two looks at what may be forgotten. Chosen: nothing depends on it, and each look costs a query per sender. */
export const FORGET_EVERY_MS = 60_000
/** Outcomes forgotten in one transaction, so that it holds the only writer no longer than an envelope does. */
export const FORGET_OUTCOMES_MAX = 256
/** Answers forgotten in one transaction, each with at most an envelope of items. Chosen: some milliseconds of the only writer. */
export const FORGET_ANSWERS_MAX = 16
/** Random bytes of a stream's name, which stands in every row. Chosen: one sender's few streams never draw the same. */
export const STREAM_NAME_BYTES = 8
/** Longest journey, 366 days, so that a time plus a budget stays a time. Chosen: no person is told to wait longer. */
export const BUDGET_MS_MAX = 31_622_400_000
