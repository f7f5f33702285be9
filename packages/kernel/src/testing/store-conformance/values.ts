import type { SqlValue, Store } from '../../ports.ts'
import type { TestApi } from '../test-api.ts'
import { column, insertItem, itemIds, type WithStore } from './fixture.ts'

export function describeValues({ it, expect }: TestApi, withStore: WithStore): void {
  const roundTrip = (store: Store, n: SqlValue, bytes: SqlValue, id: string) =>
    store.transact('round trip', async (tx) => {
      await insertItem(tx, id, n, bytes)
      return tx.get('SELECT id, n, bytes FROM item WHERE id = ?', [id])
    })
  it(
    'integers come back as they went in, up to the safe bounds',
    withStore(async (store) => {
      const numbers = [
        0,
        1,
        -1,
        2 ** 31,
        -(2 ** 40),
        Number.MAX_SAFE_INTEGER,
        -Number.MAX_SAFE_INTEGER,
      ]
      for (const n of numbers) {
        expect((await roundTrip(store, n, null, `n${n}`))?.n).toEqual(n)
      }
    }),
  )
  it(
    'bytes come back as a Uint8Array, also when empty',
    withStore(async (store) => {
      const samples = [new Uint8Array(0), Uint8Array.of(0), Uint8Array.of(255, 0, 127, 10)]
      for (const [position, bytes] of samples.entries()) {
        const row = await roundTrip(store, null, bytes, `b${position}`)
        expect(row?.bytes instanceof Uint8Array).toEqual(true)
        expect(row?.bytes).toEqual(bytes)
      }
    }),
  )
  it(
    'bytes that the caller changes afterwards stay in the store as they were given',
    withStore(async (store) => {
      const bytes = Uint8Array.of(1, 2, 3)
      await store.transact('keep', (tx) => insertItem(tx, 'a', null, bytes))
      bytes.fill(9)
      const row = await store.read('kept', (tx) => tx.get('SELECT bytes FROM item'))
      expect(row?.bytes).toEqual(Uint8Array.of(1, 2, 3))
    }),
  )
  it(
    'text and null come back as they went in',
    withStore(async (store) => {
      const texts = ['', ' ', "it's", 'Zürich – 東京', '👩‍🚀', '\u{10FFFF}', 'a\nb\t"c"\\', '﻿']
      for (const text of texts) {
        const row = await roundTrip(store, null, null, text)
        expect([row?.id, row?.n, row?.bytes]).toEqual([text, null, null])
      }
    }),
  )
  it(
    'values that a store cannot keep exactly are faults and throw',
    withStore(async (store) => {
      const wrong: readonly unknown[] = [
        true,
        undefined,
        1n,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        1.5,
        2 ** 53,
        {},
        [1],
        'a\0b',
        '\uD800',
      ]
      for (const value of wrong) {
        const asParameter = store.transact('parameter', (tx) =>
          tx.run('INSERT INTO item (id, n) VALUES (?, ?)', ['a', value as SqlValue]),
        )
        await expect(asParameter).rejects.toThrow()
        const rows = [['a', value as SqlValue]]
        const asRow = store.transact('row', (tx) =>
          tx.insertMany({ table: 'item', columns: ['id', 'n'], rows, onConflict: 'ignore' }),
        )
        await expect(asRow).rejects.toThrow()
      }
      expect(await itemIds(store)).toEqual([])
    }),
  )
  it(
    'column types are checked, and a primary key cannot be null',
    withStore(async (store) => {
      const wrong: readonly (readonly [SqlValue, SqlValue])[] = [
        ['text', null],
        [Uint8Array.of(1), null],
        [1, 'text'],
        [1, 7],
      ]
      for (const [n, bytes] of wrong) {
        const inserting = store.transact('type', (tx) => insertItem(tx, 'a', n, bytes))
        await expect(inserting).rejects.toThrow()
      }
      const withoutKey = store.transact('null', (tx) =>
        tx.run('INSERT INTO counter (id, total) VALUES (?, 0)', [null]),
      )
      await expect(withoutKey).rejects.toThrow()
    }),
  )
  it(
    'an integer beyond the safe range throws when it is read',
    withStore(async (store) => {
      await store.transact('big', (tx) =>
        tx.run('INSERT INTO item (id, n) VALUES (?, 9007199254740993)', ['a']),
      )
      await expect(store.read('big', (tx) => tx.all('SELECT n FROM item'))).rejects.toThrow()
    }),
  )
  it(
    'integer parameters divide as integers',
    withStore(async (store) => {
      await store.transact('seven', (tx) => insertItem(tx, 'a', 7))
      const row = await store.read('half', (tx) => tx.get('SELECT n / ? AS half FROM item', [2]))
      expect(row?.half).toEqual(3)
    }),
  )
  it(
    '16-byte amounts compare and sort in SQL like the numbers that they are',
    withStore(async (store) => {
      const amounts = [0n, 1n, 255n, 256n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 127n, 2n ** 128n - 1n]
      const rows = amounts.map((amount, n) => [`amount-${9 - n}`, n, bigEndian16(amount)])
      await store.transact('amounts', (tx) =>
        tx.insertMany({ table: 'item', columns: ['id', 'n', 'bytes'], rows, onConflict: 'fail' }),
      )
      const sorted = await store.read('sorted', (tx) =>
        tx.all('SELECT n FROM item WHERE bytes >= ? ORDER BY bytes', [bigEndian16(256n)]),
      )
      expect(column(sorted, 'n')).toEqual([3, 4, 5, 6, 7])
    }),
  )
}

function bigEndian16(amount: bigint): Uint8Array {
  const bytes = new Uint8Array(16)
  for (let position = 15, rest = amount; position >= 0; position -= 1, rest >>= 8n) {
    bytes[position] = Number(rest & 255n)
  }
  return bytes
}
