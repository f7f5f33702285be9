/** Credentials issued, presented and verified at once while claims are prepared. Chosen: two batches of every group commit. */
export const PREPARED_AT_A_TIME = 512
/** Exchanges that the storm has open at once. Chosen: below the places for connections that a node has. */
export const EXCHANGES_MAX = 1_500
/** Width of the storm's clock, in milliseconds: sends due within one tick go together. */
export const TICK_MS = 10
/** What a claimant's client waits for an answer, in milliseconds; it states half a second less. */
export const PATIENCE_MS = 4_000
export const STATED_BUDGET_MS = 3_500
/** First wait after a connection broke, in milliseconds; it doubles up to the longest. */
export const BROKEN_WAIT_MS = 200
export const BROKEN_WAIT_MS_MAX = 3_200
/** A naive client sends again after so long, whether or not it has an answer, in milliseconds; the next time after twice as long. */
export const NAIVE_RETRY_MS = 250
/** Sends of one claim after which its claimant gives up. Chosen: far above what an hour of refusals takes. */
export const SENDS_MAX = 200
/** How long the ledger waits for the bank, in milliseconds. */
export const BANK_TIMEOUT_MS = 400
/** Calls of a hundred to the bank that get no answer, and how many of those were carried out all the same. */
export const BANK_SILENT_PER_CENT = 20
export const BANK_DONE_OF_SILENT_PER_CENT = 60
/** Bytes of one request to the bank. Chosen: a batch of 256 payments with room. */
export const BANK_BODY_BYTES_MAX = 1_048_576
/** Between two looks at how far the world is, in milliseconds. */
export const LOOK_EVERY_MS = 200
/** The world has to be back, and everything decided, within so long after the last claimant has a ticket, in milliseconds. */
export const DRAIN_MS_MAX = 3_600_000
/** Largest resident size of the world's process, in MiB. Chosen: a machine of the smallest kind that is rented out runs it. */
export const RSS_MIB_MAX = 1_536
/** Claims explained at once when the end is judged. */
export const EXPLAINED_AT_A_TIME = 512
/** First differences that a report lists. */
export const FAULTS_LISTED_MAX = 10
/** What a payment may be ordered later than the last lease without the withdrawal ends, in milliseconds: clocks, and a batch on its way. */
export const RECHECK_SLACK_MS = 25_000
/** How often somebody presents again to a verifier that cannot tell yet, and after how many milliseconds. */
export const PRESENTED_TIMES_MAX = 60
export const PRESENTED_AGAIN_MS = 1_000
/** From a world that serves again to its first ticket, in milliseconds (O6). */
export const RECOVERY_MS_MAX = 5_000
/** Lease of the accreditation list, in milliseconds. Chosen: what is withdrawn in the midst of a storm of a minute has to be known before it is over. */
export const ACCREDITATION_LEASE_MS = 30_000
