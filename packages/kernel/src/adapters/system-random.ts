import { randomFillSync, randomInt } from 'node:crypto'
import type { Random } from '../ports.ts'
import { RANDOM_POOL_BYTES } from './limits.ts'

// Drawn ahead, because a call costs more than its bytes. What was given out is wiped, so that a later look at this memory shows none of it.
const pool = new Uint8Array(RANDOM_POOL_BYTES)
let used: number = RANDOM_POOL_BYTES

function bytes(length: number): Uint8Array {
  if (length > RANDOM_POOL_BYTES) return randomFillSync(new Uint8Array(length))
  if (used + length > RANDOM_POOL_BYTES) {
    randomFillSync(pool)
    used = 0
  }
  const drawn = pool.slice(used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return drawn
}

/** The machine's cryptographically strong source. */
export const systemRandom: Random = {
  bytes,
  below: (bound) => randomInt(bound),
}
