import type { CampaignView } from '@evenkeel/distributor'
import { unwrap } from '@evenkeel/kernel'
import {
  assertConserved,
  isBalanced,
  type Ledger,
  payeeAccount,
  postedBalance,
} from '@evenkeel/ledger'
import { BALANCE_BATCH } from './limits.ts'
import type { DropRow } from './read-drop.ts'

/** What the stores say at the end. */
export interface ReplayOutcome {
  /** Claims that the distributor has as settled. */
  readonly settled: number
  /** What the ledger has as settled, decimal string. */
  readonly totalMinor: string
  /** D1 holds, the trial balance is zero, and the payees hold together exactly what is settled. */
  readonly conserved: boolean
  /** Accounts of the drop that hold less than their row says. */
  readonly lost: number
  /** Accounts of the drop that hold more than their row says. */
  readonly doubled: number
}

/** Takes counts from the distributor's campaign and money from the ledger: every payee's balance against its row. */
export async function readOutcome(
  campaign: CampaignView,
  ledger: Ledger,
  rows: AsyncIterable<DropRow>,
): Promise<ReplayOutcome> {
  const money = unwrap(await ledger.showCampaign(campaign.campaignId))
  const asset = campaign.rule.asset.code
  let paid = 0n
  let lost = 0
  let doubled = 0

  async function compare(batch: readonly DropRow[]): Promise<void> {
    const ids = batch.map((row) => payeeAccount(asset, row.account))
    const accounts = await ledger.balances(ids)
    const balances = new Map(accounts.map((account) => [account.id, postedBalance(account)]))
    for (const [position, id] of ids.entries()) {
      const balance = balances.get(id) ?? 0n
      const due = BigInt(batch[position]?.amountMinor ?? 0)
      paid += balance
      if (balance < due) lost += 1
      if (balance > due) doubled += 1
    }
  }

  let batch: DropRow[] = []
  for await (const row of rows) {
    batch.push(row)
    if (batch.length < BALANCE_BATCH) continue
    await compare(batch)
    batch = []
  }
  await compare(batch)

  assertConserved(money)
  const balanced = (await ledger.trialBalance()).every(isBalanced)
  return {
    settled: campaign.totals.settled.claims,
    totalMinor: money.settled.toString(),
    conserved: balanced && paid === money.settled,
    lost,
    doubled,
  }
}
