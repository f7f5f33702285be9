import { assert } from '../assert.ts'
import { type EpochMs, epochMs, type MinorUnits } from '../ids.ts'
import type { VestingSchedule } from '../messages/rule/vesting.ts'

/** One time at which more of an amount becomes payable. */
export interface VestingPoint {
  readonly atMs: EpochMs
  /** All that is payable from then on, paid or not. */
  readonly vestedMinor: MinorUnits
}

const PERMILLE = 1_000n

/**
 * How much of an amount is payable at `now`, rounded down. It never falls as time passes (D4), and is the whole amount from the last time on, so
 * that the payments sum to it exactly. The schedule holds by `findVestingFault`.
 */
export function vestedMinor(
  schedule: VestingSchedule,
  amount: MinorUnits,
  now: EpochMs,
): MinorUnits {
  const { due, of } = dueShare(schedule, now - schedule.startsAtMs)
  assert(due >= 0n && due <= of, 'no more is due than there is')
  return ((amount * due) / of) as MinorUnits
}

/** The next time at which more than `paid` of an amount is payable; undefined when all of it is paid. It may lie in the past. */
export function nextVesting(
  schedule: VestingSchedule,
  amount: MinorUnits,
  paid: MinorUnits,
): VestingPoint | undefined {
  if (paid >= amount) return undefined
  const atMs = epochMs(schedule.startsAtMs + nextAfterMs(schedule, amount, paid))
  return { atMs, vestedMinor: vestedMinor(schedule, amount, atMs) }
}

/** When the last part of an amount is payable. */
export function vestingEndsAtMs(schedule: VestingSchedule): EpochMs {
  return epochMs(schedule.startsAtMs + lengthMs(schedule))
}

/** Milliseconds from the start to the last payment. */
export function lengthMs(schedule: VestingSchedule): number {
  switch (schedule.kind) {
    case 'cliff':
      return schedule.cliffMs
    case 'linear':
      return Math.max(schedule.cliffMs, schedule.stepMs * schedule.steps)
    case 'tranches':
      return schedule.tranches.at(-1)?.afterMs ?? 0
  }
}

function dueShare(schedule: VestingSchedule, passedMs: number): { due: bigint; of: bigint } {
  switch (schedule.kind) {
    case 'cliff':
      return { due: passedMs >= schedule.cliffMs ? 1n : 0n, of: 1n }
    case 'linear': {
      const { cliffMs, stepMs, steps } = schedule
      const passed = Math.min(steps, Math.floor(passedMs / stepMs))
      return { due: passedMs >= cliffMs ? BigInt(passed) : 0n, of: BigInt(steps) }
    }
    case 'tranches': {
      const reached = schedule.tranches.filter(({ afterMs }) => afterMs <= passedMs)
      return { due: reached.reduce((sum, one) => sum + BigInt(one.permille), 0n), of: PERMILLE }
    }
  }
}

function nextAfterMs(schedule: VestingSchedule, amount: bigint, paid: bigint): number {
  switch (schedule.kind) {
    case 'cliff':
      return schedule.cliffMs
    case 'linear': {
      // The first step k with floor(amount · k / steps) > paid, that is amount · k ≥ (paid + 1) · steps.
      const needed = (paid + 1n) * BigInt(schedule.steps)
      const step = Number((needed + amount - 1n) / amount)
      return Math.max(schedule.cliffMs, step * schedule.stepMs)
    }
    case 'tranches': {
      let permille = 0n
      const next = schedule.tranches.find((one) => {
        permille += BigInt(one.permille)
        return (amount * permille) / PERMILLE > paid
      })
      assert(next !== undefined, 'the tranches sum to the whole')
      return next.afterMs
    }
  }
}
