import type { Random } from '@evenkeel/kernel'

/** Uniform enough for tests, and the same in every run. */
export function seededRandom(seed: number): Random {
  let state = seed
  const next = (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state
  }
  return {
    bytes: (length) => Uint8Array.from({ length }, () => next() >>> 24),
    below: (bound) => next() % bound,
  }
}
