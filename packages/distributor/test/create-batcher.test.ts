import { expect, it } from 'vitest'
import { createBatcher } from '../src/create-batcher.ts'

it('calls made together share a batch, in order, and batches never exceed their limit', async () => {
  const batches: number[][] = []
  const double = createBatcher<number, number>({
    batchMax: () => 3,
    lanes: 1,
    run: async (items) => {
      batches.push([...items])
      return items.map((item) => 2 * item)
    },
  })
  const outputs = await Promise.all([1, 2, 3, 4, 5].map(double))
  expect(outputs).toEqual([2, 4, 6, 8, 10])
  expect(batches).toEqual([
    [1, 2, 3],
    [4, 5],
  ])
})

it('no more batches than lanes run at once', async () => {
  let running = 0
  let most = 0
  const call = createBatcher<number, number>({
    batchMax: () => 1,
    lanes: 2,
    run: async (items) => {
      running += 1
      most = Math.max(most, running)
      await undefined
      running -= 1
      return items
    },
  })
  await Promise.all([1, 2, 3, 4, 5, 6].map(call))
  expect(most).toBe(2)
})

it('a batch that fails rejects its own calls only, and the next one runs', async () => {
  const call = createBatcher<string, string>({
    batchMax: () => 1,
    lanes: 1,
    run: async (items) => {
      if (items[0] === 'bad') throw new Error('no')
      return items
    },
  })
  const outcomes = await Promise.allSettled(['bad', 'good'].map(call))
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'fulfilled'])
  expect(await call('good')).toBe('good')
})
