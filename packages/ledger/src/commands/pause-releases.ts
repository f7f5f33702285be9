import {
  acknowledged,
  type HandlerAnswer,
  type ReasonCode,
  type ReceivedItem,
  refused,
  type SqlValue,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { RELEASES_PAUSED_MS_MAX } from '../limits.ts'
import { readCampaigns } from '../queries/read-books.ts'
import { readSchedules } from '../queries/read-schedules.ts'
import { readVestings } from '../queries/read-vestings.ts'

type PauseItem = ReceivedItem<'ledger.pause-releases'>

/**
 * Takes 'ledger.pause-releases': until the time it names, or RELEASES_PAUSED_MS_MAX from now if that is earlier, nothing of the campaign, or of the
 * one transfer that it names, is released; what falls due meanwhile is released then. Reasons: account_unknown (no campaign of this party that pays in
 * parts), transfer_unknown (nothing of the campaign vests under the id).
 */
export async function pauseReleases(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly PauseItem[],
): Promise<readonly HandlerAnswer[]> {
  const latest = context.ports.clock.nowMs() + RELEASES_PAUSED_MS_MAX
  const campaignIds = [...new Set(items.map((item) => item.body.campaignId))]
  const campaigns = await readCampaigns(tx, campaignIds)
  const schedules = await readSchedules(tx, campaignIds)
  const vestings = await readVestings(
    tx,
    items.flatMap((item) => item.body.transferId ?? []),
  )
  const faultOf = ({
    from,
    body: { campaignId, transferId },
  }: PauseItem): ReasonCode | undefined => {
    const isOwned = schedules.has(campaignId) && campaigns.get(campaignId)?.owner === from
    if (!isOwned) return 'account_unknown'
    const isOther =
      transferId !== undefined && vestings.get(transferId)?.campaign.campaignId !== campaignId
    return isOther ? 'transfer_unknown' : undefined
  }
  const faults = items.map(faultOf)
  const taken = items.filter((_, position) => faults[position] === undefined)
  const ofCampaigns: (readonly SqlValue[])[] = []
  const ofTransfers: (readonly SqlValue[])[] = []
  for (const {
    body: { campaignId, transferId, untilMs },
  } of taken) {
    const until = Math.min(untilMs, latest)
    if (transferId === undefined) ofCampaigns.push([until, campaignId, until])
    else ofTransfers.push([until, transferId, until])
  }
  await tx.runMany(
    'UPDATE vesting_terms SET paused_until = ? WHERE campaign_id = ? AND paused_until < ?',
    ofCampaigns,
  )
  await tx.runMany(
    'UPDATE vesting SET paused_until = ? WHERE transfer_id = ? AND paused_until < ?',
    ofTransfers,
  )
  return faults.map((fault) => (fault === undefined ? acknowledged : refused(fault)))
}
