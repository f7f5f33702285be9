import {
  BUDGET_MS_MAX,
  type CampaignAllocation,
  type CampaignRule,
  declaresOutput,
  type EpochMs,
  findCanaryFault,
  findSettlementCheckFault,
  ok,
  type PartyId,
  parseMinor,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { checkAllocationRule } from '@evenkeel/kernel/allocation'
import { checkPolicyTerms } from '@evenkeel/kernel/conditions'
import { checkIntake } from './check-intake.ts'
import { checkLimits } from './check-limits.ts'
import { checkRecovery } from './check-recovery.ts'
import { findVestingContradiction } from './find-vesting-contradiction.ts'
import { isStorable } from './is-storable.ts'

/** What a rule is checked against. */
export interface RuleTerms {
  readonly isParty: (party: PartyId) => boolean
  /** Until a revocation is known wherever its status list is read: P + L. */
  readonly statusDelayMs: number
  readonly now: EpochMs
}

/**
 * Says whether a rule that matches its schema can hold: times in order and not over, holds that end, amounts within the pool, a policy that
 * gives what the allocation needs and can be computed, identifiers by which a person counts once, verifiers that exist. Reasons:
 * campaign_rule_inconsistent, those of `checkPolicyTerms`.
 */
export function checkCampaignRule(
  rule: CampaignRule,
  terms: RuleTerms,
): Result<CampaignRule, Reasoned> {
  const contradiction = findContradiction(rule, terms)
  if (contradiction !== undefined) return refuse('campaign_rule_inconsistent', contradiction)
  const policy = checkPolicyTerms(rule.policy)
  return policy.ok ? ok(rule) : policy
}

function findContradiction(
  rule: CampaignRule,
  { isParty, statusDelayMs, now }: RuleTerms,
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
  return (
    checkGate(rule) ??
    checkAllocation(rule) ??
    checkWindow(rule, statusDelayMs) ??
    checkIntake(rule) ??
    checkLimits(rule) ??
    checkLosses(rule) ??
    checkRecovery(rule) ??
    findVestingContradiction(rule)
  )
}

function checkGate({ canary, settlementCheck, verifiers }: CampaignRule): string | undefined {
  return (
    (canary && findCanaryFault(canary)) ??
    (settlementCheck && findSettlementCheckFault(settlementCheck, verifiers))
  )
}

/** What the outputs of a receipt have to carry for each kind of allocation. */
const OUTPUT_NEEDED: Readonly<Partial<Record<CampaignAllocation['kind'], string>>> = {
  table: 'entry',
  tiered: 'tier',
  'pro-rata': 'weight',
}

function checkAllocation({ allocation, poolMinor, policy }: CampaignRule): string | undefined {
  const output = OUTPUT_NEEDED[allocation.kind]
  if (output !== undefined && !declaresOutput(policy, output)) {
    return `the policy declares no output \`${output}\`, by which the allocation goes`
  }
  // A table's amounts are checked with the table.
  return allocation.kind === 'table' ? undefined : checkAllocationRule(allocation, poolMinor)
}

function checkLosses({ losses = {}, policy }: CampaignRule): string | undefined {
  return losses.takeover !== undefined && policy.subject?.takeover === undefined
    ? 'says who bears a takeover, and counts people by what nobody takes over'
    : undefined
}

/** Which allocations a window can keep its promise for. */
function checkWindow(
  { allocation, window }: CampaignRule,
  statusDelayMs: number,
): string | undefined {
  const { kind } = allocation
  if (window === 'instant') {
    if (kind !== 'fixed' && kind !== 'tiered' && kind !== 'table') {
      return `an instant window cannot give shares by \`${kind}\``
    }
    return 'shortfall' in allocation ? 'an instant window scales nothing down' : undefined
  }
  // Two people with one row would get it in the order in which they came.
  if (kind === 'table') return 'a table goes with an instant window'
  if ((kind === 'fixed' || kind === 'tiered') && allocation.shortfall !== 'scale') {
    return 'in a batch window more may come than the pool can pay: amounts need `shortfall: scale`'
  }
  return window.allocateAfterMs < statusDelayMs
    ? `allocates before ${statusDelayMs} ms have passed, when what was revoked before the closing is not known everywhere`
    : undefined
}
