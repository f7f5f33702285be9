import type { JsonObject } from '../json/json-value.ts'
import type { Policy } from '../messages/policy.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { err, ok, type Result } from '../result.ts'
import { subjectKinds } from './subject-kinds.ts'

/**
 * Whom a nullifier names, in one form and unique on its own (F4): kind, register and identifier; the text alone for policies that say nothing of
 * a kind. Never leaves the verifier.
 */
export type SubjectIdentifier = string | readonly [kind: string, namespace: string, value: string]

/** The parts of a presented credential that say whom it is about. */
export interface SubjectSource {
  readonly claims: { readonly iss: string; readonly vct: string }
  /** All claims, the disclosed ones among them. */
  readonly disclosed: JsonObject
}

/** The claim by which a credential of this type tells the person. */
export function subjectClaimOf(
  { subject, subjectClaim }: Pick<Policy, 'subject' | 'subjectClaim'>,
  vct: string,
): string {
  const claims = subject?.claims ?? {}
  return (Object.hasOwn(claims, vct) ? claims[vct] : undefined) ?? subjectClaim
}

/**
 * Reads whom a presented credential is about. Reasons: credential_issuer_not_in_domain, subject_identifier_missing,
 * subject_identifier_malformed.
 */
export function readSubject(
  policy: Pick<Policy, 'subject' | 'subjectClaim'>,
  { claims: { iss, vct }, disclosed }: SubjectSource,
): Result<SubjectIdentifier, ReasonCode> {
  const { subject } = policy
  if (subject?.issuers?.includes(iss) === false) return err('credential_issuer_not_in_domain')
  const claim = subjectClaimOf(policy, vct)
  const value = Object.hasOwn(disclosed, claim) ? disclosed[claim] : undefined
  if (value === undefined) return err('subject_identifier_missing')
  const normal = subjectKinds[subject?.kind ?? 'text'].normalise(value)
  if (normal === undefined) return err('subject_identifier_malformed')
  if (subject === undefined) return ok(normal)
  const { kind, namespace = '', length = normal.length } = subject
  return normal.length === length
    ? ok([kind, namespace.toUpperCase(), normal])
    : err('subject_identifier_malformed')
}
