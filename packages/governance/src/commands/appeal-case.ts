import type { CaseId, Reasoned, Result } from '@evenkeel/kernel'
import type { CaseRecord } from '../model/case-record.ts'
import { checkActor, checkAppealReason } from '../model/check-actor.ts'
import { actOnCase } from './act-on-case.ts'
import type { GovernanceDeps } from './hand-over.ts'

export interface AppealCase {
  readonly caseId: CaseId
  readonly by: string
  /** Kept with the case, never in events or the log. */
  readonly reason: string
}

/**
 * Asks for a second decision by somebody else while the appeal window is open. The first decision stays in effect until then. Reasons:
 * malformed_message, case_unknown, case_transition_not_allowed.
 */
export async function appealCase(
  deps: GovernanceDeps,
  { caseId, by, reason }: AppealCase,
): Promise<Result<CaseRecord, Reasoned>> {
  const actor = checkActor(by)
  if (!actor.ok) return actor
  const text = checkAppealReason(reason)
  if (!text.ok) return text
  return actOnCase(deps, caseId, { act: 'appeal', by: actor.value, reason: text.value })
}
