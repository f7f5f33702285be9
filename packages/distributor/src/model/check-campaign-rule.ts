import {
  BUDGET_MS_MAX,
  type CampaignRule,
  type EpochMs,
  ok,
  type PartyId,
  parseMinor,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { isStorable } from './is-storable.ts'

/**
 * Says whether a rule that matches its schema can hold: times in order and not over, holds that end, amounts within the pool, a policy that
 * gives what the allocation needs, verifiers that exist. Reason: campaign_rule_inconsistent.
 */
export function checkCampaignRule(
  rule: CampaignRule,
  isParty: (party: PartyId) => boolean,
  now: EpochMs,
): Result<CampaignRule, Reasoned> {
  const contradiction = findContradiction(rule, isParty, now)
  return contradiction === undefined
    ? ok(rule)
    : refuse('campaign_rule_inconsistent', contradiction)
}

function findContradiction(
  rule: CampaignRule,
  isParty: (party: PartyId) => boolean,
  now: EpochMs,
): string | undefined {
  if (rule.announcedAtMs > rule.opensAtMs) return 'opens before it is announced'
  if (rule.opensAtMs >= rule.closesAtMs) return 'closes before it opens'
  if (rule.closesAtMs <= now) return 'is over before it begins'
  const { deadlineMs, appealMs } = rule.hold
  if (deadlineMs + appealMs > BUDGET_MS_MAX) {
    return `a claim may be held and appealed for longer than ${BUDGET_MS_MAX} ms`
  }
  if (!isStorable(rule.uniqueness.period)) return 'the period is no text'
  const pool = parseMinor(rule.poolMinor)
  if (!pool.ok || pool.value === 0n) return 'the pool is no positive amount'
  if (new Set(rule.verifiers).size !== rule.verifiers.length) return 'names a verifier twice'
  const unknown = rule.verifiers.find((verifier) => !isParty(verifier))
  if (unknown !== undefined)
    return `names the verifier ${unknown}, which the directory does not know`
  if (rule.allocation.kind === 'table') {
    return Object.hasOwn(rule.policy.outputs, 'entry')
      ? undefined
      : 'the policy declares no output `entry` to look up in the table'
  }
  const amount = parseMinor(rule.allocation.amountMinor)
  if (!amount.ok || amount.value === 0n) return 'the fixed amount is no positive amount'
  return amount.value > pool.value ? 'the fixed amount is more than the pool' : undefined
}
