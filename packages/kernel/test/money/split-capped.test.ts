import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MINOR_MAX, minorUnits } from '../../src/money/minor-units.ts'
import { type CappedShare, splitCapped } from '../../src/money/split-capped.ts'
import { splitPool } from '../../src/money/split-pool.ts'
import { unwrap } from '../../src/result.ts'

const amount = fc
  .oneof(fc.bigInt({ min: 0n, max: 60n }), fc.bigInt({ min: 0n, max: MINOR_MAX }))
  .map(minorUnits)
const shares = fc.uniqueArray(
  fc.record({
    key: fc.stringMatching(/^[a-d]{1,3}$/),
    weight: fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: MINOR_MAX })),
    cap: amount,
  }),
  { maxLength: 12, selector: ({ key }) => key },
)

/** Water-filling by its definition: whoever would get the cap or more gets the cap, and the rest is shared out anew, until nobody does. */
function fill(pool: bigint, list: readonly CappedShare[]): Map<string, bigint> {
  const amounts = new Map(list.map(({ key }) => [key, 0n]))
  let open = list.filter(({ weight }) => weight > 0n)
  let left = pool
  for (;;) {
    const total = open.reduce((sum, { weight }) => sum + weight, 0n)
    const full = open.filter(({ weight, cap }) => left * weight >= cap * total)
    if (full.length === 0) break
    for (const { key, cap } of full) {
      amounts.set(key, cap)
      left -= cap
    }
    open = open.filter((share) => !full.includes(share))
  }
  if (open.length === 0) return amounts
  const parts = unwrap(splitPool(minorUnits(left), open))
  open.forEach(({ key }, place) => {
    amounts.set(key, parts[place] ?? -1n)
  })
  return amounts
}

describe('a split with caps', () => {
  test('is what filling round after round gives', () => {
    fc.assert(
      fc.property(amount, shares, (pool, list) => {
        const { amounts } = splitCapped(pool, list)
        expect(new Map(list.map(({ key }, place) => [key, amounts[place]]))).toEqual(
          fill(pool, list),
        )
      }),
      { numRuns: 1_000 },
    )
  })

  test('D11: gives the whole pool, but for what nobody may take', () => {
    fc.assert(
      fc.property(amount, shares, (pool, list) => {
        const { amounts, left } = splitCapped(pool, list)
        expect(amounts.reduce((sum, part) => sum + part, 0n) + left).toBe(pool)
        list.forEach(({ weight, cap }, place) => {
          const part = amounts[place] ?? -1n
          expect(part <= cap).toBe(true)
          if (weight === 0n) expect(part).toBe(0n)
          else if (left > 0n) expect(part).toBe(cap)
        })
      }),
      { numRuns: 1_000 },
    )
  })

  test('never gives less to a larger weight with a cap that is no lower', () => {
    fc.assert(
      fc.property(amount, shares, (pool, list) => {
        const { amounts } = splitCapped(pool, list)
        list.forEach((more, place) => {
          list.forEach((less, other) => {
            if (more.weight > less.weight && more.cap >= less.cap) {
              expect((amounts[place] ?? 0n) >= (amounts[other] ?? 0n)).toBe(true)
            }
          })
        })
      }),
      { numRuns: 500 },
    )
  })

  test('spreads what a capped share leaves', () => {
    const split = (pool: bigint, ...list: [string, bigint, bigint][]): readonly bigint[] =>
      splitCapped(
        minorUnits(pool),
        list.map(([key, weight, cap]) => ({ key, weight, cap: minorUnits(cap) })),
      ).amounts
    expect(split(12n, ['a', 1n, 2n], ['b', 1n, 9n], ['c', 1n, 9n])).toEqual([2n, 5n, 5n])
    expect(split(13n, ['c', 1n, 9n], ['b', 1n, 9n], ['a', 1n, 2n])).toEqual([5n, 6n, 2n])
    expect(split(12n, ['a', 1n, 2n], ['b', 1n, 4n], ['c', 2n, 99n])).toEqual([2n, 3n, 7n])
    expect(split(99n, ['a', 1n, 2n], ['b', 5n, 4n])).toEqual([2n, 4n])
  })
})
