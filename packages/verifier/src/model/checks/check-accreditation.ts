import type { AccreditationRecord, Assurance, Check, Evidence, ReasonCode } from '@evenkeel/kernel'
import { ageMs, hasBegun, hasEnded, type Instant, isFromFuture, isLeased } from '../lease.ts'
import { type CheckContext, failed, passed, unknown } from './check-context.ts'

const ASSURANCE_RANK: Readonly<Record<Assurance, number>> = { low: 0, substantial: 1, high: 2 }

/**
 * Checks that the issuer may issue this type now, with enough assurance, by a list inside its lease. Reasons: accreditation_stale,
 * deadline_passed, clock_unsafe (unknown); credential_issuer_unknown, credential_issuer_suspended, credential_issuer_not_accredited,
 * credential_assurance_too_low.
 */
export function checkAccreditation({ input, presentation }: CheckContext): Check {
  const { evidence: found, failure } = input.accreditation
  const isOurs = failure === 'deadline_passed' || failure === 'clock_unsafe'
  const staleReason = isOurs ? failure : 'accreditation_stale'
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
  const { record } = found
  if (record === undefined) return failed('accreditation', 'credential_issuer_unknown', evidence)
  const fault =
    faultOfStatus(record, input) ?? faultOfScope(record, presentation.claims.vct, input.policy)
  return fault === undefined
    ? passed('accreditation', evidence)
    : failed('accreditation', fault, evidence)
}

/** When an announced act will take the accreditation away, if one is known and ahead. */
export function accreditationEndsAtMs(
  record: AccreditationRecord,
  instant: Instant,
): number | undefined {
  const isEnding = record.status !== 'active' && !hasEnded(record.statusFromMs, instant)
  return isEnding ? record.statusFromMs : undefined
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
  return ASSURANCE_RANK[record.assurance] < ASSURANCE_RANK[policy.assuranceMin]
    ? 'credential_assurance_too_low'
    : undefined
}
