/** Bytes of one line of a bundle. Source: a rule document has 64 KiB at most; room for what stands around it. */
export const AUDIT_LINE_BYTES_MAX = 131_072
/** Nesting of one line: a rule inside it (chosen). */
export const AUDIT_LINE_DEPTH_MAX = 20
/** Claims of one campaign that are recomputed in one run. Measured: as many take some 800 MiB of memory and half a minute; the rest is for campaigns whose lines say more. */
export const AUDIT_CLAIMS_MAX = 1_000_000
/** Rows of one table: as many as a rule may name. They are not held. */
export const AUDIT_ROWS_MAX = 10_000_000
/** Leaves of one campaign in the log. Chosen: a dozen is usual; each is held until the checkpoint is read. */
export const AUDIT_LEAVES_MAX = 1_024
/** Postings of one campaign's ledger. Chosen: six for each claim, those of refused and repeated transfers included; they are not held. */
export const AUDIT_POSTINGS_MAX = 6_000_000
/** Transfers that are followed at once. Source: one for each claim, and some for those that an appeal began again. */
export const AUDIT_TRANSFERS_MAX = 1_250_000
/** Transfers of one claim: the first, and one for each decision that began it again (chosen). */
export const AUDIT_CLAIM_TRANSFERS_MAX = 64
/** Movements of one posting. Source: the legs of one transfer in the ledger. */
export const AUDIT_MOVEMENTS_MAX = 16
/** Accounts of one campaign. Chosen: the ledger has fewer than ten. */
export const AUDIT_ACCOUNTS_MAX = 32
/** Bytes of the file that says whom an auditor trusts. Chosen: some hundred keys. */
export const AUDIT_TRUST_BYTES_MAX = 65_536
/** Keys of one party that an auditor accepts: the present one and former ones (chosen). */
export const AUDIT_PARTY_KEYS_MAX = 64
/** Characters of what a difference repeats of the bundle: enough for a hash and some words (chosen). */
export const AUDIT_SHOWN_CHARS_MAX = 200
