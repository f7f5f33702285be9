import {
  acknowledged,
  type HandlerAnswer,
  type ReceivedItem,
  refused,
  type Tx,
} from '@evenkeel/kernel'
import type { LedgerDeps } from '../ledger-deps.ts'
import { RELEASES_PAUSED_MS_MAX } from '../limits.ts'
import { readCampaigns } from '../queries/read-books.ts'
import { readSchedules } from '../queries/read-schedules.ts'

/**
 * Takes 'ledger.pause-releases': until the time it names, or RELEASES_PAUSED_MS_MAX from now if that is earlier, nothing of the campaign is
 * released; what falls due meanwhile is released then. Reason: account_unknown (no campaign of this party that pays in parts).
 */
export async function pauseReleases(
  { context }: LedgerDeps,
  tx: Tx,
  items: readonly ReceivedItem<'ledger.pause-releases'>[],
): Promise<readonly HandlerAnswer[]> {
  const latest = context.ports.clock.nowMs() + RELEASES_PAUSED_MS_MAX
  const campaignIds = [...new Set(items.map((item) => item.body.campaignId))]
  const campaigns = await readCampaigns(tx, campaignIds)
  const schedules = await readSchedules(tx, campaignIds)
  const isOwned = ({ from, body: { campaignId } }: (typeof items)[number]): boolean =>
    schedules.has(campaignId) && campaigns.get(campaignId)?.owner === from
  await tx.runMany(
    'UPDATE vesting_terms SET paused_until = ? WHERE campaign_id = ? AND paused_until < ?',
    items.filter(isOwned).map(({ body: { campaignId, untilMs } }) => {
      const until = Math.min(untilMs, latest)
      return [until, campaignId, until]
    }),
  )
  return items.map((item) => (isOwned(item) ? acknowledged : refused('account_unknown')))
}
