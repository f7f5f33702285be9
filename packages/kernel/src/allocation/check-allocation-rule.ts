import { parseMinor } from '../money/minor-units.ts'
import type { AllocationRule, SeedRule } from './allocation-rule.ts'

/**
 * Says in what an allocation rule contradicts itself or its pool, for an operator; undefined if it can hold. What many are due together is known
 * only when the window closes.
 */
export function checkAllocationRule(rule: AllocationRule, poolMinor: string): string | undefined {
  const amounts = amountsOf(rule).map(parseMinor)
  const pool = parseMinor(poolMinor)
  if (!pool.ok || amounts.some((amount) => !amount.ok || amount.value === 0n)) {
    return 'an amount of the allocation is no positive amount'
  }
  const most = amounts.reduce((max, one) => (one.ok && one.value > max ? one.value : max), 0n)
  if (rule.kind !== 'lottery') {
    return isDue(rule) && most > pool.value ? 'one amount is more than the pool' : undefined
  }
  if (rule.shortfall !== 'scale' && most * BigInt(rule.winners) > pool.value) {
    return 'the winners are due more than the pool'
  }
  return checkSeedRule(rule.seed)
}

function amountsOf(rule: AllocationRule): readonly string[] {
  switch (rule.kind) {
    case 'fixed':
    case 'lottery':
      return [rule.amountMinor]
    case 'tiered':
      return Object.values(rule.tiers)
    case 'table':
      return []
    case 'equal-capped':
    case 'pro-rata':
      return rule.capMinor === undefined ? [] : [rule.capMinor]
  }
}

function isDue({ kind }: AllocationRule): boolean {
  return kind !== 'equal-capped' && kind !== 'pro-rata'
}

function checkSeedRule(rule: SeedRule): string | undefined {
  if (rule.kind === 'drand') return undefined
  const parties = new Set(rule.commitments.map(({ party }) => party))
  if (parties.size < rule.commitments.length) return 'a party commits to two values'
  if ('whenSilent' in rule) return undefined
  return rule.revealsMin > parties.size ? 'more must reveal than commit' : undefined
}
