import type { Policy } from '../messages/policy.ts'
import { OUTPUT_CHARS_MAX, type Receipt } from '../messages/receipt.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { err, ok, type Result } from '../result.ts'
import { compileExpression, type EvaluationFault } from './compile-expression.ts'
import type { ConditionFacts } from './facts.ts'

/** The members of a policy that are expressions. */
export type ConditionTerms = Pick<Policy, 'condition' | 'computedOutputs'>

/** Whether a policy has anything to evaluate. */
export function hasConditions({ condition, computedOutputs }: ConditionTerms): boolean {
  return condition !== undefined || computedOutputs !== undefined
}

/**
 * Evaluates a policy's condition and then its computed outputs, by nothing but the facts: the same everywhere, and as often as one likes. Reasons:
 * credential_condition_not_met, credential_condition_not_computable, credential_outputs_not_computable, credential_outputs_too_large,
 * disclosure_missing; those of `compileExpression` for a policy that `checkPolicyTerms` refuses.
 */
export function evaluatePolicy(
  { condition, computedOutputs = {} }: ConditionTerms,
  facts: ConditionFacts,
): Result<Receipt['outputs'], ReasonCode> {
  if (condition !== undefined) {
    const met = evaluate(condition, facts, 'credential_condition_not_computable')
    if (!met.ok) return met
    if (typeof met.value !== 'boolean') return err('credential_condition_not_computable')
    if (!met.value) return err('credential_condition_not_met')
  }
  const outputs: [string, Receipt['outputs'][string]][] = []
  for (const name of Object.keys(computedOutputs).sort()) {
    const value = evaluate(computedOutputs[name] ?? '', facts, 'credential_outputs_not_computable')
    if (!value.ok) return value
    const output = toOutput(value.value)
    if (output === undefined) return err('credential_outputs_not_computable')
    if (typeof output === 'string' && output.length > OUTPUT_CHARS_MAX) {
      return err('credential_outputs_too_large')
    }
    outputs.push([name, output])
  }
  return ok(Object.fromEntries(outputs))
}

function evaluate(
  text: string,
  facts: ConditionFacts,
  faulty: ReasonCode,
): Result<unknown, ReasonCode> {
  const compiled = compileExpression(text)
  if (!compiled.ok) return err(compiled.error.code)
  const result = compiled.value.evaluate(facts)
  return result.ok ? result : err(reasonOf(result.error, faulty))
}

function reasonOf(fault: EvaluationFault, faulty: ReasonCode): ReasonCode {
  return fault === 'missing' ? 'disclosure_missing' : faulty
}

/** What a receipt can carry exactly; a whole number beyond 2^53 it cannot. */
function toOutput(value: unknown): Receipt['outputs'][string] | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return value
  const number = typeof value === 'bigint' ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  if (Number.isInteger(number) && !Number.isSafeInteger(number)) return undefined
  // Minus zero and zero are written alike.
  return number === 0 ? 0 : number
}
