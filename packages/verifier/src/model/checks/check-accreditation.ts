import {
  type AccreditationRecord,
  type Check,
  type Evidence,
  faultOfIssuer,
  type ReasonCode,
  recordAt,
} from '@evenkeel/kernel'
import { hasKey } from '../find-signatures.ts'
import { ageMs, hasBegun, hasEnded, type Instant, isFromFuture, isLeased } from '../lease.ts'
import { type CheckContext, failed, passed, unknown } from './check-context.ts'

/** What explains more than that the list is too old. */
const SAID_AS_IS: ReadonlySet<ReasonCode> = new Set([
  'deadline_passed',
  'clock_unsafe',
  'status_equivocation',
])

/**
 * Checks that the issuer may issue this type now, with enough assurance, by a list inside its lease. Reasons: accreditation_stale,
 * deadline_passed, clock_unsafe, status_equivocation (unknown); credential_issuer_unknown, credential_issuer_suspended, credential_issuer_not_accredited,
 * credential_assurance_too_low, credential_issuer_not_eligible.
 */
export function checkAccreditation(context: CheckContext): Check {
  const { input } = context
  const { evidence: found, failure } = input.accreditation
  const staleReason = failure && SAID_AS_IS.has(failure) ? failure : 'accreditation_stale'
  if (found === undefined) return unknown('accreditation', staleReason)
  const evidence: Evidence = {
    kind: 'accreditation',
    source: found.source,
    seq: found.seq,
    issuedAtMs: found.issuedAtMs,
    observedAtMs: found.observedAtMs,
    ageMs: ageMs(found, input),
    boundMs: found.expiresAtMs - found.issuedAtMs - input.clockBoundMs,
  }
  if (failure === 'clock_unsafe' || isFromFuture(found, input)) {
    return unknown('accreditation', 'clock_unsafe', evidence)
  }
  if (!isLeased(found, input)) return unknown('accreditation', staleReason, evidence)
  const record = recordAt(found, input)
  if (record === undefined) return failed('accreditation', 'credential_issuer_unknown', evidence)
  const fault = faultOf(record, context, input)
  return fault === undefined
    ? passed('accreditation', evidence)
    : failed('accreditation', fault, evidence)
}

/** When an announced act will take the accreditation away, or what this credential needs of it, if one is known and ahead. */
export function accreditationEndsAtMs(context: CheckContext): number | undefined {
  const { input, signatures } = context
  const { record, pending = [] } = input.accreditation.evidence ?? {}
  // Lists from before there were announcements tell an end in the record itself.
  if (record !== undefined && record.status !== 'active' && !hasEnded(record.statusFromMs, input)) {
    return record.statusFromMs
  }
  if (signatures.credential !== 'holds') return undefined
  const ending = pending.find(({ effectiveAtMs, record: next }) => {
    const then = { nowMs: effectiveAtMs, clockBoundMs: 0 }
    const isLacking = !hasKey(next, signatures) || faultOf(next, context, then) !== undefined
    return !hasEnded(effectiveAtMs, input) && isLacking
  })
  return ending?.effectiveAtMs
}

function faultOf(
  record: AccreditationRecord,
  { input, presentation }: CheckContext,
  instant: Instant,
): ReasonCode | undefined {
  return (
    faultOfStatus(record, instant) ?? faultOfScope(record, presentation.claims.vct, input.policy)
  )
}

function faultOfStatus(record: AccreditationRecord, instant: Instant): ReasonCode | undefined {
  const { status, statusFromMs, validFromMs, validUntilMs } = record
  if (!hasBegun(validFromMs, instant) || hasEnded(validUntilMs, instant)) {
    return 'credential_issuer_not_accredited'
  }
  if (status === 'active') {
    return hasBegun(statusFromMs, instant) ? undefined : 'credential_issuer_not_accredited'
  }
  // An ending act that is announced but not yet in effect changes nothing.
  if (!hasEnded(statusFromMs, instant)) return undefined
  return status === 'suspended' ? 'credential_issuer_suspended' : 'credential_issuer_not_accredited'
}

function faultOfScope(
  record: AccreditationRecord,
  vct: string,
  policy: CheckContext['input']['policy'],
): ReasonCode | undefined {
  if (!record.credentialTypes.includes(vct)) return 'credential_issuer_not_accredited'
  return faultOfIssuer(record, policy)
}
