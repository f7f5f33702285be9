/** Claims being answered at once. Chosen: about 2 s of work at 4 k/s; with bodies of 32 KiB at most 256 MiB, in practice 16 MiB. */
export const INTAKE_WAITING_MAX = 8_192
/** Claims in one lookup, one round of signature checks and one commit. Measured: the cost per claim stops falling near 256. */
export const INTAKE_BATCH_MAX = 256
/** Rounds of signature checks under way. Two, so that this thread reads the next claims while others check signatures. */
export const EVALUATION_LANES = 2
/** What a claim is taken to cost before any was measured, in milliseconds. Chosen: the slower side of what two cores do. */
export const CLAIM_COST_MS_ASSUMED = 1
/** Shortest Retry-After, in milliseconds. Chosen: a shorter one would make the retries themselves the load. */
export const RETRY_AFTER_MS_MIN = 1_000
/** Campaign rules kept in memory. Chosen: a rule is at most 64 KiB. */
export const CAMPAIGN_CACHE_ENTRIES_MAX = 256
/** Rows of an allocation table written or read at once. Measured: larger batches gain nothing. */
export const TABLE_BATCH_ROWS = 1_000
/** Characters of a table's key. Chosen: the longest output that a receipt can carry. */
export const TABLE_ENTRY_CHARS_MAX = 512
/** Claims in one page of a list. Chosen. */
export const CLAIMS_PAGE_MAX = 200
/**
 * From ticket to payment, in milliseconds; holds add the rule's own deadline. Chosen: a day is what a claimant is told, and it leaves people
 * time to repair whatever stands in the way.
 */
export const CLAIM_BUDGET_MS = 86_400_000
/** Until a campaign's counterparties have all answered. Chosen: the notice of a campaign is longer. */
export const CAMPAIGN_BUDGET_MS = 86_400_000
/** First default of a handoff that is not answered: send it again now. Chosen: a restart takes less. */
export const RESEND_AFTER_MS = 60_000
/** Following defaults: tell an operator. Chosen: one who is told earlier can do nothing that the resends do not. */
export const ESCALATE_AFTER_MS = 3_600_000
