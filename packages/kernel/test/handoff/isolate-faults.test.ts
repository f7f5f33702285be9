import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/adapter-error.ts'
import { isolateFaults } from '../../src/handoff/isolate-faults.ts'

const poisonedBy =
  (poison: ReadonlySet<number>, calls: number[]) => async (items: readonly number[]) => {
    calls.push(items.length)
    if (items.some((item) => poison.has(item))) throw new Error('poisoned')
    return items
  }

describe('isolating faults', () => {
  it('applies everything but the poisonous items, each once and in order', async () => {
    const sizes = fc.integer({ min: 0, max: 256 })
    await fc.assert(
      fc.asyncProperty(sizes, fc.array(fc.nat(255)), async (size, poison) => {
        const items = Array.from({ length: size }, (_, item) => item)
        const isPoison = new Set(poison)
        const { outputs, faults } = await isolateFaults(items, poisonedBy(isPoison, []))
        expect(outputs).toEqual(items.filter((item) => !isPoison.has(item)))
        expect(faults.map(({ item }) => item)).toEqual(items.filter((item) => isPoison.has(item)))
      }),
      { numRuns: 200 },
    )
  })

  it('costs a full batch with one poisonous item 17 transactions, not 257', async () => {
    const calls: number[] = []
    const items = Array.from({ length: 256 }, (_, item) => item)
    await isolateFaults(items, poisonedBy(new Set([100]), calls))
    expect(calls).toHaveLength(17)
  })

  it('throws trouble of the store on at once, because no item is to blame', async () => {
    let calls = 0
    const trouble = new AdapterError('store_unavailable', { retryable: true, detail: 'busy' })
    const isolating = isolateFaults([1, 2, 3, 4], async () => {
      calls += 1
      throw trouble
    })
    await expect(isolating).rejects.toBe(trouble)
    expect(calls).toBe(1)
  })
})
