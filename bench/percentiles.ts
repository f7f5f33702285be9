/** A spread of durations in milliseconds, to the microsecond. */
export interface Spread {
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly max: number
}

/** Sums up durations by nearest rank: each figure is one that was measured. Needs at least one. */
export function spreadOf(durationsMs: readonly number[]): Spread {
  const sorted = [...durationsMs].sort((a, b) => a - b)
  const at = (share: number): number => {
    const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
    if (found === undefined) throw new Error('nothing was measured')
    return Math.round(found * 1_000) / 1_000
  }
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}
