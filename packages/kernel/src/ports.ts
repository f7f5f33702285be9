import type { EpochMs, PartyId } from './ids.ts'
import type { Result } from './result.ts'

/**
 * The seven ports through which time, randomness, storage, network and heavy work enter (DESIGN §10).
 * An adapter that satisfies a type here but not the prose above it breaks the system.
 */
export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
  readonly store: Store
  readonly transport: Transport
  readonly signer: Signer
  readonly compute: Compute
}

/** Wall time may step in either direction; monotonic time never goes back within a process. */
export interface Clock {
  /** Wall time of this party in integer milliseconds since the epoch. May be wrong by the party's clock bound. */
  nowMs(): EpochMs
  /** Milliseconds since an arbitrary start; only differences mean something. Used for durations and budgets. */
  monotonicMs(): number
}

/** Unpredictable outside the lab; drawn from the seed inside it. Never used for anything that must be replayed from the log. */
export interface Random {
  /** `length` independent uniform bytes, cryptographically strong. A new array each call. */
  bytes(length: number): Uint8Array
  /** A uniform integer in [0, bound). `bound` is 1 to 2^48 - 1. */
  below(bound: number): number
}

export interface Timers {
  /**
   * Resolves after at least `ms`; resolves early, never rejects, when the signal aborts. `sleep(0)` gives way: between two long runs of work, to
   * whatever people wait for.
   */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /** Runs the task every `ms` after the previous run ended: runs never overlap. A throwing task stops the process. */
  every(ms: number, task: () => Promise<void>): StopTimer
}

/** Stops the timer; resolves once a run in progress has ended. Idempotent. */
export type StopTimer = () => Promise<void>

/** What a store holds. Integers are safe integers; money is 16 bytes big-endian (SQL compares amounts, it never adds them). */
export type SqlValue = string | number | Uint8Array | null
export type Row = Readonly<Record<string, SqlValue>>

/**
 * A party's own durable state. SQL is the subset that SQLite and PostgreSQL share, with `?` placeholders; it never calls a clock or a
 * random function. Set-based work goes through `insertMany` and `selectIn`, which each adapter does in its own best way.
 */
export interface Store {
  /**
   * Runs the body in one serialisable read-write transaction. When the promise resolves, every write of the body is durable: it survives
   * the death of the process and of the machine. When it rejects, none is visible to anybody. Transactions of one store run one after
   * another in the order of the calls. The body must not touch the network, a timer, or this store outside `tx`, because it holds the only
   * writer. `name` appears in traces. After `close` it throws.
   */
  transact<T>(name: string, body: (tx: Tx) => Promise<T>): Promise<T>
  /** Runs a body that only reads, on one consistent snapshot that contains everything committed before the call. */
  read<T>(name: string, body: (tx: ReadTx) => Promise<T>): Promise<T>
  /** Applies the migrations that are not applied yet, in order, each once, even with several processes starting together. */
  migrate(migrations: readonly Migration[]): Promise<void>
  /** Waits for the running transaction and releases everything. Idempotent. */
  close(): Promise<void>
}

export interface ReadTx {
  /** All rows, in the order the statement names; a statement whose result order matters has an ORDER BY that is total. */
  all(sql: string, parameters?: readonly SqlValue[]): Promise<readonly Row[]>
  /** The only row, or undefined. More than one row is a fault and throws. */
  get(sql: string, parameters?: readonly SqlValue[]): Promise<Row | undefined>
  /** The rows whose key column equals one of the keys (no limit on their number; duplicates count once), ordered by that key. */
  selectIn(query: SelectIn): Promise<readonly Row[]>
}

export interface SelectIn {
  readonly table: string
  readonly columns: readonly string[]
  readonly key: string
  readonly keys: readonly (string | number | Uint8Array)[]
  /** Further columns that must equal a value each. */
  readonly where?: Readonly<Record<string, string | number | Uint8Array>>
}

export interface Tx extends ReadTx {
  /** Runs one INSERT, UPDATE or DELETE; returns how many rows it changed. */
  run(sql: string, parameters?: readonly SqlValue[]): Promise<number>
  /**
   * Inserts the rows in order. With `onConflict: 'ignore'` a row that violates a primary key or unique index is left out (also against an
   * earlier row of the same call) and the others go in; with `'fail'` the transaction throws. Returns the positions of the rows inserted.
   */
  insertMany(insert: InsertMany): Promise<readonly number[]>
  /** Runs the same single-row UPDATE or DELETE once per parameter list, in order; returns the rows changed by each. */
  runMany(sql: string, parameterLists: readonly (readonly SqlValue[])[]): Promise<readonly number[]>
}

export interface InsertMany {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly SqlValue[])[]
  readonly onConflict: 'fail' | 'ignore'
}

/**
 * One step of a role's schema. `id` is unique for ever, as `ledger/0001-accounts`; an applied migration never changes. Column types are
 * TEXT, BIGINT and BYTES, all checked by the store. `CLUSTERED` after the closing parenthesis stores rows in primary-key order.
 */
export interface Migration {
  readonly id: string
  readonly statements: readonly string[]
}

/** The unreliable network. Messages may be lost, delayed, duplicated or reordered; an answer may be lost after the effect. */
export interface Transport {
  /** Delivers an envelope's bytes to a party and returns the bytes of its answer. Never rejects; gives up after `timeoutMs`. */
  deliver(
    to: PartyId,
    envelope: Uint8Array,
    limits: ExchangeLimits,
  ): Promise<Result<Uint8Array, TransportFailure>>
  /** Reads a published document, never more than `maxBytes` of it. Never rejects; gives up after `timeoutMs`. */
  retrieve(url: string, limits: ExchangeLimits): Promise<Result<Uint8Array, TransportFailure>>
}

export interface ExchangeLimits {
  readonly timeoutMs: number
  readonly maxBytes: number
}

/**
 * `not_found`, `message_too_large` and `redirect_not_followed` are answers, and after `address_not_allowed` nothing was sent; the other two
 * say nothing about whether the message arrived.
 */
export interface TransportFailure {
  readonly code:
    | 'transport_unreachable'
    | 'transport_timed_out'
    | 'message_too_large'
    | 'not_found'
    | 'address_not_allowed'
    | 'redirect_not_followed'
  /** For the operator: a status, a code of the platform, a rule. Nothing that the peer wrote. */
  readonly detail?: string
}

export type Alg = 'EdDSA' | 'ES256'

/** A public key as a JWK with only the members that RFC 7638 needs for a thumbprint. `y` only for P-256. */
export interface PublicJwk {
  readonly kty: 'OKP' | 'EC'
  readonly crv: 'Ed25519' | 'P-256'
  readonly x: string
  readonly y?: string
}

/** Signs with one key. The same key and bytes give a valid signature each time; in the lab, the same signature. */
export interface Signer {
  readonly alg: Alg
  readonly publicJwk: PublicJwk
  /** RFC 7638 thumbprint (SHA-256, base64url) of the public key; used as key id. */
  readonly keyId: string
  /** EdDSA: 64 bytes (RFC 8032). ES256: 64 bytes r ‖ s (RFC 7518 §3.4). Rejects when the key is out of reach. */
  sign(data: Uint8Array): Promise<Uint8Array>
}

/** CPU work that may run off the event loop. Pure: the answer depends on the jobs alone. */
export interface Compute {
  /** Checks each signature; the answers stand in the order of the jobs. One call is one message to a worker: batch it. */
  verifySignatures(jobs: readonly SignatureJob[]): Promise<readonly boolean[]>
}

export interface SignatureJob {
  readonly publicJwk: PublicJwk
  readonly data: Uint8Array
  readonly signature: Uint8Array
}
