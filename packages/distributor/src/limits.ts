import type { JsonLimits } from '@evenkeel/kernel'

/** Claims being answered at once. Chosen: about 2 s of work at 4 k/s; with bodies of 32 KiB at most 256 MiB, in practice 16 MiB. */
export const INTAKE_WAITING_MAX = 8_192
/** Claims in one lookup, one round of signature checks and one commit. Measured: the cost per claim stops falling near 256. */
export const INTAKE_BATCH_MAX = 256
/** Length of one round of signature checks by the cost last measured, in milliseconds. Chosen: a third of the wait that the door allows, and enough in hand that a slow check never runs dry. */
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
/** Campaigns for which a process notes by itself when somebody was refused for lack of room. Chosen: as many as the door tells apart. */
export const REFUSALS_NOTED_MAX = 64
/** People of a dry run in one request. Chosen: what fits into the body; sharing among them holds the process for 0.1 s, with limits of every kind for 0.6 s (measured). */
export const DRY_RUN_PEOPLE_MAX = 10_000
/** People of a dry run whose expressions are evaluated without a pause. Chosen: 64 ms of the costliest that a policy may have. */
export const DRY_RUN_PEOPLE_AT_ONCE = 16
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
/** Longest single hold upon a verifier, in milliseconds. Chosen: a week, in which its operator finds out what happened. */
export const VERIFIER_HOLD_MS_MAX = 604_800_000
/** Longest that one verifier is held in all, in milliseconds (G7). Chosen: a month; by then no rule names it any more, or it is sound. */
export const VERIFIER_HOLDS_MS_MAX = 2_592_000_000
/** Holds of one verifier that one person proposes at a time. Chosen: corrections of a first one; those of one person leave room for others'. */
export const HOLD_PROPOSALS_MAX = 4
/** Batches of claims that one sweep looks at behind the payment gate. Chosen: some seconds, in which nothing else of the sweep has to be on time. */
export const GATE_BATCHES_PER_SWEEP_MAX = 64
/**
 * Items that the ledger has not answered, from which on the payment gate lets nobody through and asks nobody. Chosen: two envelopes, so that the ledger never runs
 * dry, and an order that passed is in the third that is sent.
 */
export const LEDGER_ITEMS_AT_GATE_MAX = 512
/** Looks in a row at a gate that is shut, after which the sweep goes on to other work. Chosen: some turns of the ledger, and few enough to hold up nothing under load. */
export const GATE_SHUT_LOOKS_MAX = 8
/** Age of a good answer from which on it is asked for once more before the payment, in milliseconds. Chosen: some sweeps, and well below a lease. */
export const RECHECK_FRESH_MS = 5_000
/** Questions to one verifier about one claim after which an answer's age is the rule's alone. Chosen: one for the window, and three in a row that were too old. */
export const RECHECKS_FOR_AGE_MAX = 4
/** Questions to one verifier about one claim. Chosen: one for the window, one for the payment, and some that a pause or a hold outlasts. */
export const RECHECKS_OF_CLAIM_MAX = 8
/** How long a proposed hold waits for a second person, in milliseconds. Chosen: a working day; a later one proposes anew. */
export const HOLD_PROPOSAL_MS_MAX = 86_400_000
/** Names of people and reasons that they give, in characters. Chosen. */
export const NAME_CHARS_MAX = 128
/** Claims that one record of revocations names. Chosen: a reconciliation's page; they are taken out in one transaction. */
export const REVOKED_CLAIMS_MAX = 1_000
/** From one person's word about a revocation until it counts for nothing, unless a second says the same; milliseconds. Chosen: a week. */
export const REVOCATION_PROPOSAL_MS = 604_800_000
/** Receivables in one page of a list, and written off by one step of a sweep. Chosen. */
export const RECEIVABLES_PAGE_MAX = 200
/** From one person's word that a vesting ends until it counts for nothing, unless a second confirms it; milliseconds. Chosen: a week. */
export const CANCEL_PROPOSAL_MS = 604_800_000
/** Payments of one claim in one answer. Chosen: all of the longest schedule, and as many that were refused on the way. */
export const RELEASES_SHOWN_MAX = 1_040
/** Until two people have confirmed a change of a payout target, in milliseconds; then it lapses. Chosen: two weeks, holidays included. */
export const PAYOUT_CHANGE_CONFIRM_MS = 1_209_600_000
/** Changes of payout targets that one sweep looks at. Chosen. */
export const PAYOUT_CHANGES_PER_SWEEP_MAX = 256
/** Wait before a change is looked at again that an open period keeps from applying, in milliseconds. Chosen: periods last days. */
export const PAYOUT_CHANGE_LOOK_MS = 60_000
/** Changes of one claim's payout target, in its whole life. Chosen: several a year of the longest vesting; each costs people's time. */
export const PAYOUT_CHANGES_PER_CLAIM_MAX = 64
/** How far a holder's clock may be ahead of ours when it signs a change, in milliseconds. Chosen: five minutes, as clocks of devices go. */
export const PAYOUT_CHANGE_AHEAD_MS = 300_000
