import { type ClaimId, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { clawBackCaseId, loadReceivables } from '../store/receivable-batch.ts'
import type { ClaimAppealed } from './appeal-claim.ts'

/**
 * Appeals for the claimant against the decision that a payment is owed back. The same appeal again is the same answer. Reasons: receivable_unknown,
 * case_unknown (the campaign bears the loss), case_transition_not_allowed (nothing was decided yet), appeal_made_already, appeal_window_over.
 */
export function appealRecovery(
  parts: DistributorParts,
  claimId: ClaimId,
): Promise<Result<ClaimAppealed, Reasoned>> {
  const { context, config } = parts
  const { store, clock } = context.ports
  return store.transact('appeal-recovery', async (tx) => {
    const batch = await loadReceivables(tx, parts, 'claim_id', [claimId])
    const receivable = batch.ofClaim(claimId)
    if (receivable === undefined) return refuse('receivable_unknown')
    const caseId = clawBackCaseId(claimId)
    if (receivable.appealedAtMs !== undefined) return ok({ claimId, caseId })
    const terms = batch.ruleOf(receivable).clawback
    if (terms === undefined || receivable.debtor === 'programme') return refuse('case_unknown')
    const { decidedAtMs, decisionVersion } = receivable
    if (decidedAtMs === undefined) return refuse('case_transition_not_allowed')
    if (decisionVersion > 1) return refuse('appeal_made_already')
    const budgetMs = decidedAtMs + terms.appealMs - clock.nowMs()
    if (budgetMs <= 0) return refuse('appeal_window_over')
    batch.advance(receivable.transferId, { news: 'appealed' })
    await batch.save()
    await context.enqueue(tx, [
      {
        id: handoffIdOf('appeal-claw-back', claimId),
        to: config.governance,
        kind: 'governance.appeal-case',
        // The appellant is whom the case is about, not this party, which opened it (G5).
        body: { caseId, by: claimId },
        budgetMs,
      },
    ])
    return ok({ claimId, caseId })
  })
}
