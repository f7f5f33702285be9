/** A small generator of numbers, the same for one seed for ever (mulberry32). */
export interface CaseRandom {
  /** A whole number from 0 to `n` − 1. */
  below(n: number): number
  /** One of the items, of which there is at least one. */
  pick<T>(items: readonly T[]): T
}

/** The numbers of one case of one run: a case can be made again without those before it. */
export function caseRandom(seed: number, index: number): CaseRandom {
  let state = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) | 0
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % n
  }
  return {
    below,
    pick: <T>(items: readonly T[]) => items[below(items.length)] as T,
  }
}
