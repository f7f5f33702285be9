import { type CampaignRule, parseMinor, type Receipt } from '@evenkeel/kernel'
import type { AllocationEntry, TieredDue } from '@evenkeel/kernel/allocation'

type Output = Receipt['outputs'][string]

/** The name of a campaign's window, in its tickets and its draw. A campaign has one. */
export function windowName({ window }: CampaignRule): string {
  return window === 'instant' ? window : window.kind
}

/** How long a claim waits in its window at most, in milliseconds: for the closing, and for holds to be decided, with their appeals, and the allocation. */
export function windowWaitMs(
  { window, closesAtMs, intake }: CampaignRule,
  arrivedAtMs: number,
): number {
  if (window === 'instant') return 0
  const closesByMs = closesAtMs + (intake?.extendMsMax ?? 0)
  return Math.max(0, closesByMs - arrivedAtMs) + window.allocateAfterMs
}

/** How long the payment gate may let a claim wait at most, pauses and holds apart: before its window's entries are fixed, and before its payment. */
export function gateWaitMs({ canary, settlementCheck }: CampaignRule): number {
  return (canary?.deadlineMs ?? 0) + 2 * (settlementCheck?.budgetMs ?? 0)
}

/** The longest that a hold and what may follow it take: a decision, the time to appeal, a second decision. */
export function holdMsMax({ deadlineMs, appealMs }: CampaignRule['hold']): number {
  return 2 * deadlineMs + appealMs
}

/** A receipt's weight as a decimal string: as such, or a whole number. */
export function weightOf(output: Output | undefined): string | undefined {
  const text = typeof output === 'number' ? String(output) : output
  return typeof text === 'string' && parseMinor(text).ok ? text : undefined
}

/** What the rule gives for a receipt's tier. */
export function tierAmount({ tiers }: TieredDue, output: Output | undefined): string | undefined {
  return typeof output === 'string' && Object.hasOwn(tiers, output) ? tiers[output] : undefined
}

/** What an allocation goes by: of the outputs, those that the rule asks for, in the one form that they have there. */
export function allocatedBy(
  { allocation: { kind } }: CampaignRule,
  entry: string,
  { tier, weight }: Receipt['outputs'],
): AllocationEntry {
  const weightText = weightOf(weight)
  return {
    entry,
    ...(kind === 'tiered' && { tier: String(tier) }),
    ...(kind === 'pro-rata' && weightText !== undefined && { weight: weightText }),
  }
}
