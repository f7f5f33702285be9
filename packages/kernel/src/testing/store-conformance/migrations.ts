import type { Migration, SqlValue, Store } from '../../ports.ts'
import type { TestApi } from '../test-api.ts'
import { schema, type WithStore } from './fixture.ts'

export function describeMigrations({ it, expect }: TestApi, withStore: WithStore): void {
  const counting: Migration = {
    id: 'conformance/0002-count',
    statements: ['INSERT INTO counter (id, total) VALUES (1, 1)'],
  }
  const rowCount = async (store: Store): Promise<SqlValue | undefined> =>
    (await store.read('count', (tx) => tx.get('SELECT count(*) AS n FROM counter')))?.n
  it(
    'a migration is applied once, however often and by however many callers at once',
    withStore(async (store) => {
      await Promise.all([1, 2, 3].map(() => store.migrate([schema, counting])))
      await store.migrate([schema, counting])
      expect(await rowCount(store)).toEqual(1)
    }),
  )
  it(
    'an applied migration that has changed is refused',
    withStore(async (store) => {
      const changed = { ...schema, statements: [...schema.statements, 'SELECT 1'] }
      await expect(store.migrate([changed])).rejects.toThrow('has changed')
    }),
  )
  it(
    'a migration that fails half way leaves nothing behind and can be tried again',
    withStore(async (store) => {
      const broken = {
        ...counting,
        statements: [...counting.statements, 'INSERT INTO nowhere DEFAULT VALUES'],
      }
      await expect(store.migrate([broken])).rejects.toThrow()
      expect(await rowCount(store)).toEqual(0)
      await store.migrate([counting])
      expect(await rowCount(store)).toEqual(1)
    }),
  )
  it(
    'two migrations with one id in a list are refused',
    withStore(async (store) => {
      await expect(store.migrate([counting, counting])).rejects.toThrow('twice')
    }),
  )
}
