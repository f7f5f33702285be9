/** What bounds the HTTP server of a node in time, memory and number; each may be lowered by its caller. */
export interface HttpLimits {
  /** Bytes of the request line and all headers. */
  readonly headerBytesMax: number
  /** Milliseconds from the first byte of a request to the last of its headers. */
  readonly headersMsMax: number
  /** Milliseconds from the headers of a request to the last byte of its body. */
  readonly bodyMsMax: number
  /** Milliseconds that an idle connection is kept. */
  readonly keepAliveMs: number
  /** Connections at a time; further ones are closed unread. */
  readonly connectionsMax: number
  /** Requests of one connection, after which it is closed, so that load spreads over processes again. */
  readonly requestsPerConnectionMax: number
  /** Requests at a time, neither streams nor bodies that are still coming counted. */
  readonly requestsMax: number
  /** Bytes of bodies held at a time, all requests together. */
  readonly bodyBytesMax: number
  /** Bytes of a refused body that are read and thrown away, so that its sender gets to see the refusal. */
  readonly discardBytesMax: number
  /** Streams of events at a time. */
  readonly streamsMax: number
  /** Milliseconds after which a stream ends and its reader connects again. */
  readonly streamMsMax: number
  /** Milliseconds between two comments on a silent stream. */
  readonly streamKeepAliveMs: number
  /** Milliseconds that requests in progress get when the server stops. */
  readonly drainMsMax: number
}

/** Each chosen, for the reason beside it. */
export const HTTP_LIMITS: HttpLimits = {
  // An authorization request by value has 8 KiB; nothing else comes near.
  headerBytesMax: 16_384,
  // The slowest mobile network sends 16 KiB in two seconds.
  headersMsMax: 5_000,
  bodyMsMax: 10_000,
  // Longer than a page's next request, shorter than a load balancer's own limit of a minute.
  keepAliveMs: 15_000,
  // 20 kB of buffers each: 80 MB.
  connectionsMax: 4_096,
  requestsPerConnectionMax: 10_000,
  // A queue longer than what is answered in a second is one that nobody waits for.
  requestsMax: 1_024,
  // Sixteen of the largest bodies, envelopes of 4 MiB.
  bodyBytesMax: 67_108_864,
  // A sender that does not read while it writes would see a broken connection instead of the refusal.
  discardBytesMax: 16_777_216,
  streamsMax: 1_024,
  streamMsMax: 600_000,
  // Below the idle limit of common proxies, 30 to 60 seconds.
  streamKeepAliveMs: 15_000,
  // Longer than any route's budget.
  drainMsMax: 30_000,
}

/**
 * Sockets that accept connections of one port. Measured: the platform takes one connection per socket and turn of the event loop, so that with one,
 * at turns of 20 ms, 512 callers who connect at once wait up to 12 s, with eight 2 s.
 */
export const ACCEPTORS = 128

/** How often the platform looks for connections that are too slow, in milliseconds: how late a time-out may be. */
export const CONNECTIONS_CHECK_MS = 1_000
/** How long what still comes is thrown away on a connection that was refused, so that its sender gets to see why; milliseconds (chosen). */
export const LINGER_MS = 500
/** Nesting of a JSON body whose route names no limit: the deepest message has 12 levels (MESSAGE_LIMITS). */
export const BODY_DEPTH_MAX = 16
/** Bytes of a body that a route without one takes and ignores: clients send `{}` or an empty form. */
export const UNWANTED_BODY_BYTES_MAX = 1_024
/** Characters of one path segment: the longest scope of a head, 1,024 characters, with its path, each percent-encoded; a did:jwk has 200. */
export const PARAMETER_CHARS_MAX = 3_200
/** Fields of a form, and of a query. Chosen: the largest has eight. */
export const FIELDS_MAX = 32
/** The wait that a retryable problem names when its route names none, in milliseconds. */
export const RETRY_AFTER_MS = 1_000

/**
 * Longest estimated wait of admitted work, in milliseconds. Chosen: people take it for at once, and with a quarter of a second's work in hand
 * neither a COMMIT nor a burst of refusals lets the work run dry. Measured: with 150 a claim costs some hundredths less, and envelopes of settlement make more refusals.
 */
export const WAIT_MS_MAX = 250
/** Places that there always are, so that a rate which was estimated too low can show that it is higher. Chosen: what 25 ms of work at a slow machine's 600/s are. */
export const PLACES_MIN = 16
/** In work on average when it is a crowd that shows how slow the work is. Chosen: below PLACES_MIN, which is all that slow work has; well above what comes one by one. */
export const CROWD_PLACES = 12
/** The rate before any was measured, per millisecond. Chosen: the slower side of what two cores do. */
export const RATE_ASSUMED_PER_MS = 1
/** Length of the windows over which the rate (of the time with work) and the pressure are measured, in milliseconds. Chosen: some batches long. */
export const RATE_WINDOW_MS = 100
/** Weight of the newest window in the rate. Chosen: half of a change is in after three windows. */
export const RATE_WEIGHT = 0.25
/** Shares that are told apart at a time. Chosen: more busy campaigns than this on one machine have no use of fairness between them. */
export const SHARES_MAX = 64
/** Longest Retry-After, without its jitter, in milliseconds. Chosen: nobody can say what the load is later than that. */
export const RETRY_AFTER_MS_MAX = 30_000
/** How many more are told to come again than can be served then: some never do. Chosen: who comes too early is refused once more, which costs little. */
export const BOOKED_AHEAD_SHARE = 1.25
/** Appointments that are remembered at a time; then the oldest is forgotten. Chosen: half a minute's at 2,000/s, in some 3 MB. */
export const APPOINTMENTS_MAX = 65_536
/** Characters of a caller's name that tell it from others. Chosen: a claim's id has 41. */
export const NAME_CHARS_MAX = 64
/** How many times the places are there for who comes when it is due. Chosen: they get in while others do not, and wait for a third of a second at most. */
export const DUE_PLACES_SHARE = 1.25
/** Shortest stay at a brown-out level before the next lower one, in milliseconds. Chosen: longer than a burst that a claimant's Retry-After makes. */
export const LEVEL_HELD_MS = 2_000
/** How long payments, and events, wait for load to fall before some are sent all the same, in milliseconds. Chosen: claimants see that something moves. */
export const GIVEN_UP_MS_MAX = 10_000
/** How long payments are then sent, in milliseconds. Chosen: each party looks at its outbox once in it. */
export const SETTLEMENT_LOOK_MS = 200
/** How long events are then sent, in milliseconds. Chosen: each party sweeps once in it, which is when it hands its events on. */
export const ANALYTICS_LOOK_MS = 1_200
/** Wait between two looks at what is still in progress when the server stops, in milliseconds. Chosen: nobody notices it. */
export const DRAIN_LOOK_MS = 10
/** Bytes of a refused body that the platform throws away by itself; a larger one is counted. Chosen: twice a claim's limit. */
export const REFUSED_BODY_BYTES_MAX = 65_536

/** API keys in force per party. Chosen: a key for each integration of a large programme, and a list that fits one page. */
export const API_KEYS_MAX = 1_000
/** Longest validity of an API key, 400 days: a yearly rotation with a month to spare. */
export const API_KEY_VALID_MS_MAX = 34_560_000_000
/** How long after its end a key is still listed, 400 days in milliseconds: who had one is asked once a year. */
export const API_KEY_KEPT_MS = 34_560_000_000
/** How long a key that was found good is taken for good without a look at the store, in milliseconds: how late a revocation may be. */
export const API_KEY_CACHE_MS = 2_000
/** Keys that are remembered as good at a time. */
export const API_KEY_CACHE_MAX = 1_000

/**
 * Characters of an Idempotency-Key. At least 16, because callers without an API key share one namespace in which a key must not be
 * guessed; at most 200, five times a UUID.
 */
export const IDEMPOTENCY_KEY_CHARS_MIN = 16
export const IDEMPOTENCY_KEY_CHARS_MAX = 200
/** How long a request and its answer are remembered, 24 hours: longer than any client retries by itself. Milliseconds. */
export const ANSWER_KEPT_MS = 86_400_000
/** Forgotten answers per sweep, so that it never holds the store for long. */
export const ANSWERS_SWEPT_MAX = 1_000
/** Wait between two sweeps of remembered answers, in milliseconds. */
export const ANSWERS_SWEEP_EVERY_MS = 60_000
