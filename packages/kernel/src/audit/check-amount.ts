import type { CampaignRule } from '../messages/campaign-rule.ts'
import { parseMinor } from '../money/minor-units.ts'
import type { CampaignLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import type { AuditedClaim } from './campaign-section.ts'
import { checkLimitKeys } from './check-limits.ts'

/** Why a vesting ended early. */
const CUT_SHORT: readonly string[] = ['vesting_cancelled', 'vesting_forfeited']

/** Whether a claim was paid what had fallen due of it, and no more. */
export function isCutShort(
  { vesting }: Pick<CampaignRule, 'vesting'>,
  { state, reason = '' }: Pick<AuditedClaim, 'state' | 'reason'>,
): boolean {
  return vesting !== undefined && state === 'settled' && CUT_SHORT.includes(reason)
}

/** Whether a claim's amount is what it is due, or less of what ended early (D3). */
export function isDue(
  rule: Pick<CampaignRule, 'vesting'>,
  claim: AuditedClaim,
  due: string | undefined,
): boolean {
  const { amountMinor } = claim
  if (amountMinor === due || amountMinor === undefined || due === undefined) {
    return amountMinor === due
  }
  return isCutShort(rule, claim) && BigInt(amountMinor) < BigInt(due)
}

/** Checks what one claim is due by itself (D3): its whole amount in an instant window, in a batch window that it has what a share is computed from. */
export function checkAmount(
  campaign: CampaignLine,
  claim: AuditedClaim,
  tally: AuditTally,
): AuditDifference | undefined {
  const { line, amountMinor, shareMinor, tier, weight } = claim
  const { allocation, window } = campaign.rule
  const wrong = (expected: string, found: string | undefined): AuditDifference =>
    differs(line, 'entitled', expected, found)
  tally.count('entitled')
  const amounts = [amountMinor, shareMinor, weight].filter((text) => text !== undefined)
  const malformed = amounts.find((text) => !parseMinor(text).ok)
  if (malformed !== undefined) return wrong('an amount below 2^128', malformed)
  const unlimited = checkLimitKeys(campaign, claim)
  if (unlimited !== undefined) return unlimited
  if (window !== 'instant') {
    if ((tier !== undefined) !== (allocation.kind === 'tiered'))
      return wrong('a tier if tiered', tier)
    if ((weight !== undefined) !== (allocation.kind === 'pro-rata')) {
      return wrong('a weight if pro rata', weight)
    }
    if (allocation.kind === 'tiered' && !Object.hasOwn(allocation.tiers, tier ?? '')) {
      return wrong('a tier of the rule', tier)
    }
    return checkShare(campaign.rule, claim)
  }
  const extra = shareMinor ?? tier ?? weight
  if (extra !== undefined) return wrong('an amount, in an instant window', extra)
  if (amountMinor === undefined) return wrong('an amount, in an instant window', amountMinor)
  const isOwn = (due: string): boolean => isDue(campaign.rule, claim, due)
  if (allocation.kind === 'fixed' && !isOwn(allocation.amountMinor)) {
    return wrong(allocation.amountMinor, amountMinor)
  }
  if (allocation.kind === 'tiered' && !Object.values(allocation.tiers).some(isOwn)) {
    return wrong(`one of ${Object.values(allocation.tiers).join(', ')}`, amountMinor)
  }
  // A table's amounts are compared with its rows when they come.
  return undefined
}

/** A share and what became of it. The share itself is recomputed with all others. */
function checkShare(rule: CampaignRule, claim: AuditedClaim): AuditDifference | undefined {
  const { line, state, amountMinor, shareMinor } = claim
  // Whoever left before they were told their share has no amount.
  if (amountMinor === undefined && state === 'refused') return undefined
  return isDue(rule, claim, shareMinor) && amountMinor !== '0'
    ? undefined
    : differs(line, 'entitled', shareMinor ?? 'no amount without a share', amountMinor)
}
