import { brandId, type ReceiptId, type Row } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepEvidence, removeExpiredEvidence } from '../../src/evidence/keep-evidence.ts'
import type { Bundle } from '../../src/evidence/seal-bundle.ts'
import { verifierMigrations } from '../../src/index.ts'
import type { KeptInput } from '../../src/model/keep-input.ts'

/** Says how many receipts it was given. */
const seal = ({ inputs }: Bundle): Uint8Array => Uint8Array.of(inputs.size)

test('every receipt has its evidence for its own time, and no document outlives the last of them, whatever the batches', async () => {
  const bundle = fc.record({
    untilMs: fc.integer({ min: 1, max: 20 }),
    names: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }),
  })
  const batches = fc.array(fc.array(bundle, { maxLength: 4 }), { maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(batches, fc.integer({ min: 0, max: 21 }), async (rounds, nowMs) => {
      const store = await openSqliteStore({ path: ':memory:' })
      await store.migrate(verifierMigrations)
      let next = 0
      for (const round of rounds) {
        const receipts = round.map(({ untilMs, names }) => ({
          receiptId: brandId<ReceiptId>(`r${next++}`),
          untilMs,
          input: {} as KeptInput,
          documents: names.map((hash) => ({ hash, bytes: new Uint8Array(1) })),
        }))
        await store.transact('keep', (tx) => keepEvidence(tx, receipts, seal))
      }
      await store.transact('remove', (tx) => removeExpiredEvidence(tx, nowMs))
      const [left, documents] = await store.read('left', (tx) =>
        Promise.all([
          tx.all('SELECT sealed FROM evidence_bundle ORDER BY receipt_id'),
          tx.all('SELECT hash FROM evidence_document ORDER BY hash'),
        ]),
      )
      const live = rounds.flat().filter(({ untilMs }) => untilMs >= nowMs)
      const kept = left.flatMap(({ sealed }) => [...(sealed as Uint8Array)])
      expect(kept.reduce((sum, count) => sum + count, 0)).toBe(live.length)
      const needed = [...new Set(live.flatMap(({ names }) => names))].sort()
      expect(documents.map((row: Row) => row.hash)).toEqual(needed)
      await store.close()
    }),
    { numRuns: 100 },
  )
})
