import {
  type BatchWindow,
  brandId,
  type CampaignAllocation,
  type CampaignId,
  type CampaignRule,
  unwrap,
} from '@evenkeel/kernel'
import { fixedRule, NOW, STATUS_DELAY_MS, type World } from './world.ts'

/** From the closing to the allocation in these tests. */
export const WINDOW: BatchWindow = { kind: 'batch', allocateAfterMs: STATUS_DELAY_MS }
const CLOSES_AT_MS = NOW + 60_000

/** A campaign that shares 1,000 among all who come within a minute. */
export function batchRule(
  allocation: CampaignAllocation = { kind: 'equal-capped', capMinor: '400' },
  change: Partial<CampaignRule> = {},
): CampaignRule {
  const outputs = { entry: 'account', tier: 'tier', weight: 'weight' }
  return {
    ...fixedRule,
    id: brandId<CampaignId>('shared-grant'),
    poolMinor: '1000',
    closesAtMs: CLOSES_AT_MS,
    policy: { ...fixedRule.policy, outputs },
    hold: { deadlineMs: 20_000, byDefault: 'refuse', appealMs: 10_000 },
    allocation,
    window: WINDOW,
    ...change,
  }
}

/** Lets the window of the campaign close. */
export async function closeWindow(world: World): Promise<void> {
  world.advance(CLOSES_AT_MS - NOW)
  await world.settleDown()
}

/** Lets the time to the allocation pass, and everything that follows from it happen. */
export async function allocateWindow(world: World): Promise<void> {
  world.advance(WINDOW.allocateAfterMs)
  await world.settleDown()
}

/** Amount and state of each claim by the person who made it; payout targets end with the name. */
export async function sharesByPerson(
  world: World,
  rule: CampaignRule,
): Promise<Readonly<Record<string, string>>> {
  const rows = await world.store.read('shares', (tx) =>
    tx.all(
      'SELECT handle, claim_id FROM claim WHERE campaign_id = ? AND ticket IS NOT NULL ORDER BY handle',
      [rule.id],
    ),
  )
  const shares: Record<string, string> = {}
  for (const row of rows) {
    const { state, amountMinor, reason } = unwrap(
      await world.distributor.showClaim(brandId(String(row.claim_id))),
    )
    const why = reason === undefined ? '' : ` ${reason.code}`
    shares[String(row.handle).slice('handle-'.length)] = `${state} ${amountMinor ?? '-'}${why}`
  }
  return shares
}
