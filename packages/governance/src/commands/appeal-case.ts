import {
  acknowledged,
  type CaseId,
  type HandlerAnswer,
  parseCaseAppeal,
  type Reasoned,
  type ReceivedItem,
  type ReceiveHandler,
  type Result,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { CaseRecord } from '../model/case-record.ts'
import { checkActor, checkAppealReason } from '../model/check-actor.ts'
import { actOnCase } from './act-on-case.ts'
import { advanceCase, fireIfDue } from './advance-case.ts'
import { readCase } from './case-store.ts'
import type { GovernanceDeps } from './hand-over.ts'

export interface AppealCase {
  readonly caseId: CaseId
  readonly by: string
  /** Kept with the case, never in events or the log. */
  readonly reason: string
}

/**
 * Asks for a second decision by somebody else while the appeal window is open. The first decision stays in effect until then. Reasons:
 * malformed_message, case_unknown, case_transition_not_allowed, appeal_window_over, appeal_made_already.
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

/**
 * Takes the appeals of those whom a case is about, handed on by the party that opened it. Reasons: case_unknown, case_actor_not_allowed from
 * another party or in another name than the subject's, so that nobody is made an appellant who then must not decide, and those of `appealCase`.
 */
export function appealCasesHandler(deps: GovernanceDeps): ReceiveHandler<'governance.appeal-case'> {
  return {
    kind: 'governance.appeal-case',
    parse: parseCaseAppeal,
    async apply(tx, items) {
      const answers: HandlerAnswer[] = []
      for (const item of items) answers.push(await takeAppeal(deps, tx, item))
      return answers
    },
  }
}

async function takeAppeal(
  deps: GovernanceDeps,
  tx: Tx,
  { from, body }: ReceivedItem<'governance.appeal-case'>,
): Promise<HandlerAnswer> {
  const stored = await readCase(tx, body.caseId)
  if (stored === undefined) return refused('case_unknown')
  const { openedBy, subject } = stored.opening
  if (from !== openedBy || body.by !== subject) return refused('case_actor_not_allowed')
  const current = await fireIfDue(deps, tx, stored)
  const appealed = await advanceCase(deps, tx, current, { act: 'appeal', by: body.by }, 'met')
  return appealed.ok ? acknowledged : refused(appealed.error.code)
}
