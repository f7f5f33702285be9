import type { JsonLimits } from '@evenkeel/kernel'

/** Claims being answered at once. Chosen: about 2 s of work at 4 k/s; with bodies of 32 KiB at most 256 MiB, in practice 16 MiB. */
export const INTAKE_WAITING_MAX = 8_192
/** Claims in one lookup, one round of signature checks and one commit. Measured: the cost per claim stops falling near 256. */
export const INTAKE_BATCH_MAX = 256
/** Length of one round of signature checks by the cost last measured, in milliseconds. Chosen: a fifth of the wait that the door allows, and enough in hand that a slow check never runs dry. */
export const INTAKE_BATCH_MS_MAX = 50
/** Appeals waiting for their commit. Chosen: some seconds of commits, and a few bytes each. */
export const APPEALS_WAITING_MAX = 1_024
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
/** Campaigns in one page of a list. Chosen. */
export const CAMPAIGNS_PAGE_MAX = 100
/** A rule document with the lines of its table, as one request. Chosen: reading it holds the process for some 20 ms; longer tables are loaded by a command. */
export const CAMPAIGN_BODY_LIMITS: JsonLimits = { maxBytes: 1_048_576, maxDepth: 16 }
/** Lines of a table in one request: what fits into the body. */
export const CAMPAIGN_BODY_LINES_MAX = 10_000
/** From a claim's headers to its answer, in milliseconds. Chosen: beyond it people send again, and the retries would be the load. */
export const CLAIM_ANSWER_BUDGET_MS = 10_000
/** Making a campaign, with its table, in milliseconds. */
export const CAMPAIGN_ANSWER_BUDGET_MS = 30_000
/** State documents kept in memory, signed. Chosen: about 4 KiB each. */
export const CLAIM_STATES_CACHED_MAX = 4_096
/** How long a state document is answered without looking at the store, in milliseconds; also the rhythm at which watched claims are looked at. Chosen: what people take for at once. */
export const CLAIM_STATE_FRESH_MS = 1_000
/** Streams of claim events in one process. Chosen: one look at all of their claims stays below 50 ms. */
export const CLAIM_WATCHERS_MAX = 2_048
/** Longest stream of claim events, in milliseconds; the reader then connects again, perhaps with another process. Chosen. */
export const CLAIM_WATCH_MS_MAX = 600_000
/** `max-age` of a state document, in seconds: of one that still changes by itself, and of one that only an appeal changes. Chosen. */
export const CLAIM_STATE_MAX_AGE_S = 2
export const CLAIM_END_MAX_AGE_S = 60
/** From the end of a campaign until it is archived, in milliseconds. Chosen: a quarter, in which people still ask about it. */
export const ARCHIVE_AFTER_MS = 7_776_000_000
/** Longest single pause, in milliseconds. Chosen: three days, a weekend and the working day after it. */
export const PAUSE_MS_MAX = 259_200_000
/** Longest that one campaign is paused in all, in milliseconds (G7). Chosen: two weeks. */
export const PAUSES_MS_MAX = 1_209_600_000
/** Names of people and reasons that they give, in characters. Chosen. */
export const NAME_CHARS_MAX = 128
