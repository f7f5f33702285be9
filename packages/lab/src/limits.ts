/** Events of one run before it counts as running away. Chosen: a hundred times the longest scenario, about 1 GB of history. */
export const EVENTS_MAX = 10_000_000
/** Violations that a report lists; a broken invariant tends to break again at every step. Chosen: more than anybody reads. */
export const VIOLATIONS_MAX = 100
/** Wall time at which every simulation begins: 2026-01-01T00:00:00Z. Chosen: fixed, so that a seed means one history. */
export const SIMULATION_START_MS = 1_767_225_600_000
/** Virtual milliseconds until a party that is not there refuses a connection. Chosen: one round trip. */
export const CONNECTION_REFUSED_MS = 2
/** How many times as long as usual a slow message takes. Chosen: past the first resend, so that old copies arrive after new ones. */
export const SLOW_MESSAGE_FACTOR = 40
/** Earlier copies of one document that a stale cache may still give. Chosen: about two leases, so that some are refused for age and some for order. */
export const STALE_COPIES_MAX = 4
/** Virtual milliseconds within which a drawn crash comes. Chosen: half fall inside the transaction or its answer, half anywhere after. */
export const CRASH_SOON_MS = 15
export const CRASH_LATER_MS = 500
/** How late a default may fire while its party is up. Chosen: a sweep every second, each of its statements on a stalling disk. */
export const DEFAULT_LATE_MS_MAX = 10_000
