import type { Check, Evidence } from '@evenkeel/kernel'
import { hasBegun, hasEnded, isFromFuture } from '../lease.ts'
import { type CheckContext, failed, passed } from './check-context.ts'

/** Checks the credential's own times, each on its conservative side. Reasons: credential_expired, credential_not_yet_valid. */
export function checkValidity({ input, presentation }: CheckContext): Check {
  const { iss, iat, nbf, exp } = presentation.claims
  const evidence: Evidence = {
    kind: 'validity',
    source: iss,
    ...(iat === undefined ? {} : { issuedAtMs: iat * 1_000, ageMs: input.nowMs - iat * 1_000 }),
  }
  if (exp !== undefined && hasEnded(exp * 1_000, input)) {
    return failed('validity', 'credential_expired', evidence)
  }
  const isEarly =
    (nbf !== undefined && !hasBegun(nbf * 1_000, input)) ||
    (iat !== undefined && isFromFuture({ issuedAtMs: iat * 1_000 }, input))
  return isEarly
    ? failed('validity', 'credential_not_yet_valid', evidence)
    : passed('validity', evidence)
}
