/** Transfers applied in one transaction. Source: the envelope's limit, which is also where group commit stops getting cheaper. */
export const TRANSFERS_PER_BATCH_MAX = 256
/** Legs linked in one transfer. Chosen: four times the longest that a rail needs. */
export const LEGS_PER_TRANSFER_MAX = 16
/** Accounts that a payment in parts is told apart by. Source: the legs of one repayment, of which two are the campaign's. What went to others is taken for the last one's. */
export const ACCOUNTS_PAID_MAX: number = LEGS_PER_TRANSFER_MAX - 2
/** Characters of a transfer id that comes from outside: room for what the ledger's own ids add to it, below the 128 of every id. */
export const TRANSFER_ID_CHARS_MAX = 96
/** Rows read at once when the journal or all accounts are walked. Chosen: some megabytes, whatever the size of the ledger. */
export const PAGE_ROWS_MAX = 4_096
/** Rows of the journal on one page of the API. Chosen: under a megabyte, since an entry has at most LEGS_PER_TRANSFER_MAX movements. */
export const JOURNAL_PAGE_MAX = 256
/** Recomputing the journal and adding up all accounts; milliseconds. Chosen: an auditor waits that long; whoever has more reads the journal's pages. */
export const PROOF_BUDGET_MS = 60_000

/** Batches that are looked at in one sweep. Chosen: 5,120 payments a second where the rail answers at once, and some seconds where it never does. */
export const RAIL_BATCHES_PER_SWEEP_MAX = 20
/** First wait before a payment without a known outcome is looked at again; it doubles up to the longest. */
export const RAIL_LOOK_MS_FIRST = 1_000
/** Longest wait between two looks. Chosen: a rail that was down is noticed within minutes, and a thousand lost payments cost it 2 requests a second. */
export const RAIL_LOOK_MS_LONGEST = 600_000
/** Wait before an overdue payment is reported again (H5: the last default repeats). Chosen: once per working day. */
export const PAYMENT_OVERDUE_REPEAT_MS = 86_400_000

/** Batches of releases in one sweep. Measured: its 10,000 vestings take a second on a disk; the next sweep goes on where this one stopped. */
export const RELEASE_BATCHES_PER_SWEEP_MAX = 40
/** Milliseconds in which the outcome of a release should be known. Chosen: as for any payment, a day. */
export const RELEASE_BUDGET_MS = 86_400_000
/** Milliseconds until a release that was refused is tried again. Chosen: an operator is told, and acts within a working day. */
export const RELEASE_RETRY_MS = 86_400_000
/** Longest that one word of its owner lets a campaign's releases wait, in milliseconds. Chosen: a month, above every pause of a campaign. */
export const RELEASES_PAUSED_MS_MAX = 2_678_400_000
