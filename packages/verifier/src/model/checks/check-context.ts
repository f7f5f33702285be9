import type { Check, CheckName, Evidence, ReasonCode } from '@evenkeel/kernel'
import type { DecisionInput } from '../decision-input.ts'
import type { Presentation } from '../read-presentation.ts'

/** Which signatures of the presentation hold, found out beforehand because it is the costly part. */
export interface SignatureFindings {
  /** `no_key`: no accredited key is known to check it with. */
  readonly credential: 'holds' | 'fails' | 'no_key' | ReasonCode
  /** Thumbprint of the key under which it holds: whether that is the issuer's key is asked at the decision's time. */
  readonly keyId?: string
  readonly holder: boolean
}

/** What a single check looks at. */
export interface CheckContext {
  readonly input: DecisionInput
  readonly presentation: Presentation
  readonly signatures: SignatureFindings
}

/** The check found what it demands. */
export function passed(check: CheckName, evidence?: Evidence): Check {
  return evidence === undefined ? { check, result: 'ok' } : { check, evidence, result: 'ok' }
}

/** The check found what it must not: the verdict is a rejection. */
export function failed(check: CheckName, reason: ReasonCode, evidence?: Evidence): Check {
  return { check, ...withEvidence(evidence), result: 'failed', reason }
}

/** The verifier's own trouble: the verdict is undetermined at best. */
export function unknown(check: CheckName, reason: ReasonCode, evidence?: Evidence): Check {
  return { check, ...withEvidence(evidence), result: 'unknown', reason }
}

export function skipped(check: CheckName, because: string): Check {
  return { check, result: 'skipped', because }
}

function withEvidence(evidence: Evidence | undefined): { readonly evidence?: Evidence } {
  return evidence === undefined ? {} : { evidence }
}
