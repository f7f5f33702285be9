import { assert } from '../assert.ts'
import type { MinorUnits } from '../ids.ts'
import { unwrap } from '../result.ts'
import { type Share, splitPool } from './split-pool.ts'

/** A participant who takes no more than so much. */
export interface CappedShare extends Share {
  readonly cap: MinorUnits
}

export interface CappedSplit {
  /** In the order of the shares. */
  readonly amounts: readonly MinorUnits[]
  /** What nobody may take: more than 0 only when everybody with a weight is at the cap. */
  readonly left: MinorUnits
}

/**
 * Splits a pool in proportion to the weights, nobody above the cap; what capped ones leave is spread among the others again, until all is spread
 * or all are capped (water-filling). Rounded and tied as by `splitPool`, so nothing depends on the order of the shares (D8), and the amounts
 * and what is left sum to the pool (D11). Throws on a negative weight or a repeated key.
 */
export function splitCapped(pool: MinorUnits, shares: readonly CappedShare[]): CappedSplit {
  const amounts = shares.map(() => 0n as MinorUnits)
  // Who is full first comes first: the level at which a share meets its cap is cap / weight, compared without dividing.
  const order = shares.flatMap(({ weight }, index) => (weight === 0n ? [] : [index]))
  const shareAt = (index: number): CappedShare => shares[index] as CappedShare
  order.sort((a, b) => {
    const difference = shareAt(a).cap * shareAt(b).weight - shareAt(b).cap * shareAt(a).weight
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  })
  let left: bigint = pool
  let weights = shares.reduce((sum, { weight }) => sum + weight, 0n)
  let capped = 0
  for (; capped < order.length; capped++) {
    const index = order[capped] as number
    const { weight, cap } = shareAt(index)
    if (cap * weights > left * weight) break
    amounts[index] = cap
    left -= cap
    weights -= weight
  }
  // The exact part of everybody from here on is below the cap, an integer: rounded up it is not above.
  const others = order.slice(capped)
  if (others.length === 0) return { amounts, left: left as MinorUnits }
  const parts = unwrap(splitPool(left as MinorUnits, others.map(shareAt)))
  others.forEach((index, place) => {
    const part = parts[place] as MinorUnits
    assert(part <= shareAt(index).cap, 'nobody gets more than the cap')
    amounts[index] = part
  })
  return { amounts, left: 0n as MinorUnits }
}
