/** Wait between two looks at the outbox. Chosen: below what a person notices, far above a commit. */
export const PUMP_EVERY_MS = 100
/** Wait between two sweeps. Chosen: deadlines are minutes and more; a second late is on time. */
export const SWEEP_EVERY_MS = 1_000
