import {
  type ClaimId,
  type LossCause,
  ok,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import { type ClaimView, describeClaim } from '../model/describe-claim.ts'
import { isEvidence } from '../model/is-evidence.ts'
import { type ClaimBatch, loadClaimBatch } from '../store/claim-batch.ts'
import { logVestingAct } from '../store/log-vesting-act.ts'

/**
 * Ends a claim's vesting now, because what it rests on was revoked (D6): what has fallen due stays the claimant's, unless it waits because the
 * verifier is held, and that is the ground; the rest is forfeited, whatever the rule says about cancelling. Of a payment that is not ordered yet `takeOutClaim` is the way. Idempotent. Reasons: claim_unknown,
 * case_transition_not_allowed, malformed_message, vesting_cancel_not_allowed (its campaign pays at once).
 */
export function cancelVesting(
  parts: DistributorParts,
  claimId: ClaimId,
  evidence: string,
): Promise<Result<ClaimView, Reasoned>> {
  const { store, clock } = parts.context.ports
  return store.transact('cancel-vesting', async (tx) => {
    if (!isEvidence(evidence)) return refuse('malformed_message', 'evidence')
    const batch = await loadClaimBatch(tx, parts, [claimId], clock.nowMs())
    const claim = batch.get(claimId)
    if (claim === undefined) return refuse('claim_unknown')
    const refused = await forfeitVesting(tx, parts, batch, claimId, { evidence })
    if (refused !== undefined) return refuse(refused)
    await batch.save()
    return ok(describeClaim(batch.get(claimId) ?? claim))
  })
}

/** The same of a claim of a batch, which the caller saves. Returns why it cannot be done, if so. */
export async function forfeitVesting(
  tx: Tx,
  parts: DistributorParts,
  batch: ClaimBatch,
  claimId: ClaimId,
  { evidence, cause }: { readonly evidence: string; readonly cause?: LossCause },
): Promise<ReasonCode | undefined> {
  const claim = batch.get(claimId)
  if (claim === undefined) return 'claim_unknown'
  // Nothing falls due of nothing: it is paid at once.
  if (batch.standingOf(claim).rule.vesting === undefined || claim.amount === 0n) {
    return 'vesting_cancel_not_allowed'
  }
  // Where the verifier's word was false nobody was entitled, and what waited for that to be found is not paid. Who lost an entitlement keeps it.
  const { reason, sinceMs: dueBeforeMs } = claim.wait ?? {}
  const isFalse = cause === 'verifier_compromised' && reason === 'verifier_on_hold'
  const ending = {
    reason: 'vesting_forfeited',
    rest: 'forfeited',
    evidence,
    ...(isFalse && dueBeforeMs !== undefined && { dueBeforeMs }),
  } as const
  const refused = batch.advance(claimId, { news: 'cancelled', ...ending }, CLAIM_BUDGET_MS)
  if (refused !== undefined || batch.get(claimId) === claim) return refused
  const now = parts.context.ports.clock.nowMs()
  await logVestingAct(tx, parts, claim, { ...ending, endsAtMs: now }, now)
  return undefined
}
