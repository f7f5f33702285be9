import {
  type AccountId,
  assert,
  type CampaignId,
  type MinorUnits,
  minorUnits,
} from '@evenkeel/kernel'
import {
  type Account,
  availableBalance,
  type CampaignAccountName,
  campaignAccount,
  postedBalance,
} from './account.ts'
import type { CampaignBook } from './transfer.ts'

/** Where a campaign's money is. Settled excludes what is under receivable. */
export interface CampaignTotals {
  readonly campaignId: CampaignId
  readonly asset: string
  readonly funded: MinorUnits
  readonly returned: MinorUnits
  readonly free: MinorUnits
  readonly reserved: MinorUnits
  readonly held: MinorUnits
  readonly inFlight: MinorUnits
  readonly settled: MinorUnits
  readonly forfeited: MinorUnits
  readonly receivable: MinorUnits
}

/** Adds up one campaign from its accounts. Throws if an account is missing or below zero. */
export function totalCampaign(
  campaign: CampaignBook,
  accounts: ReadonlyMap<AccountId, Account>,
): CampaignTotals {
  const account = (name: CampaignAccountName): Account => {
    const found = accounts.get(campaignAccount(campaign.campaignId, name))
    assert(found !== undefined, `${campaign.campaignId} has no account ${name}`)
    return found
  }
  const balance = (name: CampaignAccountName): MinorUnits =>
    minorUnits(postedBalance(account(name)))
  const { campaignId, asset, funded, returned } = campaign
  return {
    campaignId,
    asset,
    funded,
    returned,
    free: minorUnits(availableBalance(account('pool'))),
    reserved: account('pool').debitsPending,
    held: balance('held'),
    inFlight: balance('in_flight'),
    settled: balance('settled'),
    forfeited: balance('forfeited'),
    receivable: balance('receivable'),
  }
}

/** States D1: what came in and did not go back is all there. Throws when value was made or lost. */
export function assertConserved(totals: CampaignTotals): void {
  const { funded, returned, free, reserved, held, inFlight, settled, forfeited, receivable } =
    totals
  const there = free + reserved + held + inFlight + settled + forfeited + receivable
  assert(
    funded - returned === there,
    `D1: ${totals.campaignId} was given ${funded - returned} and holds ${there}`,
  )
}
