import {
  type CampaignRule,
  type EpochMs,
  epochMs,
  type MinorUnits,
  nextVesting,
  type VestingSchedule,
} from '@evenkeel/kernel'
import { CLAIM_BUDGET_MS } from '../limits.ts'
import type { ClaimNews } from './advance-claim.ts'
import type { Claim } from './claim.ts'

/** News as it is for a campaign that pays in parts: an acknowledged settlement begins a vesting, and each part says when the next should have come. */
export function placeVestingNews(
  news: ClaimNews,
  { amount, vesting }: Claim,
  rule: CampaignRule,
  now: EpochMs,
): ClaimNews {
  if (rule.vesting === undefined || amount === undefined) return news
  const paid = vesting?.paid ?? (0n as MinorUnits)
  if (news.news === 'settle_acknowledged') {
    const dueAtMs = partDueAtMs(rule.vesting, amount, paid, now)
    return { news: 'vesting_began', version: news.version, dueAtMs }
  }
  if (news.news !== 'release_paid') return news
  const after = (paid + news.amount) as MinorUnits
  return { ...news, dueAtMs: partDueAtMs(rule.vesting, amount, after, now) }
}

/** When the part after `paid` should have been paid: as long after it falls due as any payment may take. */
function partDueAtMs(
  schedule: VestingSchedule,
  amount: MinorUnits,
  paid: MinorUnits,
  now: EpochMs,
): EpochMs {
  const next = nextVesting(schedule, amount, paid)
  return epochMs(Math.max(now, next?.atMs ?? now) + CLAIM_BUDGET_MS)
}
