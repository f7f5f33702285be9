import type { CampaignId, CampaignRule, EpochMs, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { countCohort } from '../store/canary-rows.ts'

/**
 * Lets the others go on when a canary's cohort is through: `waitMs` later, if its payments came through, never later than the deadline. One that
 * failed leaves them the deadline, in which people can pause the campaign. Idempotent.
 */
export async function watchCanaries(
  parts: DistributorParts,
  campaignIds: readonly CampaignId[],
): Promise<void> {
  const { store } = parts.context.ports
  for (const campaignId of campaignIds) {
    const cohort = await store.read('count-cohort', (tx) => countCohort(tx, campaignId))
    // Without anybody in it that was paid, nothing was tried.
    if (cohort.underWay > 0 || cohort.settled + cohort.failed === 0) continue
    await store.transact('end-canary', (tx) => endCanary(tx, parts, campaignId))
  }
}

async function endCanary(
  tx: Tx,
  { context }: DistributorParts,
  campaignId: CampaignId,
): Promise<void> {
  const now = context.ports.clock.nowMs()
  const row = await tx.get(
    'SELECT rule, canary_until, canary_done_at FROM campaign WHERE campaign_id = ?',
    [campaignId],
  )
  const { canary } = JSON.parse(String(row?.rule)) as CampaignRule
  const { settled, underWay, failed } = await countCohort(tx, campaignId)
  if (canary === undefined || row?.canary_done_at !== null || underWay > 0) return
  const isGood = failed <= canary.failuresMax
  const untilMs = Math.min(
    Number(row.canary_until),
    isGood ? now + canary.waitMs : Number(row.canary_until),
  ) as EpochMs
  await tx.run('UPDATE campaign SET canary_until = ?, canary_done_at = ? WHERE campaign_id = ?', [
    untilMs,
    now,
    campaignId,
  ])
  // Those who wait were told the deadline; now it is sooner.
  await tx.run('UPDATE payment_wait SET look_at = 0 WHERE campaign_id = ? AND look_at > 0', [
    campaignId,
  ])
  await context.recordEvents(tx, [
    {
      event: isGood ? 'CanaryPassed' : 'CanaryFailed',
      atMs: now,
      ids: {},
      detail: { campaign: campaignId, settled, failed, goesOnAtMs: untilMs },
    },
  ])
}
