import type { Check } from '@evenkeel/kernel'
import { isLeased } from '../lease.ts'
import { type CheckContext, failed, passed, skipped, unknown } from './check-context.ts'

/**
 * Checks that the issuer signed the credential, under a key of its accreditation record and no other. A list out of its lease may lack a new
 * key, so against it a signature that fails says nothing. Reasons: credential_signature_invalid, algorithm_not_accepted, header_not_accepted;
 * accreditation_stale (unknown).
 */
export function checkSignature({ input, presentation, signatures }: CheckContext): Check {
  const { credential } = signatures
  if (credential === 'no_key')
    return skipped('signature', 'no accredited key of the issuer is known')
  const evidence = { kind: 'signature', source: presentation.claims.iss } as const
  if (credential === 'holds') return passed('signature', evidence)
  const list = input.accreditation.evidence
  if (list === undefined || !isLeased(list, input)) {
    return unknown('signature', 'accreditation_stale', evidence)
  }
  const reason = credential === 'fails' ? 'credential_signature_invalid' : credential
  return failed('signature', reason, evidence)
}
