import { afterEach, describe, expect, it } from 'vitest'
import { openSqliteStore } from '../../src/adapters/sqlite-store.ts'
import type { Migration, Store, Tx } from '../../src/ports.ts'
import { createGroupCommit, type GroupCommit } from '../../src/store/group-commit.ts'

const schema: Migration = {
  id: 'test/0001',
  statements: ['CREATE TABLE item (id TEXT NOT NULL PRIMARY KEY) CLUSTERED'],
}

let store: Store
afterEach(() => store.close())

interface Bench {
  readonly group: GroupCommit<string, number>
  /** The items of each transaction, in the order of the transactions. */
  readonly batches: string[][]
  readonly clock: { monotonicMs: () => number; time: number }
}

async function openBench(limits: { batchMax?: number; queueMax?: number } = {}): Promise<Bench> {
  store = await openSqliteStore({ path: ':memory:' })
  await store.migrate([schema])
  const batches: string[][] = []
  const clock = { time: 0, monotonicMs: () => clock.time }
  const apply = async (tx: Tx, items: readonly string[]): Promise<readonly number[]> => {
    batches.push([...items])
    if (items.includes('poison')) throw new Error('poisoned')
    const rows = items.map((id) => [id])
    await tx.insertMany({ table: 'item', columns: ['id'], rows, onConflict: 'fail' })
    return items.map((item) => item.length)
  }
  const group = createGroupCommit({ store, name: 'items', clock, apply, ...limits })
  return { group, batches, clock }
}

const storedCount = async (): Promise<unknown> =>
  (await store.read('count', (tx) => tx.get('SELECT count(*) AS n FROM item')))?.n

/** Keeps the store's only writer until released. */
function occupyStore(): { release: () => Promise<void> } {
  const gate = Promise.withResolvers<void>()
  const transaction = store.transact('occupied', () => gate.promise)
  return {
    release: () => {
      gate.resolve()
      return transaction
    },
  }
}

describe('group commit', () => {
  it('items submitted together share one transaction, and each gets its own output', async () => {
    const { group, batches } = await openBench()
    const results = await Promise.all(['a', 'bb', 'ccc'].map((id) => group.submit(id)))
    expect(results).toEqual([1, 2, 3].map((value) => ({ ok: true, value })))
    expect(batches).toEqual([['a', 'bb', 'ccc']])
  })

  it('items that arrive during a transaction wait for the next one, in order and at most batchMax', async () => {
    const { group, batches } = await openBench({ batchMax: 2 })
    const submitted = ['a', 'b', 'c', 'd', 'e'].map((id) => group.submit(id))
    await Promise.all(submitted)
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']])
    expect(group.depth).toBe(0)
  })

  it('what arrives while another transaction holds the store joins the batch that waits', async () => {
    const { group, batches } = await openBench()
    const occupied = occupyStore()
    const first = group.submit('a')
    await Promise.resolve()
    await Promise.resolve()
    const second = group.submit('b')
    await occupied.release()
    await Promise.all([first, second])
    expect(batches).toEqual([['a', 'b']])
  })

  it('the queue has a limit, and what it refuses leaves no trace', async () => {
    const { group } = await openBench({ queueMax: 2 })
    const results = await Promise.all(['a', 'b', 'c'].map((id) => group.submit(id)))
    expect(results[2]).toEqual({ ok: false, error: { code: 'queue_full' } })
    expect(await storedCount()).toBe(2)
  })

  it('an item whose deadline passed before its transaction is dropped without costing a place in it', async () => {
    const { group, batches, clock } = await openBench({ batchMax: 2 })
    const occupied = occupyStore()
    const submitted = [
      group.submit('late', { deadlineMs: 9 }),
      group.submit('just in time', { deadlineMs: 10 }),
      group.submit('patient'),
    ]
    clock.time = 10
    await occupied.release()
    const [late, inTime, patient] = await Promise.all(submitted)
    expect(late).toEqual({ ok: false, error: { code: 'deadline_passed' } })
    expect([inTime?.ok, patient?.ok]).toEqual([true, true])
    expect(batches).toEqual([['just in time', 'patient']])
  })

  it('when a transaction fails every submitter of its batch learns so, and the next batch goes on', async () => {
    const { group } = await openBench({ batchMax: 2 })
    const submitted = ['a', 'poison', 'b'].map((id) => group.submit(id))
    const outcomes = await Promise.allSettled(submitted)
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(await storedCount()).toBe(1)
  })

  it('when the store cannot begin a transaction nobody waits for ever', async () => {
    const { group } = await openBench({ batchMax: 1 })
    await store.close()
    const outcomes = await Promise.allSettled([group.submit('a'), group.submit('b')])
    expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
    await group.idle()
  })

  it('an apply that returns too few outputs is a fault that undoes its batch', async () => {
    await openBench()
    const clock = { monotonicMs: () => 0 }
    const group = createGroupCommit({ store, name: 'short', clock, apply: async () => [] })
    await expect(group.submit('a')).rejects.toThrow('one output per item')
  })

  it('idle resolves when everything submitted before, and meanwhile, is committed', async () => {
    const { group } = await openBench({ batchMax: 1 })
    const first = group.submit('a')
    const chained = first.then(() => group.submit('b'))
    await group.idle()
    expect([group.depth, await storedCount()]).toEqual([0, 2])
    await chained
  })
})
