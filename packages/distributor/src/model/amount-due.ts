import {
  type CampaignRule,
  err,
  type MinorUnits,
  ok,
  parseMinor,
  type ReasonCode,
  type Receipt,
  type Result,
  unwrap,
} from '@evenkeel/kernel'
import { tierAmount, weightOf } from './window.ts'

/**
 * What a claim with these outputs is due whoever else comes; undefined for a place in a batch window, whose amount comes later. A table's amounts
 * are in the table. Reasons: tier_not_in_rule, weight_malformed.
 */
export function amountDue(
  { allocation, window }: CampaignRule,
  outputs: Receipt['outputs'],
): Result<MinorUnits | undefined, ReasonCode> {
  if (allocation.kind === 'pro-rata' && weightOf(outputs.weight) === undefined) {
    return err('weight_malformed')
  }
  const amountMinor = allocation.kind === 'tiered' ? tierAmount(allocation, outputs.tier) : '0'
  if (amountMinor === undefined) return err('tier_not_in_rule')
  if (window !== 'instant') return ok(undefined)
  return ok(unwrap(parseMinor(allocation.kind === 'fixed' ? allocation.amountMinor : amountMinor)))
}
