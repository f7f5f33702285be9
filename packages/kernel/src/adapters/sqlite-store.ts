import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'
import { assert } from '../assert.ts'
import type { Migration, ReadTx, Store, Tx } from '../ports.ts'
import { STORE_BUSY_DEADLINE_MS, STORE_BUSY_RETRY_MS, STORE_WAITING_MAX } from './limits.ts'
import { Mutex } from './mutex.ts'
import {
  isBusy,
  MEMORY_PATH,
  openSqliteConnection,
  type SqliteConnection,
  toStoreError,
} from './sqlite-connection.ts'
import { toSqliteDdl } from './sqlite-ddl.ts'
import { SqliteReadTx, SqliteTx } from './sqlite-tx.ts'
import { systemClock } from './system-clock.ts'
import { systemTimers } from './system-timers.ts'

export interface SqliteStoreOptions {
  /** A file, created with its directory if missing (modes 0600 and 0700), or `:memory:`. */
  readonly path: string
  /** How long a transaction waits for a writer in another process, in milliseconds. */
  readonly busyTimeoutMs?: number
}

/**
 * Opens the embedded store (DESIGN §10): WAL, `synchronous=FULL`, read back on every connection. Several processes may have the same file
 * open. Rejects with AdapterError `store_unavailable` when the file cannot be used or stays locked.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { path, busyTimeoutMs = STORE_BUSY_DEADLINE_MS } = options
  const open = (mode: 'write' | 'read') =>
    whenNotBusy(`open ${path}`, busyTimeoutMs, () => openSqliteConnection(path, mode))
  const writer = await open('write')
  if (path === MEMORY_PATH) return new SqliteStore(writer, writer, busyTimeoutMs)
  try {
    return new SqliteStore(writer, await open('read'), busyTimeoutMs)
  } catch (error) {
    writer.close()
    throw error
  }
}

/** Tries again while another connection holds the lock. SQLite's own waiting would stop the event loop, so most of it is done here. */
async function whenNotBusy<T>(name: string, deadlineMs: number, work: () => T): Promise<T> {
  let busySinceMs: number | undefined
  for (;;) {
    try {
      return work()
    } catch (error) {
      if (!isBusy(error)) throw toStoreError(error, name)
      busySinceMs ??= systemClock.monotonicMs()
      if (systemClock.monotonicMs() - busySinceMs >= deadlineMs) throw toStoreError(error, name)
    }
    await systemTimers.sleep(STORE_BUSY_RETRY_MS)
  }
}

class SqliteStore implements Store {
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  readonly #busyTimeoutMs: number
  readonly #writing = new Mutex(STORE_WAITING_MAX)
  readonly #reading: Mutex
  /** The transaction on whose behalf the current code runs: its body would wait for itself if it used the store again. */
  readonly #current = new AsyncLocalStorage<SqliteReadTx>()
  #closed: Promise<void> | undefined

  constructor(writer: SqliteConnection, reader: SqliteConnection, busyTimeoutMs: number) {
    this.#writer = writer
    this.#reader = reader
    this.#busyTimeoutMs = busyTimeoutMs
    this.#reading = reader === writer ? this.#writing : new Mutex(STORE_WAITING_MAX)
  }

  async transact<T>(name: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    this.#assertUsable(name)
    return this.#writing.run(() => this.#write(name, body))
  }

  async read<T>(name: string, body: (tx: ReadTx) => Promise<T>): Promise<T> {
    this.#assertUsable(name)
    return this.#reading.run(() => this.#read(name, body))
  }

  async migrate(migrations: readonly Migration[]): Promise<void> {
    const ids = migrations.map((migration) => migration.id)
    assert(new Set(ids).size === ids.length, `a migration id occurs twice: ${ids.join(', ')}`)
    for (const migration of migrations) {
      await this.transact(`migrate ${migration.id}`, (tx) => this.#applyOnce(tx, migration))
    }
  }

  async close(): Promise<void> {
    assert(!this.#current.getStore()?.isOpen, 'close inside a transaction of the same store')
    this.#closed ??= this.#release()
    return this.#closed
  }

  #assertUsable(name: string): void {
    assert(this.#closed === undefined, `${name}: the store is closed`)
    assert(!this.#current.getStore()?.isOpen, `${name}: inside a transaction of the same store`)
  }

  async #write<T>(name: string, body: (tx: Tx) => Promise<T>): Promise<T> {
    const writer = this.#writer
    await whenNotBusy(name, this.#busyTimeoutMs, () => writer.execute('BEGIN IMMEDIATE'))
    try {
      const value = await this.#runBody(new SqliteTx(writer), body)
      // With synchronous=FULL this returns when the write-ahead log is on the disk. Should the disk fail in it, nobody sees the
      // transaction, but a crash before the next one may bring it back: who resends under the same id (H3) does not mind.
      writer.execute('COMMIT')
      return value
    } catch (error) {
      rollback(writer)
      throw toStoreError(error, name)
    }
  }

  async #read<T>(name: string, body: (tx: ReadTx) => Promise<T>): Promise<T> {
    const reader = this.#reader
    reader.execute('BEGIN')
    // In memory the one connection also writes; a body that reads must fail there as it does on a read-only connection.
    const alsoWrites = reader === this.#writer
    if (alsoWrites) reader.execute('PRAGMA query_only = 1')
    try {
      return await this.#runBody(new SqliteReadTx(reader), body)
    } catch (error) {
      throw toStoreError(error, name)
    } finally {
      rollback(reader)
      if (alsoWrites) reader.execute('PRAGMA query_only = 0')
    }
  }

  async #runBody<X extends SqliteReadTx, T>(tx: X, body: (tx: X) => Promise<T>): Promise<T> {
    try {
      const value = await this.#current.run(tx, body, tx)
      tx.assertSound()
      return value
    } finally {
      tx.end()
    }
  }

  async #applyOnce(tx: Tx, migration: Migration): Promise<void> {
    this.#writer.execute(
      'CREATE TABLE IF NOT EXISTS schema_migration (id TEXT NOT NULL PRIMARY KEY, hash TEXT NOT NULL) STRICT',
    )
    const digest = hash('sha256', JSON.stringify(migration.statements))
    const applied = await tx.get('SELECT hash FROM schema_migration WHERE id = ?', [migration.id])
    if (applied !== undefined) {
      assert(applied.hash === digest, `migration ${migration.id} was applied and has changed since`)
      return
    }
    for (const statement of migration.statements) this.#writer.execute(toSqliteDdl(statement))
    await tx.run('INSERT INTO schema_migration (id, hash) VALUES (?, ?)', [migration.id, digest])
  }

  async #release(): Promise<void> {
    await this.#writing.idle()
    await this.#reading.idle()
    if (this.#reader !== this.#writer) this.#reader.close()
    this.#writer.execute('PRAGMA wal_checkpoint(TRUNCATE)')
    this.#writer.close()
  }
}

/** SQLite has already rolled back by itself after some failures. */
function rollback(connection: SqliteConnection): void {
  if (connection.inTransaction) connection.execute('ROLLBACK')
}
