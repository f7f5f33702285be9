import type { Store } from '../../ports.ts'
import type { TestApi } from '../test-api.ts'
import {
  column,
  type DurableStoreUnderTest,
  insertItem,
  itemIds,
  schema,
  settle,
  type WithStore,
} from './fixture.ts'

export function describeDurability(
  { it, expect }: TestApi,
  withStore: WithStore<DurableStoreUnderTest>,
): void {
  /** Runs the test with a second store on the same data. */
  const withSecond = (test: (first: Store, second: Store) => Promise<void>) =>
    withStore(async (store, subject) => {
      const second = await subject.reopen()
      try {
        await test(store, second)
      } finally {
        await second.close()
      }
    })
  it(
    'data is there when the store is opened again',
    withStore(async (store, subject) => {
      await store.transact('write', (tx) => insertItem(tx, 'a'))
      await store.close()
      const second = await subject.reopen()
      expect(await itemIds(second)).toEqual(['a'])
      await second.migrate([schema])
      await second.close()
    }),
  )
  it(
    'what one store committed is seen by the next read of another on the same data',
    withSecond(async (first, second) => {
      await first.transact('write', (tx) => insertItem(tx, 'a'))
      expect(await itemIds(second)).toEqual(['a'])
      await second.transact('write', (tx) => insertItem(tx, 'b'))
      expect(await itemIds(first)).toEqual(['a', 'b'])
    }),
  )
  it(
    'two stores on the same data wait for each other and lose nothing',
    withSecond(async (first, second) => {
      const insert = (store: Store, id: string) =>
        store.transact('write', async (tx) => {
          await settle()
          await insertItem(tx, id)
        })
      const ids = Array.from({ length: 20 }, (_, n) => `id-${String(n).padStart(2, '0')}`)
      await Promise.all(ids.map((id, n) => insert(n % 2 === 0 ? first : second, id)))
      expect(await itemIds(first)).toEqual(ids)
    }),
  )
  it(
    'two stores that migrate the same data together apply each migration once',
    withSecond(async (first, second) => {
      const more = [1, 2, 3].map((n) => ({
        id: `conformance/1${n}`,
        statements: [`INSERT INTO counter (id, total) VALUES (${n}, 0)`],
      }))
      await Promise.all([first.migrate([schema, ...more]), second.migrate([schema, ...more])])
      const rows = await second.read('rows', (tx) => tx.all('SELECT id FROM counter ORDER BY id'))
      expect(column(rows, 'id')).toEqual([1, 2, 3])
    }),
  )
}
