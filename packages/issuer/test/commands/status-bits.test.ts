import { createStatusList, setStatus } from '@evenkeel/kernel'
import { openSqliteStore, systemRandom } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { insertBits, readBits, writeEntries } from '../../src/commands/status-bits.ts'
import { issuerMigrations } from '../../src/index.ts'
import { BITS_PAGE_BYTES } from '../../src/limits.ts'

const PAGE_ENTRIES = BITS_PAGE_BYTES * 4
const SIZE = 2 * PAGE_ENTRIES + 12

async function openStore() {
  const store = await openSqliteStore({ path: ':memory:' })
  await store.migrate(issuerMigrations)
  return store
}

test('entries that are written one batch after another stand where they would in one piece, and other lists stay as they are', async () => {
  const near = fc.oneof(
    fc.integer({ min: 0, max: SIZE - 1 }),
    fc.constantFrom(0, PAGE_ENTRIES - 1, PAGE_ENTRIES, 2 * PAGE_ENTRIES - 1, SIZE - 1),
  )
  const entries = fc.array(fc.record({ index: near, value: fc.nat(2) }), { maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(fc.array(entries, { maxLength: 4 }), async (batches) => {
      const store = await openStore()
      const [list, other] = [createStatusList(SIZE, 2), createStatusList(SIZE, 2)]
      await store.transact('open', async (tx) => {
        await insertBits(tx, 1, list.bytes)
        await insertBits(tx, 2, other.bytes)
      })
      for (const batch of batches) {
        for (const { index, value } of batch) setStatus(list, index, value)
        await store.transact('write', (tx) => writeEntries(tx, 1, batch))
      }
      expect(await store.read('one', (tx) => readBits(tx, 1))).toEqual(list.bytes)
      expect(await store.read('other', (tx) => readBits(tx, 2))).toEqual(other.bytes)
      await store.close()
    }),
    { numRuns: 30 },
  )
})

test('an entry that a list does not have is a fault, on its last page and beyond it', async () => {
  const store = await openStore()
  await store.transact('open', (tx) => insertBits(tx, 1, createStatusList(SIZE, 2).bytes))
  for (const index of [SIZE, 3 * PAGE_ENTRIES]) {
    const write = store.transact('write', (tx) => writeEntries(tx, 1, [{ index, value: 1 }]))
    await expect(write).rejects.toThrow('list')
  }
})

test('lists that were stored in one piece are the same in pages', async () => {
  const store = await openSqliteStore({ path: ':memory:' })
  const at = issuerMigrations.findIndex(({ id }) => id === 'issuer/0006-bits-in-pages')
  await store.migrate(issuerMigrations.slice(0, at))
  const lists = [BITS_PAGE_BYTES - 1, BITS_PAGE_BYTES, 3 * BITS_PAGE_BYTES, 32_771].map((length) =>
    systemRandom.bytes(length),
  )
  await store.transact('as-before', async (tx) => {
    for (const [position, bits] of lists.entries()) {
      await tx.run('INSERT INTO status_bits (number, bits) VALUES (?, ?)', [position + 1, bits])
    }
  })
  await store.migrate(issuerMigrations)
  for (const [position, bits] of lists.entries()) {
    expect(await store.read('bits', (tx) => readBits(tx, position + 1))).toEqual(bits)
  }
  const pages = await store.read('pages', (tx) => tx.get('SELECT count(*) AS n FROM status_page'))
  expect(pages).toEqual({ n: 1 + 1 + 3 + 3 })
})
