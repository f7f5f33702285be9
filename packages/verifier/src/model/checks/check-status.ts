import {
  type Check,
  type Evidence,
  entryAt,
  isOnline,
  type ReasonCode,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_VALID,
  type StatusAt,
  type StatusTerms,
  statusTermsOf,
} from '@evenkeel/kernel'
import type { DecisionInput, StatusEvidence } from '../decision-input.ts'
import { ageMs, type Instant, isFromFuture, isLeased } from '../lease.ts'
import { type CheckContext, failed, passed, skipped, unknown } from './check-context.ts'

/**
 * Checks the credential's status now, by the bits and the announced acts of a list inside its lease and no older than the policy allows;
 * anything else is the verifier's trouble, never acceptance. Reasons: credential_revoked, credential_suspended, status_index_out_of_range;
 * unknown: status_unavailable, status_stale, status_change_announced, clock_unsafe, and why the last list offered was refused.
 */
export function checkStatus({ input, presentation, signatures }: CheckContext): Check {
  if (signatures.credential !== 'holds') {
    return skipped('status', 'no list is looked up for a credential whose signature does not hold')
  }
  if (presentation.claims.status === undefined) return unknown('status', 'status_unavailable')
  const { evidence: found, failure } = input.status
  if (found === undefined) return unknown('status', failure ?? 'status_unavailable')
  const terms = statusTermsOf(input.policy, input.valueMinor)
  const { statusAgeMaxMs } = terms
  const evidence = statusEvidence(found, input, statusAgeMaxMs)
  if (failure === 'clock_unsafe' || isFromFuture(found, input)) {
    return unknown('status', 'clock_unsafe', evidence)
  }
  if (!isLeased(found, input) || ageMs(found, input) > statusAgeMaxMs) {
    return unknown('status', staleReason(failure), evidence)
  }
  switch (statusOf(found, input).value) {
    case STATUS_VALID:
      return isHeld(found, terms, input)
        ? unknown('status', 'status_change_announced', evidence)
        : passed('status', evidence)
    case STATUS_INVALID:
      return failed('status', 'credential_revoked', evidence)
    case STATUS_SUSPENDED:
      return failed('status', 'credential_suspended', evidence)
    case 'out_of_range':
      return failed('status', 'status_index_out_of_range', evidence)
    default:
      // The meaning is the issuer's own (draft-ietf-oauth-status-list-21 §7.1), so we cannot tell that it is valid.
      return unknown('status', 'status_list_malformed', evidence)
  }
}

/**
 * Says whether the status is all that is missing, and nothing that is known of it speaks against the credential: what a ladder may accept up
 * to its cap. Not for a list that contradicts itself, nor for a clock that cannot be trusted.
 */
export function lacksStatusOnly(checks: readonly Check[], input: DecisionInput): boolean {
  const { evidence } = input.status
  return (
    (evidence === undefined || statusOf(evidence, input).value === STATUS_VALID) &&
    checks.every(
      (check) =>
        check.result === 'ok' ||
        (isWaivable(check.check) && check.result === 'skipped') ||
        (check.check === 'status' && 'reason' in check && isMissing(check.reason)),
    )
  )
}

/** What a policy itself lets an acceptance do without. */
function isWaivable(check: Check['check']): boolean {
  return check === 'witness' || check === 'overlay'
}

function isMissing(reason: ReasonCode): boolean {
  return reason === 'status_stale' || reason === 'status_unavailable'
}

/** Never a rejection: what is announced is not so before T (S3). */
function isHeld(found: StatusEvidence, terms: StatusTerms, instant: Instant): boolean {
  const { periodMs } = found
  if (periodMs === undefined || !isOnline(terms, { periodMs })) return false
  return statusOf(found, instant).endsOnline === true
}

/** When an announced act will end what the status is now, if one is known and ahead. */
export function statusEndsAtMs(found: StatusEvidence, instant: Instant): number | undefined {
  return statusOf(found, instant).endsAtMs
}

/** The bits and what the head announces, each on its conservative side (S2, S3). */
function statusOf(
  { value, pending = [] }: StatusEvidence,
  instant: Instant,
): Omit<StatusAt, 'value'> & Pick<StatusEvidence, 'value'> {
  return value === 'out_of_range' ? { value } : entryAt(value, pending, instant)
}

function statusEvidence(
  found: StatusEvidence,
  input: DecisionInput,
  statusAgeMaxMs: number,
): Evidence {
  const leaseMs = found.expiresAtMs - found.issuedAtMs - input.clockBoundMs
  return {
    kind: 'status',
    source: found.source,
    seq: found.seq,
    issuedAtMs: found.issuedAtMs,
    observedAtMs: found.observedAtMs,
    ageMs: ageMs(found, input),
    boundMs: Math.min(leaseMs, statusAgeMaxMs),
  }
}

/** A list that was refused is the better explanation; one that could not be had leaves the held one stale. */
function staleReason(failure: ReasonCode | undefined): ReasonCode {
  return failure === undefined || failure === 'status_unavailable' ? 'status_stale' : failure
}
