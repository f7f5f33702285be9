import type {
  InsertMany,
  Migration,
  ReadTx,
  Row,
  SelectIn,
  SqlValue,
  Store,
  Tx,
} from '@evenkeel/kernel'
import { runInside, runOutside } from './adapters/ambient-ban.ts'
import { hashValues, shortHash } from './hash-values.ts'
import type { Life } from './life.ts'

/** Looks at a transaction that is about to commit, and says what to do once it has. Must not use anything but `tx`. */
export type WatchCommit = (tx: ReadTx, statements: readonly Statement[]) => Promise<() => void>

/** One writing statement as the role called it. */
export type Statement =
  | { readonly sql: string; readonly parameterLists: readonly (readonly SqlValue[])[] }
  | { readonly insert: InsertMany }

export interface SimStoreOptions {
  /** The durable half, which outlives the lives of its party. */
  readonly inner: Store
  readonly life: Life
  /** How long the next piece of work of this store takes; drawn from the seed. */
  readonly workMs: () => number
  readonly watchCommit: WatchCommit
  /** Told when a writing transaction begins. */
  readonly onBegin?: () => void
}

/**
 * The party's real store under virtual time: statements run when they are called, and their completions, the COMMIT and its completion come as
 * events, so the seed decides in which order concurrent work ends. When the life ends, a transaction before its COMMIT is rolled back,
 * one after it stays although nobody was told, and no promise ever settles.
 */
export class SimStore implements Store {
  readonly #inner: Store
  readonly #life: Life
  readonly #workMs: () => number
  readonly #watchCommit: WatchCommit
  readonly #onBegin: (() => void) | undefined

  constructor(options: SimStoreOptions) {
    this.#inner = options.inner
    this.#life = options.life
    this.#workMs = options.workMs
    this.#watchCommit = options.watchCommit
    this.#onBegin = options.onBegin
  }

  transact<T>(name: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#afterwards(name, async () => {
      let committed: (() => void) | undefined
      const value = await this.#inner.transact(name, async (inner) => {
        this.#note('store-begin', name)
        this.#onBegin?.()
        const tx = new SimTx(inner, this.#wait)
        const result = await this.#whileAlive(async () => {
          const returned = await body(tx)
          await this.#wait({ event: 'store-commit', name })
          return returned
        })
        committed = await this.#watchCommit(inner, tx.statements)
        return result
      })
      committed?.()
      return value
    })
  }

  read<T>(name: string, body: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.#afterwards(name, () =>
      this.#inner.read(name, (inner) =>
        this.#whileAlive(() => body(new SimReadTx(inner, this.#wait))),
      ),
    )
  }

  migrate(migrations: readonly Migration[]): Promise<void> {
    return this.#afterwards('migrate', () => this.#inner.migrate(migrations))
  }

  /** The durable half stays open: it belongs to the simulation. */
  async close(): Promise<void> {
    this.#note('store-close', 'close')
  }

  readonly #wait: Wait = (line) => this.#life.wait(this.#workMs(), line)

  #note(event: string, name: string): void {
    this.#life.scheduler.note({ event, name, party: this.#life.party })
  }

  /** Tells the caller as an event how the work ended, or never when the life ended first. */
  async #afterwards<T>(name: string, work: () => Promise<T>): Promise<T> {
    try {
      const value = await runOutside(work)
      await this.#wait({ event: 'store-done', name })
      return value
    } catch (error) {
      await this.#wait({ event: 'store-failed', name })
      throw error
    }
  }

  /** Runs a body of the party's code inside the simulation; rejects at once, so that the transaction is rolled back, when the life ends. */
  async #whileAlive<T>(body: () => Promise<T>): Promise<T> {
    const died = Promise.withResolvers<never>()
    const die = () => died.reject(new Error(`${this.#life.party} crashed`))
    if (!this.#life.isAlive) die()
    const forget = this.#life.onEnd(die)
    try {
      return await Promise.race([died.promise, this.#life.isAlive ? runInside(body) : died.promise])
    } finally {
      forget()
    }
  }
}

type Wait = (line: { readonly event: string; readonly [name: string]: string }) => Promise<void>

class SimReadTx<X extends ReadTx = ReadTx> implements ReadTx {
  protected readonly inner: X
  readonly #wait: Wait

  constructor(inner: X, wait: Wait) {
    this.inner = inner
    this.#wait = wait
  }

  all(sql: string, parameters: readonly SqlValue[] = []): Promise<readonly Row[]> {
    return this.complete(sql, hashValues(parameters), this.inner.all(sql, parameters))
  }

  get(sql: string, parameters: readonly SqlValue[] = []): Promise<Row | undefined> {
    return this.complete(sql, hashValues(parameters), this.inner.get(sql, parameters))
  }

  selectIn(query: SelectIn): Promise<readonly Row[]> {
    const { keys, where = {}, ...shape } = query
    const sql = JSON.stringify(shape)
    return this.complete(sql, hashValues([keys, where]), this.inner.selectIn(query))
  }

  /** The inner store did its work when it was called; the outcome arrives as an event. */
  protected async complete<T>(sql: string, parameters: string, done: Promise<T>): Promise<T> {
    const outcome = await settle(done)
    const ok = String(outcome.ok)
    await this.#wait({ event: 'sql', sql: sqlHash(sql), parameters, ok })
    if (outcome.ok) return outcome.value
    throw outcome.error
  }
}

class SimTx extends SimReadTx<Tx> implements Tx {
  readonly statements: Statement[] = []

  run(sql: string, parameters: readonly SqlValue[] = []): Promise<number> {
    this.statements.push({ sql, parameterLists: [parameters] })
    return this.complete(sql, hashValues(parameters), this.inner.run(sql, parameters))
  }

  insertMany(insert: InsertMany): Promise<readonly number[]> {
    this.statements.push({ insert })
    const { rows, ...shape } = insert
    return this.complete(JSON.stringify(shape), hashValues(rows), this.inner.insertMany(insert))
  }

  runMany(
    sql: string,
    parameterLists: readonly (readonly SqlValue[])[],
  ): Promise<readonly number[]> {
    this.statements.push({ sql, parameterLists })
    const done = this.inner.runMany(sql, parameterLists)
    return this.complete(sql, hashValues(parameterLists), done)
  }
}

type Settled<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: unknown }

async function settle<T>(promise: Promise<T>): Promise<Settled<T>> {
  try {
    return { ok: true, value: await promise }
  } catch (error) {
    return { ok: false, error }
  }
}

// Statements are the program's own words, so there is a bounded number of them.
const sqlHashes = new Map<string, string>()

function sqlHash(sql: string): string {
  let hash = sqlHashes.get(sql)
  if (hash === undefined) {
    hash = shortHash(sql)
    sqlHashes.set(sql, hash)
  }
  return hash
}
