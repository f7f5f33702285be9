import {
  type CampaignId,
  type CampaignRule,
  ok,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { DrandBeacon } from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { revealTerms, seedOf } from '../model/draw.ts'

/**
 * Takes the round of the public beacon that decides a campaign's draw, once its window has closed. Anybody may bring it: there is one valid
 * signature of one round, so nobody who does chooses anything. Reasons: campaign_unknown, lottery_seed_missing (nothing is drawn yet, or at
 * all), lottery_beacon_invalid.
 */
export async function bringBeacon(
  parts: DistributorParts,
  campaignId: CampaignId,
  beacon: DrandBeacon,
): Promise<Result<undefined, Reasoned>> {
  const { store, clock } = parts.context.ports
  const row = await store.read('find-draw', (tx) =>
    tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId]),
  )
  if (row === undefined) return refuse('campaign_unknown')
  const rule = JSON.parse(String(row.rule)) as CampaignRule
  if (rule.allocation.kind !== 'lottery' || revealTerms(rule) !== undefined) {
    return refuse('lottery_seed_missing', 'no beacon decides in this campaign')
  }
  if (row.closed_at === null) return refuse('lottery_seed_missing', 'the window is open')
  const seed = seedOf(rule, { row, reveals: [] }, clock.nowMs(), beacon)
  if (!seed.ok) return seed
  await store.transact('bring-beacon', (tx) =>
    tx.run('UPDATE campaign SET beacon = ? WHERE campaign_id = ? AND beacon IS NULL', [
      JSON.stringify(beacon),
      campaignId,
    ]),
  )
  return ok(undefined)
}
