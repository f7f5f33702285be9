import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { afterEach, describe, expect, it } from 'vitest'

const { exec, prepare } = DatabaseSync.prototype
const root = mkdtempSync(join(tmpdir(), 'evenkeel-synchronous-'))
afterEach(() => {
  Object.assign(DatabaseSync.prototype, { exec, prepare })
  rmSync(root, { recursive: true, force: true })
})

describe('what durability rests on', () => {
  it('is read back as FULL on both connections of a store, and a connection with less is not opened', async () => {
    const readBack: unknown[] = []
    DatabaseSync.prototype.prepare = function (sql, options) {
      if (sql === 'PRAGMA synchronous') readBack.push(prepare.call(this, sql, options).get())
      return prepare.call(this, sql, options)
    }
    const store = await openSqliteStore({ path: join(root, 'full.db') })
    await store.close()
    expect(readBack).toEqual([{ synchronous: 2 }, { synchronous: 2 }])

    DatabaseSync.prototype.exec = function (sql) {
      exec.call(this, sql === 'PRAGMA synchronous = FULL' ? 'PRAGMA synchronous = NORMAL' : sql)
    }
    await expect(openSqliteStore({ path: join(root, 'normal.db') })).rejects.toThrow(
      'PRAGMA synchronous is 1, must be 2',
    )
  })
})
