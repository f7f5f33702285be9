import type { Check } from '@evenkeel/kernel'
import { hasConditions } from '@evenkeel/kernel/conditions'
import type { DecisionInput } from '../decision-input.ts'
import type { Terms } from '../evaluate-terms.ts'
import { failed, passed, skipped } from './check-context.ts'

/**
 * Checks the policy's condition, and that its outputs can be computed; no check where there are neither. Reasons: those of `evaluateOutputs`.
 */
export function checkCondition(
  { policy }: Pick<DecisionInput, 'policy'>,
  { evaluated }: Terms,
): readonly Check[] {
  if (!hasConditions(policy)) return []
  if (evaluated === undefined) {
    return [skipped('condition', 'nothing is computed from what nobody vouches for')]
  }
  const evidence = { kind: 'rule', source: policy.id } as const
  return [
    evaluated.ok ? passed('condition', evidence) : failed('condition', evaluated.error, evidence),
  ]
}
