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
import type { Transfer } from '../model/transfer.ts'
import { answerPlans, type Plan } from './answer-items.ts'

/**
 * Takes 'ledger.open-campaign': opens the accounts and moves the pool in from funding, as one transfer. Reasons:
 * campaign_owner_not_allowed, amount_overflow, account_conflict (an id that belongs to accounts outside campaigns), transfer_conflict (open
 * already with another asset, amount or owner).
 */
export async function openCampaigns(
  deps: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.open-campaign'>[],
): Promise<readonly HandlerAnswer[]> {
  const plans = items.map((item) => planOpening(deps, item))
  return (await answerPlans(tx, plans, deps.context.ports.clock.nowMs())).answers
}

function planOpening(deps: LedgerDeps, item: ReceivedItem<'ledger.open-campaign'>): Plan {
  const { campaignId, asset, fundMinor } = item.body
  if (!deps.distributors.has(item.from)) return refused('campaign_owner_not_allowed')
  const amount = parseMinor(fundMinor)
  if (!amount.ok) return refused(amount.error.code)
  const transfer: Transfer = {
    id: `${campaignId}/open` as TransferId,
    opens: { campaignId, asset, owner: item.from },
    legs: [
      {
        kind: 'single',
        debit: fundingAccount(asset),
        credit: campaignAccount(campaignId, 'pool'),
        amount: amount.value,
      },
    ],
  }
  return { transfer }
}
