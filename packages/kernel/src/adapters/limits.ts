/** How long a transaction waits for a writer in another process before it gives up. Chosen: longer than any batch, shorter than a caller's patience. */
export const STORE_BUSY_DEADLINE_MS = 5_000
/** How long SQLite itself may block the thread for a lock. Chosen: below what a person or a probe would notice. */
export const STORE_BUSY_BLOCK_MS = 10
/** Pause between two attempts to become the writer; the event loop runs meanwhile. Chosen: about one batch of 256 rows. */
export const STORE_BUSY_RETRY_MS = 5
/** Transactions of one store that may wait for their turn. Chosen: far above what group commit produces, 10 MB at the most. */
export const STORE_WAITING_MAX = 10_000
/** Prepared statements kept per connection. Chosen: all roles together have fewer, about 10 kB each. */
export const STORE_STATEMENTS_MAX = 512
/** Page cache per connection in KiB. Chosen: holds the hot pages of a campaign of some hundred thousand claims. */
export const STORE_CACHE_KIB = 32_768

/**
 * Pages of 4 KiB in the write-ahead log before they move to the database file. Measured on 250,000 random keys in batches of 256: 8,000
 * pages insert 1.5 times as fast as SQLite's 1,000, with a longest pause of 20 ms; the log takes 32 MB.
 */
export const STORE_CHECKPOINT_PAGES = 8_000

/** Threads that check signatures: more than the cores of a large machine gains nothing. */
export const COMPUTE_WORKERS_MAX = 64
/** Signatures that may wait for a worker. Chosen: about 2 s of work for four cores at 8 k/s each (reference figure), 100 MB at the most. */
export const COMPUTE_WAITING_MAX = 65_536
/** Fewest signatures worth a message of their own to a worker. Measured: one per message halves the rate, 16 hide the cost. */
export const COMPUTE_CHUNK_MIN = 16
/**
 * Signatures checked in one turn of the event loop where there is one core: some 2 ms. Measured: 128 spare a few hundredths of a claim's core time, and keep so many
 * connections waiting that some are never answered.
 */
export const COMPUTE_TURN_MAX = 32

/** Random bytes drawn at a time. Measured: 16 bytes cost 1.7 µs by themselves and 0.1 µs out of so many. */
export const RANDOM_POOL_BYTES = 4_096

/** The longest delay that the platform's timer takes; it fires at once above it. Source: Node.js documentation of setTimeout. */
export const TIMER_DELAY_MS_MAX = 2_147_483_647

/**
 * Longest wait for a spare turn of the event loop, in milliseconds. Chosen: with one envelope for each of them most of a thread that is never
 * idle is left to what people wait for, until its level of brown-out stops the rest.
 */
export const SPARE_TURN_WAIT_MS_MAX = 100

/** Characters of a URL that is called. Chosen: above what any identifier here allows, below what servers refuse. */
export const HTTP_URL_CHARS_MAX = 2_048
/** Bytes of an answer's headers. Chosen: Node's own default, stated so that it cannot be raised from outside. */
export const HTTP_HEADER_BYTES_MAX = 16_384
/** Exchanges of one client at a time; more are refused at once. Chosen: a sender of handoffs has one per recipient. */
export const HTTP_EXCHANGES_MAX = 1_024
/**
 * Names being resolved at a time. A name server that does not answer holds one for up to half a minute after the caller was told, so this
 * is what bounds the queue before the platform's threads (chosen).
 */
export const HTTP_LOOKUPS_MAX = 64
/** Addresses of one host that are tried, in the resolver's order; all are checked (chosen). */
export const HTTP_ADDRESSES_TRIED_MAX = 4
/** Connections to one address, and to all together. Chosen: handoffs to a party go one after another, documents are few. */
export const HTTP_SOCKETS_PER_HOST_MAX = 16
export const HTTP_SOCKETS_MAX = 256
/** Connections kept for reuse, and for how long. Chosen: shorter than the 5 s for which Node's servers keep theirs, so that none is used as it closes. */
export const HTTP_SOCKETS_IDLE_MAX = 64
export const HTTP_IDLE_MS = 4_000
