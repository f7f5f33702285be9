/** Items in one envelope. Measured: the cost per item stops falling near 256 (group commit, reference table of DESIGN §10). */
export const ENVELOPE_ITEMS_MAX = 256
/** Bytes of one signed envelope. Chosen: 256 items of 64 KiB would be 16 MiB; envelopes are cut at this size instead. */
export const ENVELOPE_BYTES_MAX = 4_194_304
/** Body bytes put into one envelope; base64url adds a third, so the envelope stays below its limit. */
export const ENVELOPE_BODY_BYTES_MAX = 2_621_440
/** Bytes of one acknowledgement: an id, an outcome and a reason for each item. */
export const ACKNOWLEDGEMENT_BYTES_MAX = 262_144
/** Time allowed for one delivery. Chosen: longer than a slow commit, shorter than the shortest stage deadline. */
export const DELIVERY_TIMEOUT_MS = 5_000
/** First wait before a resend; it doubles up to the longest, each with jitter of up to its half. */
export const RESEND_MS_FIRST = 500
export const RESEND_MS_LONGEST = 30_000
