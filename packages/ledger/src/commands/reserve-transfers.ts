import {
  type HandlerAnswer,
  parseMinor,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { TRANSFER_ID_CHARS_MAX } from '../limits.ts'
import { campaignAccount } from '../model/account.ts'
import type { CampaignBook } from '../model/transfer.ts'
import { readCampaigns } from '../queries/read-books.ts'
import { answerPlans, type Plan, recordTransferEvents } from './answer-items.ts'

/**
 * Takes 'ledger.reserve': sets amounts aside from the pools. Reasons: account_unknown (no such campaign, or another party's),
 * malformed_message (an id that is too long), amount_overflow, insufficient_funds, transfer_conflict.
 */
export async function reserveTransfers(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.reserve'>[],
): Promise<readonly HandlerAnswer[]> {
  const campaigns = await readCampaigns(tx, [...new Set(items.map((item) => item.body.campaignId))])
  const plans = items.map((item) => planReserve(item, campaigns.get(item.body.campaignId)))
  const { answers, applied } = await answerPlans(tx, plans, context.ports.clock.nowMs())
  const reserved = applied.flatMap(({ position }) => items[position]?.body.transferId ?? [])
  await recordTransferEvents(tx, context, 'TransferReserved', reserved)
  return answers
}

function planReserve(
  { body, from }: ReceivedItem<'ledger.reserve'>,
  campaign: CampaignBook | undefined,
): Plan {
  const { transferId, campaignId } = body
  if (transferId.length > TRANSFER_ID_CHARS_MAX) return refused('malformed_message')
  if (campaign?.owner !== from) return refused('account_unknown')
  const amount = parseMinor(body.amountMinor)
  if (!amount.ok) return refused(amount.error.code)
  const debit = campaignAccount(campaignId, 'pool')
  const credit = campaignAccount(campaignId, 'in_flight')
  return {
    transfer: {
      id: transferId,
      legs: [{ kind: 'reserve', debit, credit, amount: amount.value }],
    },
  }
}
