import {
  type Check,
  encodeUtf8,
  type JsonObject,
  type JsonValue,
  type Policy,
  type ReasonCode,
} from '@evenkeel/kernel'
import { OUTPUT_CHARS_MAX, OUTPUTS_BYTES_MAX } from '../../limits.ts'
import { normaliseSubject } from '../normalise-subject.ts'
import { type CheckContext, failed, passed } from './check-context.ts'

/**
 * Checks the disclosed claims against the policy: required values, and that the subject and every output can be formed. Reasons:
 * disclosure_missing, credential_claim_not_accepted, credential_outputs_too_large.
 */
export function checkRule({ input, presentation }: CheckContext): Check {
  const evidence = { kind: 'rule', source: input.policy.id } as const
  const fault = faultOfClaims(presentation.disclosed, input.policy)
  return fault === undefined ? passed('rule', evidence) : failed('rule', fault, evidence)
}

/** The values that the policy declares as outputs, from claims that passed `checkRule`. */
export function outputsOf(
  disclosed: JsonObject,
  policy: Policy,
): Readonly<Record<string, string | number | boolean>> {
  return Object.fromEntries(
    Object.entries(policy.outputs).flatMap(([output, claim]) => {
      const value = disclosed[claim]
      return isOutput(value) ? [[output, value]] : []
    }),
  )
}

/** What keeps disclosed claims from being what the policy asks for, if anything. */
export function faultOfClaims(disclosed: JsonObject, policy: Policy): ReasonCode | undefined {
  const required = Object.entries(policy.requiredClaims)
  const needed = [...required.map(([name]) => name), ...Object.values(policy.outputs)]
  if ([...needed, policy.subjectClaim].some((name) => !Object.hasOwn(disclosed, name))) {
    return 'disclosure_missing'
  }
  const isAccepted =
    required.every(([name, value]) => disclosed[name] === value) &&
    Object.values(policy.outputs).every((name) => isOutput(disclosed[name])) &&
    normaliseSubject(disclosed[policy.subjectClaim]) !== undefined
  if (!isAccepted) return 'credential_claim_not_accepted'
  const outputs = encodeUtf8(JSON.stringify(outputsOf(disclosed, policy)))
  return outputs.length > OUTPUTS_BYTES_MAX ? 'credential_outputs_too_large' : undefined
}

function isOutput(value: JsonValue | undefined): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= OUTPUT_CHARS_MAX
  return typeof value === 'number' || typeof value === 'boolean'
}
