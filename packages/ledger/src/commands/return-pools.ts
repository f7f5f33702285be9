import {
  type HandlerAnswer,
  parseMinor,
  type ReceivedItem,
  refused,
  type TransferId,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { campaignAccount, fundingAccount } from '../model/account.ts'
import type { CampaignBook, Leg } from '../model/transfer.ts'
import { readCampaigns } from '../queries/read-books.ts'
import { answerPlans, type Plan } from './answer-items.ts'

/**
 * Takes 'ledger.return-pool': moves what a campaign did not give, and what was forfeited, from its pool back to funding, once. Reasons: account_unknown (no such campaign,
 * or another party's), amount_overflow, insufficient_funds (more than is free), transfer_conflict (another amount was returned).
 */
export async function returnPools(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.return-pool'>[],
): Promise<readonly HandlerAnswer[]> {
  const campaigns = await readCampaigns(tx, [...new Set(items.map((item) => item.body.campaignId))])
  const plans = items.map((item) => planReturn(item, campaigns.get(item.body.campaignId)))
  return (await answerPlans(tx, plans, context.ports.clock.nowMs())).answers
}

function planReturn(
  { body, from }: ReceivedItem<'ledger.return-pool'>,
  campaign: CampaignBook | undefined,
): Plan {
  const { campaignId } = body
  if (campaign?.owner !== from) return refused('account_unknown')
  const amount = parseMinor(body.amountMinor)
  if (!amount.ok) return refused(amount.error.code)
  const forfeited = parseMinor(body.forfeitedMinor ?? '0')
  if (!forfeited.ok) return refused(forfeited.error.code)
  const pool = campaignAccount(campaignId, 'pool')
  const back: Leg = {
    kind: 'single',
    debit: pool,
    credit: fundingAccount(campaign.asset),
    amount: amount.value,
  }
  const unforfeit: Leg = {
    kind: 'single',
    debit: campaignAccount(campaignId, 'forfeited'),
    credit: pool,
    amount: forfeited.value,
  }
  const legs = forfeited.value === 0n ? [back] : [unforfeit, back]
  return { transfer: { id: `${campaignId}/return` as TransferId, legs } }
}
