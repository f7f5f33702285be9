import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINOR_MAX, minorUnits } from '../../src/money/minor-units.ts'
import { type Share, splitPool } from '../../src/money/split-pool.ts'
import { unwrap } from '../../src/result.ts'

const pool = fc
  .oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: MINOR_MAX }))
  .map(minorUnits)
const weight = fc.oneof(fc.bigInt({ min: 0n, max: 3n }), fc.bigInt({ min: 0n, max: MINOR_MAX }))
const shares: fc.Arbitrary<readonly Share[]> = fc
  .uniqueArray(fc.record({ key: fc.string({ maxLength: 4 }), weight }), {
    selector: (share) => share.key,
    minLength: 1,
    maxLength: 20,
  })
  .filter((list) => list.some((share) => share.weight > 0n))

describe('splitting a pool', () => {
  test('D11: the rounded shares sum to the pool', () => {
    fc.assert(
      fc.property(pool, shares, (amount, list) => {
        const split = unwrap(splitPool(amount, list))
        expect(split.reduce((sum, part) => sum + part, 0n)).toBe(amount)
      }),
      { numRuns: 500 },
    )
  })

  test('every share is its exact part rounded down or up, and a weight of zero gets nothing', () => {
    fc.assert(
      fc.property(pool, shares, (amount, list) => {
        const total = list.reduce((sum, share) => sum + share.weight, 0n)
        const split = unwrap(splitPool(amount, list))
        for (const [index, share] of list.entries()) {
          const exact = amount * share.weight
          const part = split[index] ?? -1n
          expect(part * total > exact - total && part * total < exact + total).toBe(true)
          if (share.weight === 0n) expect(part).toBe(0n)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('D8: what a key gets does not depend on the order of the shares', () => {
    const permuted = shares.chain((list) =>
      fc.tuple(
        fc.constant(list),
        fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length }),
      ),
    )
    fc.assert(
      fc.property(pool, permuted, (amount, [list, other]) => {
        const byKey = (order: readonly Share[]): Map<string, bigint> => {
          const split = unwrap(splitPool(amount, order))
          return new Map(order.map((share, index) => [share.key, split[index] ?? -1n]))
        }
        expect(byKey(other)).toEqual(new Map([...byKey(list)]))
      }),
      { numRuns: 500 },
    )
  })

  test('the larger remainder gets the unit left over, and among equals the smaller key', () => {
    const split = (amount: bigint, ...list: [string, bigint][]): readonly bigint[] =>
      unwrap(
        splitPool(
          minorUnits(amount),
          list.map(([key, w]) => ({ key, weight: w })),
        ),
      )
    expect(split(10n, ['a', 1n], ['b', 5n])).toEqual([2n, 8n])
    expect(split(1n, ['b', 1n], ['a', 1n])).toEqual([0n, 1n])
    expect(split(2n, ['c', 1n], ['b', 1n], ['a', 1n])).toEqual([0n, 1n, 1n])
  })

  test('a pool without weights is refused, and an empty pool gives everybody nothing', () => {
    expect(splitPool(minorUnits(1n), [])).toMatchObject({ error: { code: 'allocation_empty' } })
    const idle = [{ key: 'a', weight: 0n }]
    expect(splitPool(minorUnits(1n), idle)).toMatchObject({ error: { code: 'allocation_empty' } })
    expect(splitPool(minorUnits(0n), idle)).toEqual({ ok: true, value: [0n] })
  })

  test('a repeated key or a negative weight is a fault of the program', () => {
    const share = { key: 'a', weight: 1n }
    expect(() => splitPool(minorUnits(1n), [share, share])).toThrow('twice')
    expect(() => splitPool(minorUnits(1n), [{ key: 'a', weight: -1n }])).toThrow('weight')
  })
})
