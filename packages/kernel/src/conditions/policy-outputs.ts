import { encodeUtf8 } from '../bytes/utf8.ts'
import type { JsonObject, JsonValue } from '../json/json-value.ts'
import type { Policy } from '../messages/policy.ts'
import { OUTPUT_CHARS_MAX, type Receipt } from '../messages/receipt.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { err, ok, type Result } from '../result.ts'
import { evaluatePolicy } from './evaluate-policy.ts'
import type { ConditionFacts } from './facts.ts'
import { OUTPUTS_BYTES_MAX } from './limits.ts'

/** The disclosed claims that the policy copies, as far as they are there and fit. */
export function copiedOutputs(
  disclosed: JsonObject,
  { outputs }: Pick<Policy, 'outputs'>,
): Receipt['outputs'] {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([output, claim]) => {
      // What objects inherit is a function, and no output.
      const value = disclosed[claim]
      return isOutput(value) ? [[output, value]] : []
    }),
  )
}

/**
 * What keeps disclosed claims from being those that the policy demands and copies, if anything. Reasons: disclosure_missing,
 * credential_claim_not_accepted, credential_outputs_too_large.
 */
export function faultOfDisclosed(
  disclosed: JsonObject,
  policy: Pick<Policy, 'requiredClaims' | 'outputs'>,
): ReasonCode | undefined {
  const required = Object.entries(policy.requiredClaims)
  const needed = [...required.map(([name]) => name), ...Object.values(policy.outputs)]
  if (needed.some((name) => !Object.hasOwn(disclosed, name))) return 'disclosure_missing'
  const isAccepted =
    required.every(([name, value]) => disclosed[name] === value) &&
    Object.values(policy.outputs).every((name) => isOutput(disclosed[name]))
  if (!isAccepted) return 'credential_claim_not_accepted'
  return areTooLarge(copiedOutputs(disclosed, policy)) ? 'credential_outputs_too_large' : undefined
}

/** All outputs of a policy, copied and computed. Reasons: those of `evaluatePolicy`, credential_outputs_too_large. */
export function evaluateOutputs(
  policy: Pick<Policy, 'outputs' | 'condition' | 'computedOutputs'>,
  facts: ConditionFacts,
): Result<Receipt['outputs'], ReasonCode> {
  const evaluated = evaluatePolicy(policy, facts)
  if (!evaluated.ok) return evaluated
  const outputs = { ...copiedOutputs(facts.claims, policy), ...evaluated.value }
  return areTooLarge(outputs) ? err('credential_outputs_too_large') : ok(outputs)
}

function areTooLarge(outputs: Receipt['outputs']): boolean {
  return encodeUtf8(JSON.stringify(outputs)).length > OUTPUTS_BYTES_MAX
}

function isOutput(value: JsonValue | undefined): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= OUTPUT_CHARS_MAX
  return typeof value === 'number' || typeof value === 'boolean'
}
