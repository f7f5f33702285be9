import {
  type AnySendPolicy,
  assert,
  type ReasonCode,
  type SentItem,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CAMPAIGN_BUDGET_MS } from '../limits.ts'
import { readTransferId } from '../model/claim-ids.ts'
import { PERSISTENT_DEFAULTS } from './carry-claims.ts'

type Change = SentItem<'ledger.change-payee'>

/** What happens to changes of payout targets when the ledger answers: the target is another here only once it is another there (D10). */
export function payoutChangeSendPolicy(parts: DistributorParts): AnySendPolicy {
  return {
    kind: 'ledger.change-payee',
    budgetMs: CAMPAIGN_BUDGET_MS,
    defaults: PERSISTENT_DEFAULTS,
    onAcknowledged: async (tx, items) => {
      for (const item of items) await answered(tx, parts, item, undefined)
    },
    onRefused: async (tx, items) => {
      for (const { reason, ...item } of items) await answered(tx, parts, item, reason)
    },
  }
}

async function answered(
  tx: Tx,
  { context }: DistributorParts,
  { body: { transferId, number } }: Pick<Change, 'body'>,
  reason: ReasonCode | undefined,
): Promise<void> {
  const transfer = readTransferId(transferId)
  assert(transfer !== undefined, `${transferId} is the id of a claim's transfer`)
  const { claimId } = transfer
  const moved = await tx.run(
    "UPDATE payout_change SET state = ?, reason = ? WHERE claim_id = ? AND requested_at = ? AND state = 'applying'",
    [reason === undefined ? 'applied' : 'refused', reason ?? null, claimId, number],
  )
  if (moved === 0) return
  if (reason === undefined) {
    await tx.run(
      `UPDATE claim SET payout = (SELECT target FROM payout_change WHERE payout_change.claim_id = claim.claim_id AND requested_at = ?)
       WHERE claim_id = ?`,
      [number, claimId],
    )
  }
  const atMs = context.ports.clock.nowMs()
  const event = reason === undefined ? 'PayoutChangeApplied' : 'PayoutChangeRefused'
  const detail = reason === undefined ? {} : { reason }
  await context.recordEvents(tx, [{ event, atMs, ids: { claim: claimId }, detail }])
}
