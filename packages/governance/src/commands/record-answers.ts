import {
  assert,
  type ReasonCode,
  type RefusedItem,
  type SendPolicy,
  type SentItem,
  type Tx,
} from '@evenkeel/kernel'
import { DECISION_BUDGET_MS, DECISION_RESEND_MS } from '../limits.ts'
import { closeIfCarriedOut } from './advance-case.ts'
import { readCase, updateCase } from './case-store.ts'
import type { GovernanceDeps } from './hand-over.ts'

type Sent = SentItem<'distributor.apply-decision'>

/**
 * Decisions stay with governance until the opener's signed answer is here; a final case closes on it. A refusal is an answer too: the opener
 * cannot carry the decision out, which the case then shows for ever.
 */
export function decisionPolicy(deps: GovernanceDeps): SendPolicy<'distributor.apply-decision'> {
  return {
    kind: 'distributor.apply-decision',
    budgetMs: DECISION_BUDGET_MS,
    defaults: [
      { afterMs: DECISION_RESEND_MS, act: 'resend' },
      { afterMs: DECISION_BUDGET_MS - DECISION_RESEND_MS, act: 'escalate' },
    ],
    onAcknowledged: async (tx, items) => {
      for (const item of items) await recordAnswer(deps, tx, item)
    },
    onRefused: async (tx, items) => {
      for (const item of items) {
        await recordAnswer(deps, tx, item, item.reason)
        await recordRefusal(deps, tx, item)
      }
    },
  }
}

async function recordAnswer(
  deps: GovernanceDeps,
  tx: Tx,
  item: Sent,
  answerReason?: ReasonCode,
): Promise<void> {
  const before = await readCase(tx, item.body.caseId)
  assert(before !== undefined, `a decision was sent for ${item.body.caseId}, which is no case`)
  // An answer to the first decision may come after the answer to the second.
  if (item.body.version <= before.answered) return
  const after = { ...before, answered: item.body.version, answerReason }
  await updateCase(tx, after, before)
  await closeIfCarriedOut(deps, tx, after)
}

async function recordRefusal(
  { context }: GovernanceDeps,
  tx: Tx,
  { body, reason, atMs }: RefusedItem<'distributor.apply-decision'>,
): Promise<void> {
  const ids = { case: body.caseId, subject: body.subject }
  const detail = { reason, version: body.version }
  await context.recordEvents(tx, [{ event: 'CaseDecisionRefused', atMs, ids, detail }])
}
