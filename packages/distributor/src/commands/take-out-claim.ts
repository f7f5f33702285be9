import { type ClaimId, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import { describeClaim } from '../model/describe-claim.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'

/**
 * Takes a claim out because what it rests on was revoked (D6): before the shares of its window are worked out it leaves the set, after that its
 * share is forfeited and the others keep theirs. Once the payment may have been ordered it is refused, because what was paid is a receivable and
 * a case, never a silent edit. Reasons: claim_unknown, case_transition_not_allowed.
 */
export function takeOutClaim(
  parts: DistributorParts,
  claimId: ClaimId,
): Promise<Result<ReturnType<typeof describeClaim>, Reasoned>> {
  const { store, clock } = parts.context.ports
  return store.transact('take-out-claim', async (tx) => {
    const batch = await loadClaimBatch(tx, parts, [claimId], clock.nowMs())
    const claim = batch.get(claimId)
    if (claim === undefined) return refuse('claim_unknown')
    const waits = await tx.get(
      'SELECT claim_id FROM payment_wait WHERE campaign_id = ? AND claim_id = ?',
      [claim.campaignId, claimId],
    )
    const ordered = claim.state === 'reserved' && waits === undefined
    const refused = batch.advance(claimId, { news: 'taken_out', ordered }, CLAIM_BUDGET_MS)
    if (refused !== undefined) return refuse(refused)
    await batch.save()
    return ok(describeClaim(batch.get(claimId) ?? claim))
  })
}
