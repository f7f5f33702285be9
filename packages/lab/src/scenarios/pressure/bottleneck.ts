import type { Compute, Ports } from '@evenkeel/kernel'
import { shortHash } from '../../hash-values.ts'

/** One round of signature checks as it begins. */
export interface Round {
  /** Names of what is signed, as `signedName` gives them. */
  readonly signed: readonly string[]
  /** When the checks are through, on the monotonic clock. */
  readonly doneMs: number
}

/** How the checks name what was signed. */
export function signedName(signingInput: Uint8Array | string): string {
  return shortHash(signingInput)
}

/** A Compute port that checks one signature after the other, each for so many milliseconds: the capacity of whoever waits for it. */
export function createBottleneck(
  { compute, clock, timers }: Pick<Ports, 'compute' | 'clock' | 'timers'>,
  checkMs: number,
  onRound: (round: Round) => void,
): Compute {
  let freeAtMs = 0
  return {
    async verifySignatures(jobs) {
      const nowMs = clock.monotonicMs()
      freeAtMs = Math.max(freeAtMs, nowMs) + jobs.length * checkMs
      onRound({ signed: jobs.map(({ data }) => signedName(data)), doneMs: freeAtMs })
      await timers.sleep(freeAtMs - nowMs)
      return compute.verifySignatures(jobs)
    },
  }
}
