import { type CaseId, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { CaseRecord, Decision } from '../model/case-record.ts'
import { checkActor } from '../model/check-actor.ts'
import { actOnCase } from './act-on-case.ts'
import type { GovernanceDeps } from './hand-over.ts'

export interface DecideCase {
  readonly caseId: CaseId
  readonly decision: Decision
  /** Neither the opener, nor the respondent, nor, on appeal, the appellant or the first decider (G5). */
  readonly decidedBy: string
  /** The version of the case that the decider saw (G4). */
  readonly expectedVersion: number
}

/**
 * Decides a case, or decides it again after an appeal, and hands the decision to the opener. Reasons: malformed_message, case_unknown,
 * case_conflict, case_transition_not_allowed, case_own_decision, case_actor_not_allowed.
 */
export async function decideCase(
  deps: GovernanceDeps,
  { caseId, decision, decidedBy, expectedVersion }: DecideCase,
): Promise<Result<CaseRecord, Reasoned>> {
  const actor = checkActor(decidedBy)
  if (!actor.ok) return actor
  if (decision !== 'release' && decision !== 'refuse') {
    return refuse('malformed_message', 'a decision is release or refuse')
  }
  return actOnCase(deps, caseId, { act: 'decide', by: actor.value, decision }, expectedVersion)
}
