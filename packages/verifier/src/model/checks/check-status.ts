import {
  type Check,
  type Evidence,
  type ReasonCode,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_VALID,
} from '@evenkeel/kernel'
import type { DecisionInput, StatusEvidence } from '../decision-input.ts'
import { ageMs, isFromFuture, isLeased } from '../lease.ts'
import { type CheckContext, failed, passed, skipped, unknown } from './check-context.ts'

/**
 * Checks the credential's status in a list inside its lease and no older than the policy allows; anything else is the verifier's trouble,
 * never acceptance. Reasons: credential_revoked, credential_suspended, status_index_out_of_range; unknown: status_unavailable, status_stale,
 * clock_unsafe, and why the last list offered was refused.
 */
export function checkStatus({ input, presentation, signatures }: CheckContext): Check {
  if (signatures.credential !== 'holds') {
    return skipped('status', 'no list is looked up for a credential whose signature does not hold')
  }
  if (presentation.claims.status === undefined) return unknown('status', 'status_unavailable')
  const { evidence: found, failure } = input.status
  if (found === undefined) return unknown('status', failure ?? 'status_unavailable')
  const evidence = statusEvidence(found, input)
  if (isFromFuture(found, input)) return unknown('status', 'clock_unsafe', evidence)
  if (!isLeased(found, input) || ageMs(found, input) > input.policy.statusAgeMaxMs) {
    return unknown('status', staleReason(failure), evidence)
  }
  switch (found.value) {
    case STATUS_VALID:
      return passed('status', evidence)
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

function statusEvidence(found: StatusEvidence, input: DecisionInput): Evidence {
  const leaseMs = found.expiresAtMs - found.issuedAtMs - input.clockBoundMs
  return {
    kind: 'status',
    source: found.source,
    seq: found.seq,
    issuedAtMs: found.issuedAtMs,
    observedAtMs: found.observedAtMs,
    ageMs: ageMs(found, input),
    boundMs: Math.min(leaseMs, input.policy.statusAgeMaxMs),
  }
}

/** A list that was refused is the better explanation; one that could not be had leaves the held one stale. */
function staleReason(failure: ReasonCode | undefined): ReasonCode {
  return failure === undefined || failure === 'status_unavailable' ? 'status_stale' : failure
}
