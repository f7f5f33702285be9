import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import { handoffMigrations } from '../../src/handoff/handoff-migrations.ts'
import { owesAtLeast } from '../../src/handoff/owes-at-least.ts'
import { bob, carol, openPair, reserve, reserves, silence } from './sides.ts'

describe('whether a recipient owes so many answers', () => {
  it('is told of what is open and not on hold, its own only, also while nothing of it is due', async () => {
    const { from } = await openPair()
    const owes = (items: number) => from.store.read('owes', (tx) => owesAtLeast(tx, bob, items))
    from.wire.deliver = silence
    await from.enqueue(...reserves(3), reserve('another', '1', carol))
    await from.outbox.pump()
    expect([await owes(3), await owes(4)]).toEqual([true, false])
    await from.store.transact('hold', (tx) =>
      tx.run(
        "UPDATE handoff_out SET mode = 'hold' WHERE id IN (SELECT min(id) FROM handoff_out WHERE recipient = ?)",
        [bob],
      ),
    )
    expect([await owes(2), await owes(3)]).toEqual([true, false])
  })

  it('stops being so with the answer', async () => {
    const { from } = await openPair()
    await from.enqueue(...reserves(3))
    await from.outbox.pump()
    expect(await from.store.read('owes', (tx) => owesAtLeast(tx, bob, 1))).toBe(false)
  })

  it('is found by walking the index of what is open, and no further than asked', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'owes-'))
    const path = join(directory, 'party.db')
    const store = await openSqliteStore({ path })
    await store.migrate(handoffMigrations)
    const asked: string[] = []
    const get = async (sql: string) => {
      asked.push(sql)
      return undefined
    }
    await store.read('owes', (tx) => owesAtLeast({ ...tx, get }, bob, 1))
    const db = new DatabaseSync(path, { readOnly: true })
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${asked[0]}`).all()
    const details = plan.map(({ detail }) => String(detail)).join()
    expect(details).toContain('INDEX handoff_out_due (recipient=?)')
    expect(details).not.toContain('TEMP B-TREE')
    expect(asked[0]).toContain('LIMIT ?')
    db.close()
    await store.close()
    rmSync(directory, { recursive: true })
  })
})
