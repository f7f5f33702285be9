/** Wait for the acknowledgement of a final decision before it is escalated, and again after that. Chosen: a working hour is noticed the same day. */
export const ACKNOWLEDGE_MS = 3_600_000
/** Deadlines fired in one transaction. Measured for group commit: larger batches gain little and hold the writer longer. */
export const SWEEP_BATCH_MAX = 256
/** Cases on one page of the list. */
export const CASE_PAGE_MAX = 200
/** What a case is about, in characters: as `subject` of an opening. */
export const SUBJECT_CHARS_MAX = 256
/** Id of an act, in characters: as `actId` of an accreditation. */
export const ACT_ID_CHARS_MAX = 128
/** Name of a person who decides or appeals, in characters: as `decidedBy` of a decision. */
export const ACTOR_CHARS_MAX = 128
/** An appeal's reason, in characters. Chosen: two pages; evidence is named by hash, not enclosed. */
export const APPEAL_REASON_CHARS_MAX = 8_000
/** Bytes of a request that decides or appeals: the longest reason with every character escaped, and its frame. */
export const APPEAL_BODY_BYTES_MAX = 65_536
/** Journey of a decision to the party that carries it out, and the wait before an operator is told. Chosen: it is resent meanwhile. */
export const DECISION_BUDGET_MS = 86_400_000
export const DECISION_RESEND_MS = 600_000
/** Journey of a leaf or an act to the network, and the wait before an operator is told. Chosen: a few merge delays. */
export const NETWORK_BUDGET_MS = 3_600_000
export const NETWORK_RESEND_MS = 60_000
