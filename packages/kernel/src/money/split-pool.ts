import { assert } from '../assert.ts'
import type { MinorUnits } from '../ids.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** One participant in a split. */
export interface Share {
  /** Unique in the split; decides ties, so that the order of arrival cannot. */
  readonly key: string
  /** At least 0. */
  readonly weight: bigint
}

/**
 * Splits a pool in proportion to the weights by largest remainder: every share is its exact part rounded down or up, the sum is the pool
 * (D11), a weight of zero gets nothing. The units left over go to the largest remainders, equal ones in the order of the keys' UTF-16 code
 * units, so the outcome for a key does not depend on the order of the shares (D8). Returns the amounts in the order of the shares.
 * Throws on a negative weight or a repeated key. Reason: allocation_empty when the pool is positive and all weights are zero.
 */
export function splitPool(
  pool: MinorUnits,
  shares: readonly Share[],
): Result<readonly MinorUnits[], Reasoned> {
  assert(
    shares.every((share) => share.weight >= 0n),
    'a weight is at least 0',
  )
  assert(new Set(shares.map((share) => share.key)).size === shares.length, 'a key occurs twice')
  const total = shares.reduce((sum, share) => sum + share.weight, 0n)
  if (total === 0n) {
    return pool === 0n ? ok(shares.map(() => pool)) : refuse('allocation_empty')
  }
  const parts = shares.map(({ key, weight }) => ({
    key,
    amount: (pool * weight) / total,
    remainder: (pool * weight) % total,
  }))
  // Fewer than one unit per non-zero remainder was rounded away, so nobody gets two and a zero weight none.
  const left = pool - parts.reduce((sum, part) => sum + part.amount, 0n)
  const byRemainder = [...parts].sort(compareRemainders)
  for (const part of byRemainder.slice(0, Number(left))) part.amount += 1n
  const amounts = parts.map((part) => part.amount as MinorUnits)
  assert(amounts.reduce((sum, amount) => sum + amount, 0n) === pool, 'the shares sum to the pool')
  return ok(amounts)
}

interface Part {
  readonly key: string
  readonly remainder: bigint
}

function compareRemainders(a: Part, b: Part): number {
  if (a.remainder !== b.remainder) return a.remainder > b.remainder ? -1 : 1
  return a.key < b.key ? -1 : 1
}
