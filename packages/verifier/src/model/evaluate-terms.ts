import {
  type ReasonCode,
  type Reasoned,
  type Receipt,
  type Result,
  recordAt,
} from '@evenkeel/kernel'
import {
  copiedOutputs,
  evaluateOutputs,
  hasConditions,
  issuerFacts,
} from '@evenkeel/kernel/conditions'
import type { SignatureFindings } from './checks/check-context.ts'
import type { DecisionInput } from './decision-input.ts'
import type { Presentation } from './read-presentation.ts'

/** What a policy makes of a presentation. */
export interface Terms {
  /** Somebody accredited vouches for it. */
  readonly isGenuine: boolean
  /** Copied and computed; none of what nobody vouches for. */
  readonly outputs: Receipt['outputs']
  /** How condition and computed outputs came out; absent where there are none, or nothing genuine to evaluate them over. */
  readonly evaluated?: Result<Receipt['outputs'], ReasonCode>
}

/** What of an input the terms depend on. */
export type TermsInput = Pick<DecisionInput, 'policy' | 'accreditation' | 'nowMs' | 'clockBoundMs'>

/** Evaluates the policy over what a genuine credential says. Its issuer is known then, if only by a list that is too old to accept by. */
export function evaluateTerms(
  input: TermsInput,
  {
    presentation,
    signatures,
  }: {
    readonly presentation: Result<Presentation, Reasoned>
    readonly signatures: SignatureFindings
  },
): Terms {
  const { policy, accreditation, nowMs } = input
  if (!presentation.ok || signatures.credential !== 'holds')
    return { isGenuine: false, outputs: {} }
  const { disclosed, claims } = presentation.value
  const copied = copiedOutputs(disclosed, policy)
  const genuine = { isGenuine: true, outputs: copied }
  if (!hasConditions(policy)) return genuine
  const record = accreditation.evidence && recordAt(accreditation.evidence, input)
  if (record === undefined) return genuine
  const evaluated = evaluateOutputs(policy, {
    claims: disclosed,
    issuer: issuerFacts(record),
    credential: { type: claims.vct },
    now: nowMs,
  })
  return { ...genuine, ...(evaluated.ok && { outputs: evaluated.value }), evaluated }
}
