import type { Policy } from '../messages/policy.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { subjectClaimOf } from './read-subject.ts'
import { subjectKinds } from './subject-kinds.ts'

/**
 * Says whether a campaign can count persons by what its policy calls their identifier; distributor and verifier both ask. Reasons:
 * subject_identifier_mutable, campaign_rule_inconsistent.
 */
export function checkSubjectTerms(
  policy: Pick<Policy, 'subject' | 'subjectClaim' | 'credentialTypes' | 'outputs'>,
): Result<undefined, Reasoned> {
  const { subject, credentialTypes, outputs } = policy
  if (subject === undefined) return ok(undefined)
  const { kind, namespace, length, claims = {}, takeover } = subject
  const { isMutable = false, needsNamespace = false, isPersonal = false } = subjectKinds[kind]
  const inconsistent = (detail: string) => refuse('campaign_rule_inconsistent', detail)
  if (isMutable && takeover === undefined) {
    return refuse('subject_identifier_mutable', `${kind} without \`takeover: accepted\``)
  }
  if (!isMutable && takeover !== undefined) return inconsistent(`nobody takes over a ${kind}`)
  if (needsNamespace && namespace === undefined) {
    return inconsistent(`a ${kind} is unique in its register only: \`namespace\` names it`)
  }
  if (length !== undefined && kind !== 'national_id') {
    return inconsistent(`a ${kind} has no length to keep to`)
  }
  const stray = Object.keys(claims).find((type) => !credentialTypes.includes(type))
  if (stray !== undefined) return inconsistent(`no credential of the type ${stray} is accepted`)
  const carriers = credentialTypes.map((type) => subjectClaimOf(policy, type))
  const copied = Object.values(outputs).find((claim) => carriers.includes(claim))
  if (isPersonal && copied !== undefined) {
    return inconsistent(`an output would put the ${kind} in the claim ${copied} into every receipt`)
  }
  return ok(undefined)
}
