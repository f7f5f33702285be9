import type { TestApi } from '../test-api.ts'
import { insertItem, itemIds, settle, type WithStore } from './fixture.ts'

export function describeConcurrency({ it, expect }: TestApi, withStore: WithStore): void {
  it(
    'transactions run one after another in the order of the calls',
    withStore(async (store) => {
      const steps: string[] = []
      const calls = ['a', 'b', 'c'].map((id) =>
        store.transact(id, async (tx) => {
          steps.push(`${id} begins`)
          await settle()
          await insertItem(tx, id)
          steps.push(`${id} ends`)
        }),
      )
      await Promise.all(calls)
      expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
    }),
  )
  it(
    'a failed transaction does not hold up or undo those behind it',
    withStore(async (store) => {
      const failed = store.transact('fails', async (tx) => {
        await insertItem(tx, 'a')
        throw new Error('no')
      })
      const next = store.transact('next', (tx) => insertItem(tx, 'b'))
      await expect(failed).rejects.toThrow('no')
      await next
      expect(await itemIds(store)).toEqual(['b'])
    }),
  )
  it(
    'a read sees no write of a transaction that has not committed',
    withStore(async (store) => {
      const written = Promise.withResolvers<void>()
      const release = Promise.withResolvers<void>()
      const writing = store.transact('slow', async (tx) => {
        await insertItem(tx, 'a')
        written.resolve()
        await release.promise
        throw new Error('undone')
      })
      await written.promise
      // It may wait for the transaction or look past it; it may not see into it.
      const seen = itemIds(store)
      await settle()
      release.resolve()
      await expect(writing).rejects.toThrow('undone')
      expect(await seen).toEqual([])
    }),
  )
  it(
    'a read stays on one snapshot while others commit',
    withStore(async (store) => {
      const started = Promise.withResolvers<void>()
      const reading = store.read('snapshot', async (tx) => {
        const before = await tx.all('SELECT id FROM item')
        started.resolve()
        await settle()
        return [before.length, (await tx.all('SELECT id FROM item')).length]
      })
      await started.promise
      const writing = store.transact('meanwhile', (tx) => insertItem(tx, 'a'))
      expect(await reading).toEqual([0, 0])
      await writing
      expect(await itemIds(store)).toEqual(['a'])
    }),
  )
  it(
    'a read that is called after a commit sees it while an older read is in progress',
    withStore(async (store) => {
      const release = Promise.withResolvers<void>()
      const older = store.read('older', async (tx) => {
        await tx.all('SELECT id FROM item')
        await release.promise
      })
      const writing = store.transact('write', (tx) => insertItem(tx, 'a'))
      const newer = writing.then(() => itemIds(store))
      await settle()
      release.resolve()
      await older
      expect(await newer).toEqual(['a'])
    }),
  )
  it(
    '64 concurrent duplicates collapse to one',
    withStore(async (store) => {
      const attempts = Array.from({ length: 64 }, (_, attempt) =>
        store.transact('claim', async (tx) => {
          const row = ['same', attempt]
          const rows = [row]
          return tx.insertMany({
            table: 'item',
            columns: ['id', 'n'],
            rows,
            onConflict: 'ignore',
          })
        }),
      )
      const inserted = await Promise.all(attempts)
      expect(inserted.filter((positions) => positions.length === 1).length).toEqual(1)
      expect(await itemIds(store)).toEqual(['same'])
    }),
  )
  it(
    'no update of a hot row is lost among 200 concurrent ones',
    withStore(async (store) => {
      await store.transact('zero', (tx) => tx.run('INSERT INTO counter (id, total) VALUES (1, 0)'))
      const increment = () =>
        store.transact('increment', async (tx) => {
          const row = await tx.get('SELECT total FROM counter WHERE id = 1')
          await tx.run('UPDATE counter SET total = ? WHERE id = 1', [Number(row?.total) + 1])
        })
      await Promise.all(Array.from({ length: 200 }, increment))
      const row = await store.read('total', (tx) => tx.get('SELECT total FROM counter'))
      expect(row?.total).toEqual(200)
    }),
  )
}
