import { closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { assert } from '../assert.ts'
import type { SqlValue } from '../ports.ts'
import { AdapterError } from './adapter-error.ts'
import {
  STORE_BUSY_BLOCK_MS,
  STORE_CACHE_KIB,
  STORE_CHECKPOINT_PAGES,
  STORE_STATEMENTS_MAX,
} from './limits.ts'

export const MEMORY_PATH = ':memory:'

/** A statement that is ready to run, with the number of values that it takes. */
export interface PreparedStatement {
  readonly statement: StatementSync
  readonly parameterCount: number
}

/** One connection whose safety settings have been read back, with its prepared statements. */
export class SqliteConnection {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, PreparedStatement>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  execute(sql: string): void {
    this.#database.exec(sql)
  }

  /** Prepares one statement, or takes it from the cache; the oldest leaves when the cache is full. */
  prepare(sql: string): PreparedStatement {
    const cached = this.#statements.get(sql)
    if (cached !== undefined) return cached
    const code = sql.replace(/'[^']*'|"[^"]*"|--[^\n]*/g, '')
    // SQLite would run the first statement alone; the transaction belongs to the store, the schema to migrations.
    assert(!code.includes(';'), `one statement per call: ${sql}`)
    assert(/^\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(code), `not a query or change: ${sql}`)
    const prepared: PreparedStatement = {
      statement: this.#database.prepare(sql),
      parameterCount: code.split('?').length - 1,
    }
    if (this.#statements.size >= STORE_STATEMENTS_MAX) {
      const [oldest] = this.#statements.keys()
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    this.#statements.set(sql, prepared)
    return prepared
  }

  close(): void {
    this.#statements.clear()
    this.#database.close()
  }
}

/** Opens a connection, sets what durability rests on, and reads each setting back: SQLite ignores a PRAGMA it does not like in silence. */
export function openSqliteConnection(path: string, mode: 'write' | 'read'): SqliteConnection {
  const inMemory = path === MEMORY_PATH
  if (mode === 'write' && !inMemory) createPrivateFile(path)
  const database = new DatabaseSync(path, {
    readOnly: mode === 'read',
    timeout: STORE_BUSY_BLOCK_MS,
    enableForeignKeyConstraints: true,
  })
  try {
    if (mode === 'write') database.exec('PRAGMA journal_mode = WAL')
    database.exec('PRAGMA synchronous = FULL')
    database.exec(`PRAGMA wal_autocheckpoint = ${STORE_CHECKPOINT_PAGES}`)
    database.exec(`PRAGMA cache_size = -${STORE_CACHE_KIB}`)
    expectPragma(database, 'journal_mode', inMemory ? 'memory' : 'wal')
    expectPragma(database, 'synchronous', 2)
    expectPragma(database, 'foreign_keys', 1)
    expectPragma(database, 'busy_timeout', STORE_BUSY_BLOCK_MS)
    return new SqliteConnection(database)
  } catch (error) {
    database.close()
    throw error
  }
}

function expectPragma(database: DatabaseSync, name: string, expected: string | number): void {
  const row = database.prepare(`PRAGMA ${name}`).get() ?? {}
  const [value] = Object.values(row)
  assert(value === expected, `PRAGMA ${name} is ${value}, must be ${expected}`)
}

/** SQLite gives its -wal and -shm files the mode of the database file, so that one is made before SQLite sees it. */
function createPrivateFile(path: string): void {
  if (existsSync(path)) return
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
    closeSync(openSync(path, 'a', 0o600))
  } catch (cause) {
    const detail = `cannot create ${path}`
    throw new AdapterError('store_unavailable', { retryable: false, detail, cause })
  }
}

/**
 * Checks the values of one row or one parameter list and gives them to SQLite without loss. Integers travel as bigint, because a
 * JavaScript number would arrive as REAL and change the meaning of division and concatenation.
 */
export function toSqliteValues(values: readonly SqlValue[]): SQLInputValue[] {
  const bound: SQLInputValue[] = new Array(values.length)
  for (let position = 0; position < values.length; position += 1) {
    const value = values[position]
    if (typeof value === 'string') {
      // PostgreSQL stores neither; SQLite would replace the one and cut the other short in its text functions.
      assert(value.isWellFormed() && !value.includes('\0'), 'text must be Unicode without U+0000')
      bound[position] = value
    } else if (typeof value === 'number') {
      assert(Number.isSafeInteger(value), `not a safe integer: ${value}`)
      bound[position] = BigInt(value)
    } else {
      assert(value === null || value instanceof Uint8Array, `not a store value: ${typeof value}`)
      bound[position] = value
    }
  }
  return bound
}

// Primary result codes, https://www.sqlite.org/rescode.html
const SQLITE_BUSY = 5
const transientCodes: ReadonlySet<number> = new Set([SQLITE_BUSY, 6, 7, 10, 13, 15])
const permanentCodes: ReadonlySet<number> = new Set([8, 11, 14, 26])

/** Whether another connection holds the lock that this one needs. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === SQLITE_BUSY
}

/** Tells trouble of the medium (AdapterError `store_unavailable`) from a fault in the statement, which stays as it is. */
export function toStoreError(error: unknown, name: string): unknown {
  const code = resultCode(error)
  if (code === undefined) return error
  const retryable = transientCodes.has(code)
  if (!retryable && !permanentCodes.has(code)) return error
  const detail = `${name}: ${(error as Error).message} (SQLite ${code})`
  return new AdapterError('store_unavailable', { retryable, detail, cause: error })
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined
}
