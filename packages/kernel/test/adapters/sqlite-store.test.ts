import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/adapter-error.ts'
import { openSqliteConnection, toStoreError } from '../../src/adapters/sqlite-connection.ts'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { SqliteTx } from '../../src/adapters/sqlite-tx.ts'
import { durableStoreConformance, storeConformance } from '../../src/testing/store-conformance.ts'

const root = mkdtempSync(join(tmpdir(), 'evenkeel-store-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

let files = 0
function newPath(): string {
  files += 1
  return join(root, `world-${files}`, 'store.db')
}

const api = { describe, it, expect }

storeConformance(api, 'SQLite in memory', async () => ({
  store: await openSqliteStore({ path: ':memory:' }),
}))

durableStoreConformance(api, 'SQLite file', async () => {
  const path = newPath()
  return {
    store: await openSqliteStore({ path }),
    reopen: () => openSqliteStore({ path }),
  }
})

const migration = {
  id: 'test/0001',
  statements: ['CREATE TABLE item (id TEXT NOT NULL PRIMARY KEY) CLUSTERED'],
}
const insert = "INSERT INTO item (id) VALUES ('a')"

describe('SQLite file store', () => {
  it('nobody but the owner can enter its directory or read its files', async () => {
    const path = newPath()
    const store = await openSqliteStore({ path })
    await store.migrate([migration])
    const modes = [join(path, '..'), path, `${path}-wal`, `${path}-shm`].map(
      (entry) => statSync(entry).mode & 0o777,
    )
    expect(modes).toEqual([0o700, 0o600, 0o600, 0o600])
    await store.close()
  })

  it('close leaves everything in the database file and removes the write-ahead log', async () => {
    const path = newPath()
    const store = await openSqliteStore({ path })
    await store.migrate([migration])
    await store.transact('write', (tx) => tx.run(insert))
    await store.close()
    expect(() => statSync(`${path}-wal`)).toThrow('ENOENT')
    const database = new DatabaseSync(path)
    expect(database.prepare('SELECT id FROM item').all()).toMatchObject([{ id: 'a' }])
    database.close()
  })

  it('a transaction gives up with a retryable store_unavailable when another process keeps the writer', async () => {
    const path = newPath()
    const store = await openSqliteStore({ path, busyTimeoutMs: 40 })
    await store.migrate([migration])
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const error = await store.transact('blocked', (tx) => tx.run(insert)).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(AdapterError)
    expect(error).toMatchObject({ code: 'store_unavailable', retryable: true })
    other.exec('ROLLBACK')
    other.close()
    expect(await store.transact('free', (tx) => tx.run(insert))).toBe(1)
    await store.close()
  })

  it('a transaction goes on as soon as another process lets go of the writer, and the event loop runs meanwhile', async () => {
    const path = newPath()
    const store = await openSqliteStore({ path })
    await store.migrate([migration])
    const other = new DatabaseSync(path)
    other.exec('BEGIN IMMEDIATE')
    const waiting = store.transact('waits', (tx) => tx.run(insert))
    const release = new Promise<void>((resolve) => setTimeout(resolve, 30))
    await release
    other.exec('ROLLBACK')
    expect(await waiting).toBe(1)
    other.close()
    await store.close()
  })

  it('a file that is no database, or a place that cannot be written, is a store_unavailable that no retry mends', async () => {
    const path = join(root, 'text.db')
    writeFileSync(path, 'this is a text file, and long enough to be taken for a page '.repeat(100))
    for (const unusable of [path, join(path, 'below', 'store.db'), root]) {
      const error = await openSqliteStore({ path: unusable }).catch((e: unknown) => e)
      expect(error).toBeInstanceOf(AdapterError)
      expect(error).toMatchObject({ code: 'store_unavailable', retryable: false })
    }
  })

  it('a full disk is a store_unavailable that may pass', async () => {
    const connection = openSqliteConnection(newPath(), 'write')
    connection.execute('CREATE TABLE item (id TEXT)')
    connection.execute('PRAGMA max_page_count = 2')
    connection.execute('BEGIN')
    const rows = Array.from({ length: 2_000 }, (_, n) => [`row-${n}`])
    const error = await new SqliteTx(connection)
      .insertMany({ table: 'item', columns: ['id'], rows, onConflict: 'fail' })
      .catch((e: unknown) => toStoreError(e, 'fill'))
    expect(error).toBeInstanceOf(AdapterError)
    expect(error).toMatchObject({ code: 'store_unavailable', retryable: true })
    connection.close()
  })
})
