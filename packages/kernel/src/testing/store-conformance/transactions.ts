import type { TestApi } from '../test-api.ts'
import { insertItem, itemIds, type WithStore } from './fixture.ts'

export function describeTransactions({ it, expect }: TestApi, withStore: WithStore): void {
  it(
    'what a transaction wrote is there for every later read, and its value comes back',
    withStore(async (store) => {
      const value = await store.transact('write', async (tx) => {
        await insertItem(tx, 'a')
        return 'done'
      })
      expect(value).toEqual('done')
      expect(await itemIds(store)).toEqual(['a'])
    }),
  )
  it(
    'a body that throws leaves nothing behind, and its own error comes back',
    withStore(async (store) => {
      const failing = store.transact('fail', async (tx) => {
        await insertItem(tx, 'a')
        await insertItem(tx, 'b')
        throw new Error('the body gave up')
      })
      await expect(failing).rejects.toThrow('the body gave up')
      expect(await itemIds(store)).toEqual([])
      await store.transact('after', (tx) => insertItem(tx, 'c'))
      expect(await itemIds(store)).toEqual(['c'])
    }),
  )
  it(
    'a failed statement undoes the transaction even when the body catches the error',
    withStore(async (store) => {
      const failing = store.transact('caught', async (tx) => {
        await insertItem(tx, 'a')
        await insertItem(tx, 'a').catch(() => 'swallowed')
        return 'looks well'
      })
      await expect(failing).rejects.toThrow()
      expect(await itemIds(store)).toEqual([])
    }),
  )
  it(
    'a transaction reads its own writes',
    withStore(async (store) => {
      const seen = await store.transact('own', async (tx) => {
        await insertItem(tx, 'a', 1)
        await tx.run('UPDATE item SET n = n + ? WHERE id = ?', [41, 'a'])
        return tx.get('SELECT n FROM item WHERE id = ?', ['a'])
      })
      expect(seen?.n).toEqual(42)
    }),
  )
  it(
    'run returns how many rows it changed',
    withStore(async (store) => {
      const changed = await store.transact('count', async (tx) => {
        await insertItem(tx, 'a')
        await insertItem(tx, 'b')
        const updated = await tx.run('UPDATE item SET n = 1')
        const none = await tx.run('DELETE FROM item WHERE id = ?', ['z'])
        return [updated, none]
      })
      expect(changed).toEqual([2, 0])
    }),
  )
}
