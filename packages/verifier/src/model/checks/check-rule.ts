import {
  type Check,
  type Policy,
  type ReasonCode,
  readSubject,
  type SubjectSource,
} from '@evenkeel/kernel'
import { faultOfDisclosed } from '@evenkeel/kernel/conditions'
import { type CheckContext, failed, passed } from './check-context.ts'

/**
 * Checks the disclosed claims against the policy: required values, and that every output can be formed, and that it says whom it is about.
 * Reasons: those of `faultOfDisclosed` and `readSubject`.
 */
export function checkRule({ input, presentation }: CheckContext): Check {
  const evidence = { kind: 'rule', source: input.policy.id } as const
  const fault = faultOfClaims(presentation, input.policy)
  return fault === undefined ? passed('rule', evidence) : failed('rule', fault, evidence)
}

/** What keeps disclosed claims from being what the policy asks for, if anything. */
export function faultOfClaims(source: SubjectSource, policy: Policy): ReasonCode | undefined {
  const fault = faultOfDisclosed(source.disclosed, policy)
  if (fault !== undefined) return fault
  const subject = readSubject(policy, source)
  return subject.ok ? undefined : subject.error
}
