import type { TestApi } from '../test-api.ts'
import { column, insertItem, itemIds, type WithStore } from './fixture.ts'

export function describeSets({ it, expect }: TestApi, withStore: WithStore): void {
  const columns = ['id', 'n', 'bytes']
  it(
    'insertMany leaves out rows that conflict with the table or an earlier row, and says which went in',
    withStore(async (store) => {
      await store.transact('first', (tx) => insertItem(tx, 'taken', 1, Uint8Array.of(1)))
      const rows = [
        ['a', 2, Uint8Array.of(2)],
        ['taken', 3, Uint8Array.of(3)],
        ['a', 4, Uint8Array.of(4)],
        ['b', 5, Uint8Array.of(1)],
        ['c', 6, Uint8Array.of(2)],
        ['d', 7, null],
      ]
      const positions = await store.transact('many', (tx) =>
        tx.insertMany({ table: 'item', columns, rows, onConflict: 'ignore' }),
      )
      expect(positions).toEqual([0, 5])
      const kept = await store.read('kept', (tx) => tx.all('SELECT n FROM item ORDER BY id'))
      expect(column(kept, 'n')).toEqual([2, 7, 1])
    }),
  )
  it(
    'insertMany with fail undoes everything when a row conflicts with the table or an earlier row',
    withStore(async (store) => {
      await store.transact('first', (tx) => insertItem(tx, 'taken'))
      for (const last of ['taken', 'a']) {
        const rows = [['a'], [last]]
        const failing = store.transact('many', (tx) =>
          tx.insertMany({ table: 'item', columns: ['id'], rows, onConflict: 'fail' }),
        )
        await expect(failing).rejects.toThrow()
      }
      expect(await itemIds(store)).toEqual(['taken'])
    }),
  )
  it(
    'insertMany with ignore forgives conflicts only, not a missing value',
    withStore(async (store) => {
      const rows = [[1, null]]
      const failing = store.transact('null', (tx) =>
        tx.insertMany({ table: 'counter', columns: ['id', 'total'], rows, onConflict: 'ignore' }),
      )
      await expect(failing).rejects.toThrow()
    }),
  )
  it(
    'runMany runs in order and returns the rows changed by each',
    withStore(async (store) => {
      const changed = await store.transact('many', async (tx) => {
        await insertItem(tx, 'a', 1)
        return tx.runMany('UPDATE item SET n = ? WHERE n = ?', [
          [2, 1],
          [9, 1],
          [3, 2],
        ])
      })
      expect(changed).toEqual([1, 0, 1])
    }),
  )
  it(
    'ten thousand rows go in at once and come out in key order, whatever the order of the keys',
    withStore(async (store) => {
      const count = 10_000
      const rows = Array.from({ length: count }, (_, n) => [`key-${String(n).padStart(5, '0')}`, n])
      const keys = rows.map((row) => String(row[0]))
      const shuffled = keys.map((_, n) => keys[(n * 7919) % count] ?? '')
      const [inserted, found] = await store.transact('many', async (tx) => [
        await tx.insertMany({ table: 'item', columns: ['id', 'n'], rows, onConflict: 'fail' }),
        await tx.selectIn({
          table: 'item',
          columns: ['n'],
          key: 'id',
          keys: [...shuffled, ...shuffled, 'absent'],
        }),
      ])
      expect(inserted.length).toEqual(count)
      expect(column(found, 'n')).toEqual(rows.map((row) => row[1]))
    }),
  )
  it(
    'selectIn takes text, integer and bytes keys, also none at all, and orders by them',
    withStore(async (store) => {
      const texts = ['\u{1F600}', '\uFF5E', 'b', 'a"\\', 'Z', '']
      const rows = texts.map((text, n) => [
        text,
        n - 2,
        n === 0 ? new Uint8Array(0) : Uint8Array.of(n),
      ])
      const select = (key: string, keys: readonly (string | number | Uint8Array)[]) =>
        store.read('in', async (tx) =>
          column(await tx.selectIn({ table: 'item', columns: ['n'], key, keys }), 'n'),
        )
      await store.transact('rows', (tx) =>
        tx.insertMany({ table: 'item', columns, rows, onConflict: 'fail' }),
      )
      // Text is ordered by code points (UTF-8 bytes), not by UTF-16 units: U+FF5E comes before U+1F600.
      expect(await select('id', texts)).toEqual([3, 2, 1, 0, -1, -2])
      expect(await select('n', [3, -2, 99])).toEqual([-2, 3])
      const bytes = [Uint8Array.of(4), new Uint8Array(0), Uint8Array.of(4)]
      expect(await select('bytes', bytes)).toEqual([-2, 2])
      expect(await select('id', [])).toEqual([])
    }),
  )
  it(
    'selectIn leaves out rows whose further columns differ, whatever their type',
    withStore(async (store) => {
      const rows = ['a', 'b', 'c'].map((id, n) => [id, n % 2, Uint8Array.of(n)])
      const select = (where: Readonly<Record<string, string | number | Uint8Array>>) =>
        store.read('where', async (tx) => {
          const query = { table: 'item', columns: ['id'], key: 'id', keys: ['c', 'b', 'a'], where }
          return column(await tx.selectIn(query), 'id')
        })
      await store.transact('rows', (tx) =>
        tx.insertMany({ table: 'item', columns, rows, onConflict: 'fail' }),
      )
      expect(await select({ n: 0 })).toEqual(['a', 'c'])
      expect(await select({ n: 0, bytes: Uint8Array.of(2) })).toEqual(['c'])
      expect(await select({ n: 0, bytes: Uint8Array.of(1) })).toEqual([])
    }),
  )
}
