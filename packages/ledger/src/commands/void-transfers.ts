import { type HandlerAnswer, type ReceivedItem, refused, type Tx } from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { campaignAccount } from '../model/account.ts'
import { voidId } from '../model/payment.ts'
import type { Leg } from '../model/transfer.ts'
import { readReserves } from '../queries/read-reserves.ts'
import { answerPlans, type Plan, recordTransferEvents } from './answer-items.ts'

/**
 * Takes 'ledger.void': gives reserved amounts back to their pools, or to their campaigns' forfeited value, with the sender's reason as evidence. Reasons: transfer_unknown (no
 * reserve of this party has the id), transfer_not_pending, transfer_expired, transfer_conflict (voided for another reason).
 */
export async function voidTransfers(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.void'>[],
): Promise<readonly HandlerAnswer[]> {
  const ownedReserve = await readReserves(
    tx,
    items.map((item) => item.body.transferId),
  )
  const plans = items.map(({ body: { transferId, reason, forfeits }, from }): Plan => {
    const owned = ownedReserve(transferId, from)
    if (owned === undefined) return refused('transfer_unknown')
    const { campaignId } = owned.campaign
    const { debit, amount } = owned.reserve
    const credit = campaignAccount(campaignId, 'forfeited')
    const forfeit: readonly Leg[] = forfeits ? [{ kind: 'single', debit, credit, amount }] : []
    return {
      transfer: {
        id: voidId(transferId),
        legs: [{ kind: 'void', refers: transferId }, ...forfeit],
        evidence: reason,
      },
    }
  })
  const { answers, applied } = await answerPlans(tx, plans, context.ports.clock.nowMs())
  const voided = applied.flatMap(({ position }) => items[position]?.body.transferId ?? [])
  await recordTransferEvents(tx, context, 'TransferVoided', voided)
  return answers
}
