import type { Accreditation, Policy } from '@evenkeel/kernel'
import type { DecisionInput, Gathered, LeasedEvidence } from './decision-input.ts'
import type { FoundStatus } from './read-status-document.ts'

/** A decision's input without what the receipt's rule and the documents that it names by hash say again. JSON. */
export interface KeptInput extends Omit<DecisionInput, 'policy' | 'accreditation' | 'status'> {
  readonly accreditation: Gathered<LeasedEvidence>
  readonly status: Gathered<LeasedEvidence>
}

/** What the documents say about the credential. */
export interface Findings {
  readonly issuer: Accreditation
  readonly status: FoundStatus | undefined
}

/** Leaves out of an input what `restoreInput` finds elsewhere. */
export function keepInput({ policy: _, accreditation, status, ...rest }: DecisionInput): KeptInput {
  return { ...rest, accreditation: namedOnly(accreditation), status: namedOnly(status) }
}

/** Puts a kept input together again; equal to the original when rule and documents are the same. */
export function restoreInput(
  { accreditation, status, ...rest }: KeptInput,
  policy: Policy,
  { issuer, status: found }: Findings,
): DecisionInput {
  const { evidence: listed } = accreditation
  const { evidence: looked } = status
  const withIssuer = listed && { ...listed, ...issuer }
  const withFound = looked && found && { ...looked, ...found }
  return {
    ...rest,
    policy,
    accreditation: { ...causeOf(accreditation), ...(withIssuer && { evidence: withIssuer }) },
    status: { ...causeOf(status), ...(withFound && { evidence: withFound }) },
  }
}

function namedOnly(gathered: Gathered<LeasedEvidence>): Gathered<LeasedEvidence> {
  if (gathered.evidence === undefined) return gathered
  const { source, seq, issuedAtMs, expiresAtMs, observedAtMs, documentHash } = gathered.evidence
  const { witnessedAtMs, unprovenSinceMs } = gathered.evidence
  const evidence = {
    source,
    seq,
    issuedAtMs,
    expiresAtMs,
    observedAtMs,
    documentHash,
    ...(witnessedAtMs !== undefined && { witnessedAtMs }),
    ...(unprovenSinceMs !== undefined && { unprovenSinceMs }),
  }
  return { ...causeOf(gathered), evidence }
}

function causeOf({ failure }: Gathered<LeasedEvidence>): Pick<Gathered<LeasedEvidence>, 'failure'> {
  return failure === undefined ? {} : { failure }
}
