/** Longest that this machine's clock may be off, in milliseconds: the bound of a node with time synchronisation. */
export const CLOCK_BOUND_MS = 2_000
/** How long a pass opens doors, in milliseconds. Chosen: an afternoon; whoever stays longer verifies again. */
export const PASS_MS = 14_400_000
/** Admitting somebody: one signature check and one commit; milliseconds. */
export const ADMIT_BUDGET_MS = 2_000
/** Forgotten admissions per transaction, so that none holds the store for long. */
export const FORGET_BATCH_MAX = 1_000
/** Wait between two sweeps, in milliseconds. */
export const FORGET_EVERY_MS = 60_000
/** Bytes of the file that says whom to trust. Chosen: some hundred verifiers. */
export const VERIFIERS_BYTES_MAX = 65_536
/** Keys of one verifier: the current one and those that were replaced while receipts under them still live. */
export const KEYS_PER_VERIFIER_MAX = 16
