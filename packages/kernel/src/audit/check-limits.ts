import { type LimitKind, limitKinds } from '../messages/rule/limits.ts'
import { placeOf } from '../messages/rule/places.ts'
import type { CampaignLine } from './audit-line.ts'
import { type AuditDifference, type AuditTally, differs } from './audit-report.ts'
import type { AuditedClaim } from './campaign-section.ts'

/** The kinds of limits whose keys are kept with each claim of an instant window. */
export const LIMITS_KEPT: readonly LimitKind[] = ['perVerifier', 'perPeriod']

interface Use {
  claims: number
  amount: bigint
}

/** Checks that a claim says what the limits of its rule go by, and that it can be true. */
export function checkLimitKeys(
  { rule }: CampaignLine,
  { line, limitKeys = {} }: AuditedClaim,
): AuditDifference | undefined {
  const { limits = {}, window, verifiers, uniqueness } = rule
  for (const kind of limitKinds) {
    const key = limitKeys[kind]
    const isKept = window !== 'instant' || LIMITS_KEPT.includes(kind)
    const isAsked = limits[kind] !== undefined && isKept
    if ((key !== undefined) !== isAsked) {
      return differs(line, 'entitled', isAsked ? `a key ${kind}` : `no key ${kind}`, key)
    }
  }
  const { perVerifier, perJurisdiction, perPeriod } = limitKeys
  // One place by two names would have two limits.
  if (perJurisdiction !== undefined && placeOf(perJurisdiction) !== perJurisdiction) {
    return differs(line, 'entitled', 'a place by its code', perJurisdiction)
  }
  if (perVerifier !== undefined && !verifiers.some((one) => one === perVerifier)) {
    return differs(line, 'entitled', 'a verifier of the rule', perVerifier)
  }
  return perPeriod === undefined || perPeriod === uniqueness.period
    ? undefined
    : differs(line, 'entitled', uniqueness.period, perPeriod)
}

/** Adds up what an instant window gave by each limit that it keeps (F6), and names the first claim beyond one. A batch window's are recomputed with its shares. */
export function checkLimits(
  { rule: { limits = {}, window } }: CampaignLine,
  claims: readonly AuditedClaim[],
  tally: AuditTally,
): AuditDifference | undefined {
  if (window !== 'instant') return undefined
  const uses = new Map<string, Use>()
  for (const { line, limitKeys = {}, amountMinor = '0' } of claims) {
    for (const kind of LIMITS_KEPT) {
      const limit = limits[kind]
      if (limit === undefined) continue
      const key = `${kind} ${limitKeys[kind]}`
      const use = uses.get(key) ?? { claims: 0, amount: 0n }
      uses.set(key, use)
      use.claims += 1
      use.amount += BigInt(amountMinor)
      const { claimsMax = Number.MAX_SAFE_INTEGER, amountMinorMax } = limit
      if (use.claims > claimsMax) {
        return differs(line, 'limited', `${claimsMax} claims ${key}`, String(use.claims))
      }
      if (amountMinorMax !== undefined && use.amount > BigInt(amountMinorMax)) {
        return differs(line, 'limited', `${amountMinorMax} ${key}`, String(use.amount))
      }
      tally.count('limited')
    }
  }
  return undefined
}
