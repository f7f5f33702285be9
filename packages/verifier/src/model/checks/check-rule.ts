import {
  type Check,
  encodeUtf8,
  type JsonObject,
  type JsonValue,
  type Policy,
  type ReasonCode,
  readSubject,
  type SubjectSource,
} from '@evenkeel/kernel'
import { OUTPUT_CHARS_MAX, OUTPUTS_BYTES_MAX } from '../../limits.ts'
import { type CheckContext, failed, passed } from './check-context.ts'

/**
 * Checks the disclosed claims against the policy: required values, and that every output can be formed, and that it says whom it is about.
 * Reasons: disclosure_missing, credential_claim_not_accepted, credential_outputs_too_large, those of `readSubject`.
 */
export function checkRule({ input, presentation }: CheckContext): Check {
  const evidence = { kind: 'rule', source: input.policy.id } as const
  const fault = faultOfClaims(presentation, input.policy)
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
export function faultOfClaims(source: SubjectSource, policy: Policy): ReasonCode | undefined {
  const { disclosed } = source
  const required = Object.entries(policy.requiredClaims)
  const needed = [...required.map(([name]) => name), ...Object.values(policy.outputs)]
  if (needed.some((name) => !Object.hasOwn(disclosed, name))) return 'disclosure_missing'
  const isAccepted =
    required.every(([name, value]) => disclosed[name] === value) &&
    Object.values(policy.outputs).every((name) => isOutput(disclosed[name]))
  if (!isAccepted) return 'credential_claim_not_accepted'
  const outputs = encodeUtf8(JSON.stringify(outputsOf(disclosed, policy)))
  if (outputs.length > OUTPUTS_BYTES_MAX) return 'credential_outputs_too_large'
  const subject = readSubject(policy, source)
  return subject.ok ? undefined : subject.error
}

function isOutput(value: JsonValue | undefined): value is string | number | boolean {
  if (typeof value === 'string') return value.length <= OUTPUT_CHARS_MAX
  return typeof value === 'number' || typeof value === 'boolean'
}
