/** Processes that serve one world. Chosen: one writer of a store is not made faster by more than the cores of a large machine. */
export const PROCESSES_MAX = 64
/** How often processes tell each other of their load, in milliseconds. Chosen: twice the window over which a level is found. */
export const LOAD_TOLD_EVERY_MS = 200
/**
 * How long a worker may say nothing before it is ended, in milliseconds; it tells of its load by the clock. Chosen: longer than the opening of all stores on a
 * busy machine, and than STORE_BUSY_DEADLINE_MS.
 */
export const WORKER_SILENT_MS_MAX = 20_000
/** First and longest wait before a worker that ended is started again, in milliseconds; it doubles. Chosen: a fault that lasts must not use up a core. */
export const RESTART_MS_FIRST = 250
export const RESTART_MS_LONGEST = 30_000
/** After so long a life the next wait is the first one again, in milliseconds. Chosen: twice the longest wait. */
export const WORKER_STEADY_MS = 60_000
/** How long a worker gets to end by itself, in milliseconds: `drainMsMax` of the HTTP server, and to close its stores. */
export const WORKER_STOP_MS_MAX = 35_000
/** How often a worker does what only it can do, in milliseconds. Chosen: as often as a party is swept. */
export const WORKER_SWEEP_EVERY_MS = 1_000
