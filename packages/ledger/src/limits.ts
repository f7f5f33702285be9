/** Transfers applied in one transaction. Source: the envelope's limit, which is also where group commit stops getting cheaper. */
export const TRANSFERS_PER_BATCH_MAX = 256
/** Legs linked in one transfer. Chosen: four times the longest that a rail needs. */
export const LEGS_PER_TRANSFER_MAX = 16
/** Characters of a transfer id that comes from outside: room for what the ledger's own ids add to it, below the 128 of every id. */
export const TRANSFER_ID_CHARS_MAX = 96
/** Rows read at once when the journal or all accounts are walked. Chosen: some megabytes, whatever the size of the ledger. */
export const PAGE_ROWS_MAX = 4_096
/** Rows of the journal on one page of the API. Chosen: under a megabyte, since an entry has at most LEGS_PER_TRANSFER_MAX movements. */
export const JOURNAL_PAGE_MAX = 256
/** Recomputing the journal and adding up all accounts; milliseconds. Chosen: an auditor waits that long; whoever has more reads the journal's pages. */
export const PROOF_BUDGET_MS = 60_000

/** First wait before a payment without a known outcome is looked at again; it doubles up to the longest. */
export const RAIL_LOOK_MS_FIRST = 1_000
/** Longest wait between two looks. Chosen: a rail that was down is noticed within minutes, and a thousand lost payments cost it 2 requests a second. */
export const RAIL_LOOK_MS_LONGEST = 600_000
/** Wait before an overdue payment is reported again (H5: the last default repeats). Chosen: once per working day. */
export const PAYMENT_OVERDUE_REPEAT_MS = 86_400_000
