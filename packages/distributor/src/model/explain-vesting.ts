import {
  type CampaignRule,
  formatMinor,
  type MinorUnits,
  nextVesting,
  vestingEndsAtMs,
} from '@evenkeel/kernel'
import type { Claim } from './claim.ts'

/** How a claim that is paid in parts stands. Amounts are decimal strings of minor units. */
export interface VestingExplained {
  readonly paidMinor: string
  readonly payments: number
  /** What is still to be paid; of a vesting that ended early, of what stays the claimant's. */
  readonly remainingMinor: string
  /** The next payment, in full when every part before it is paid. */
  readonly next?: { readonly atMs: number; readonly amountMinor: string }
  /** When the last part falls due, or when it ends by two people's word. */
  readonly endsAtMs: number
  readonly cancelled?: true
}

/** Tells how far a vesting is from what is stored, whenever it is told; undefined for a claim that has none. */
export function explainVesting(
  { state, amount, vesting }: Claim,
  { vesting: schedule }: CampaignRule,
): VestingExplained | undefined {
  if (schedule === undefined || amount === undefined) return undefined
  if (state !== 'vesting' && vesting === undefined) return undefined
  const { paid = 0n as MinorUnits, payments = 0, kept, endsAtMs, ending } = vesting ?? {}
  const isEnding = endsAtMs !== undefined || ending !== undefined
  const whole = kept ?? amount
  const next = kept === undefined ? nextVesting(schedule, amount, paid) : undefined
  return {
    paidMinor: formatMinor(paid),
    payments,
    remainingMinor: formatMinor((whole - paid) as MinorUnits),
    ...(next === undefined
      ? {}
      : {
          next: {
            atMs: next.atMs,
            amountMinor: formatMinor((next.vestedMinor - paid) as MinorUnits),
          },
        }),
    endsAtMs: endsAtMs ?? vestingEndsAtMs(schedule),
    ...(isEnding ? { cancelled: true as const } : {}),
  }
}
