import type { TestApi } from '../test-api.ts'
import { insertItem, itemIds, schema, settle, type WithStore } from './fixture.ts'

export function describeMisuse({ it, expect }: TestApi, withStore: WithStore): void {
  it(
    'using the store inside a body of its own throws instead of waiting for ever',
    withStore(async (store) => {
      const uses: readonly (() => Promise<unknown>)[] = [
        () => store.transact('inner', async () => 1),
        () => store.read('inner', async () => 1),
        () => store.migrate([schema]),
        () => store.close(),
      ]
      for (const use of uses) {
        await expect(store.transact('outer', use)).rejects.toThrow('inside a transaction')
        await expect(store.read('outer', use)).rejects.toThrow('inside a transaction')
      }
    }),
  )
  it(
    'a transaction that is used after its end throws and changes nothing',
    withStore(async (store) => {
      const leaked = await store.transact('leak', async (tx) => ({ tx }))
      await expect(insertItem(leaked.tx, 'late')).rejects.toThrow('has ended')
      expect(await itemIds(store)).toEqual([])
    }),
  )
  it(
    'a read cannot write',
    withStore(async (store) => {
      const writing = store.read('write', (tx) =>
        tx.all("INSERT INTO item (id) VALUES ('a') RETURNING id"),
      )
      await expect(writing).rejects.toThrow()
      await store.transact('write', (tx) => insertItem(tx, 'b'))
      expect(await itemIds(store)).toEqual(['b'])
    }),
  )
  it(
    'get throws when there is more than one row, and returns undefined when there is none',
    withStore(async (store) => {
      await store.transact('two', async (tx) => {
        await insertItem(tx, 'a')
        await insertItem(tx, 'b')
      })
      const several = store.read('several', (tx) => tx.get('SELECT id FROM item'))
      await expect(several).rejects.toThrow('more than one row')
      const none = await store.read('none', (tx) =>
        tx.get('SELECT id FROM item WHERE id = ?', ['z']),
      )
      expect(none).toEqual(undefined)
    }),
  )
  it(
    'too few or too many values for the placeholders throw',
    withStore(async (store) => {
      for (const values of [[], ['a'], ['a', 1, 2]]) {
        const wrong = store.transact('count', (tx) =>
          tx.run('INSERT INTO item (id, n) VALUES (?, ?)', values),
        )
        await expect(wrong).rejects.toThrow()
      }
      expect(await itemIds(store)).toEqual([])
      await store.transact('one', (tx) => insertItem(tx, 'a'))
      const row = await store.read('in a literal', (tx) =>
        tx.get("SELECT '?' AS mark FROM item WHERE id = ?", ['a']),
      )
      expect(row?.mark).toEqual('?')
    }),
  )
  it(
    'two statements in one call throw instead of running the first alone',
    withStore(async (store) => {
      const two = store.transact('two', (tx) =>
        tx.run("INSERT INTO item (id) VALUES ('a'); INSERT INTO item (id) VALUES ('b')"),
      )
      await expect(two).rejects.toThrow()
      expect(await itemIds(store)).toEqual([])
    }),
  )
  it(
    'a body can neither end its transaction nor change the schema',
    withStore(async (store) => {
      for (const sql of ['COMMIT', 'ROLLBACK', 'SAVEPOINT a', 'DROP TABLE counter']) {
        const meddling = store.transact('meddle', async (tx) => {
          await insertItem(tx, 'a')
          await tx.run(sql)
        })
        await expect(meddling).rejects.toThrow()
      }
      expect(await itemIds(store)).toEqual([])
      expect(await store.read('counter', (tx) => tx.all('SELECT id FROM counter'))).toEqual([])
    }),
  )
  it(
    'a closed store throws, closes again without complaint, and finished what was called before',
    withStore(async (store) => {
      const before = store.transact('before', async (tx) => {
        await settle()
        await insertItem(tx, 'a')
        return 'committed'
      })
      await Promise.all([store.close(), store.close()])
      expect(await before).toEqual('committed')
      await expect(store.transact('late', async () => 1)).rejects.toThrow('closed')
      await expect(store.read('late', async () => 1)).rejects.toThrow('closed')
      await expect(store.migrate([schema])).rejects.toThrow('closed')
    }),
  )
}
