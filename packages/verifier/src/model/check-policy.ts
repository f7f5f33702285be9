import {
  ok,
  type Policy,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import { checkConditions } from '@evenkeel/kernel/conditions'

/** What a policy that matches its schema can be refused for. */
export const POLICY_REASONS: readonly ReasonCode[] = [
  'campaign_rule_inconsistent',
  'expression_malformed',
  'expression_too_costly',
  'jurisdiction_check_missing',
]

/**
 * Says whether this verifier can decide by a policy: that its expressions can be evaluated, and that it has the checks that the overlays name. Reasons:
 * those of `checkConditions`, jurisdiction_check_missing.
 */
export function checkPolicy(
  policy: Policy,
  jurisdictionChecks: Readonly<Record<string, unknown>>,
): Result<undefined, Reasoned> {
  const conditions = checkConditions(policy)
  if (!conditions.ok) return conditions
  const missing = policy.overlays?.find(
    (overlay) => overlay.effect === 'check' && !Object.hasOwn(jurisdictionChecks, overlay.check),
  )
  return missing?.effect === 'check'
    ? refuse('jurisdiction_check_missing', missing.check)
    : ok(undefined)
}
