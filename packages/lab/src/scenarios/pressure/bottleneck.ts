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

export interface BottleneckOptions {
  /** Of one check. */
  readonly checkMs: number
  /** When it stands still, if it does, on the monotonic clock. */
  readonly stall?: { readonly fromMs: number; readonly lastsMs: number }
  readonly onRound: (round: Round) => void
}

/** A Compute port that checks one signature after the other, each for so many milliseconds: the capacity of whoever waits for it. */
export function createBottleneck(
  { compute, clock, timers }: Pick<Ports, 'compute' | 'clock' | 'timers'>,
  { checkMs, stall, onRound }: BottleneckOptions,
): Compute {
  let freeAtMs = 0

  /** When so much work is done that comes now. */
  function doneAt(nowMs: number, workMs: number): number {
    const fromMs = Math.max(freeAtMs, nowMs)
    if (stall === undefined || fromMs + workMs <= stall.fromMs) return fromMs + workMs
    if (fromMs >= stall.fromMs + stall.lastsMs) return fromMs + workMs
    return Math.min(fromMs, stall.fromMs) + stall.lastsMs + workMs
  }

  return {
    async verifySignatures(jobs) {
      const nowMs = clock.monotonicMs()
      freeAtMs = doneAt(nowMs, jobs.length * checkMs)
      onRound({ signed: jobs.map(({ data }) => signedName(data)), doneMs: freeAtMs })
      await timers.sleep(freeAtMs - nowMs)
      return compute.verifySignatures(jobs)
    },
  }
}
