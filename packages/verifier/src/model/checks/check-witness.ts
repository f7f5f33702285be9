import type { Check, Evidence } from '@evenkeel/kernel'
import type { DecisionInput, LeasedEvidence, LogTerms } from '../decision-input.ts'
import { isLeased } from '../lease.ts'
import { passed, skipped, unknown } from './check-context.ts'

/** Stands in the degradations of a verdict that rests on a head which no witness has seen within the merge delay. */
export const UNWITNESSED = 'unwitnessed'

/**
 * Checks that the log has shown every head that is used, cosigned by a quorum of witnesses (S8): then everybody is shown the same. Before the
 * merge delay is over it may not have; after that the policy decides. The evidence is that of the head whose witnessed time is oldest. Reason:
 * head_unwitnessed (unknown).
 */
export function checkWitness(input: DecisionInput): Check {
  // Kept inputs from before there was a log replay with these very words.
  if (input.log === undefined) return skipped('witness', 'no witness exists yet')
  const used = usedHeads(input)
  const weakest = used.toSorted((a, b) => witnessedMs(a) - witnessedMs(b))[0]
  if (weakest === undefined) return skipped('witness', 'no head is used')
  if (isUnwitnessed(input)) {
    return input.policy.onUnwitnessed === 'undetermined'
      ? unknown('witness', 'head_unwitnessed', evidenceOf(weakest, input))
      : skipped('witness', 'the log has not shown a head within the merge delay')
  }
  return weakest.witnessedAtMs === undefined
    ? skipped('witness', 'a head is younger than the merge delay')
    : passed('witness', evidenceOf(weakest, input))
}

/** Whether the log owes the proof of a head that is used, or of one that was used for the same scope before: who shows a head to one verifier alone replaces it soon. */
export function isUnwitnessed(input: DecisionInput): boolean {
  const { log } = input
  return log !== undefined && usedHeads(input).some((head) => isOverdue(head, log, input))
}

/** Whether the merge delay is over for what is not proven, on any two clocks. */
function isOverdue(
  head: LeasedEvidence,
  { mergeDelayMs }: LogTerms,
  { nowMs, clockBoundMs }: DecisionInput,
): boolean {
  const { witnessedAtMs, issuedAtMs } = head
  const sinceMs = head.unprovenSinceMs ?? (witnessedAtMs === undefined ? issuedAtMs : undefined)
  return sinceMs !== undefined && nowMs > sinceMs + mergeDelayMs + 2 * clockBoundMs
}

/** A plain list counts too: no log has it, so nobody can know whether others were shown another. */
function usedHeads(input: DecisionInput): readonly LeasedEvidence[] {
  return [input.status.evidence, input.accreditation.evidence].filter(
    (evidence) => evidence !== undefined && isLeased(evidence, input),
  ) as readonly LeasedEvidence[]
}

function witnessedMs({ witnessedAtMs = 0 }: LeasedEvidence): number {
  return witnessedAtMs
}

function evidenceOf(
  { source, seq, witnessedAtMs }: LeasedEvidence,
  { nowMs }: DecisionInput,
): Evidence {
  return {
    kind: 'witness',
    source,
    seq,
    ...(witnessedAtMs !== undefined && {
      issuedAtMs: witnessedAtMs,
      ageMs: nowMs - witnessedAtMs,
    }),
  }
}
