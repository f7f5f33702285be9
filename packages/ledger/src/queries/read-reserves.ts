import { assert, type PartyId, type ReadTx, type TransferId } from '@evenkeel/kernel'
import { campaignOf } from '../model/account.ts'
import type { CampaignBook, ReserveLeg } from '../model/transfer.ts'
import { readCampaigns, readTransfers } from './read-books.ts'

export interface OwnedReserve {
  readonly campaign: CampaignBook
  readonly reserve: Omit<ReserveLeg, 'kind'>
}

/** Reads reserves whatever became of them. The function that it returns answers a party about its own campaigns' reserves only. */
export async function readReserves(
  tx: ReadTx,
  ids: readonly TransferId[],
): Promise<(id: TransferId, owner: PartyId) => OwnedReserve | undefined> {
  const transfers = await readTransfers(tx, ids)
  const campaignIds = new Set(
    [...transfers.values()].flatMap(({ reserve }) =>
      reserve === undefined ? [] : (campaignOf(reserve.debit) ?? []),
    ),
  )
  const campaigns = await readCampaigns(tx, [...campaignIds])
  return (id, owner) => {
    const reserve = transfers.get(id)?.reserve
    if (reserve === undefined) return undefined
    const campaignId = campaignOf(reserve.debit)
    const campaign = campaignId === undefined ? undefined : campaigns.get(campaignId)
    assert(campaign !== undefined, `the reserve ${id} is of no campaign`)
    return campaign.owner === owner ? { campaign, reserve } : undefined
  }
}
