import {
  canonicalJson,
  findVestingFault,
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
import { scheduleHash } from '../model/vesting.ts'
import { answerPlans, type Plan } from './answer-items.ts'

/**
 * Takes 'ledger.open-campaign': opens the accounts and moves the pool in from funding, as one transfer, and keeps the schedule by which the campaign
 * pays, if it does so in parts. Reasons: campaign_owner_not_allowed, amount_overflow, campaign_rule_inconsistent (a schedule that does not pay
 * everything), account_conflict (an id that belongs to accounts outside campaigns), transfer_conflict (open already with another asset, amount,
 * schedule or owner).
 */
export async function openCampaigns(
  deps: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.open-campaign'>[],
): Promise<readonly HandlerAnswer[]> {
  const plans = items.map((item) => planOpening(deps, item))
  const { answers, applied } = await answerPlans(tx, plans, deps.context.ports.clock.nowMs())
  await tx.insertMany({
    table: 'vesting_terms',
    columns: ['campaign_id', 'schedule', 'paused_until'],
    rows: applied.flatMap(({ position }) => {
      const { campaignId, vesting } = items[position]?.body ?? {}
      return campaignId === undefined || vesting === undefined
        ? []
        : [[campaignId, canonicalJson(vesting), 0]]
    }),
    onConflict: 'fail',
  })
  return answers
}

function planOpening(deps: LedgerDeps, item: ReceivedItem<'ledger.open-campaign'>): Plan {
  const { campaignId, asset, fundMinor, vesting } = item.body
  if (!deps.distributors.has(item.from)) return refused('campaign_owner_not_allowed')
  const amount = parseMinor(fundMinor)
  if (!amount.ok) return refused(amount.error.code)
  if (vesting !== undefined && findVestingFault(vesting) !== undefined) {
    return refused('campaign_rule_inconsistent')
  }
  const transfer: Transfer = {
    id: `${campaignId}/open` as TransferId,
    opens: { campaignId, asset, owner: item.from },
    ...(vesting === undefined ? {} : { evidence: scheduleHash(vesting) }),
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
