import {
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  type ListPage,
  ok,
  type ReasonCode,
  type Reasoned,
  type Result,
  type Row,
  refuse,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CAMPAIGNS_PAGE_MAX } from '../limits.ts'
import { type ClaimState, claimStates } from '../model/claim-states.ts'
import { readTotals } from '../store/campaign-totals.ts'
import type { CampaignState } from '../store/load-campaigns.ts'

/** A campaign as anybody may see it. Amounts are decimal strings of minor units. */
export interface CampaignView {
  readonly campaignId: CampaignId
  readonly state: CampaignState
  readonly rule: CampaignRule
  readonly ruleHash: string
  readonly announcedAtMs: EpochMs
  readonly openedAtMs?: EpochMs
  readonly closedAtMs?: EpochMs
  /** Who has not taken the campaign yet; with a reason, who never will. */
  readonly waitingFor: readonly { readonly handoff: string; readonly reason?: ReasonCode }[]
  readonly totals: Readonly<
    Record<ClaimState, { readonly claims: number; readonly amountMinor: string }>
  >
}

/** A campaign in a list. */
export type CampaignSummary = Omit<CampaignView, 'rule' | 'waitingFor' | 'totals'> & {
  readonly title: string
  readonly opensAtMs: number
  readonly closesAtMs: number
}

/** The campaigns in the order of their ids, from the one after `after` on, at most CAMPAIGNS_PAGE_MAX. */
export async function listCampaigns(
  { context }: DistributorParts,
  after?: string,
): Promise<ListPage<CampaignSummary>> {
  const rows = await context.ports.store.read('list-campaigns', (tx) =>
    tx.all('SELECT * FROM campaign WHERE campaign_id > ? ORDER BY campaign_id LIMIT ?', [
      after ?? '',
      CAMPAIGNS_PAGE_MAX + 1,
    ]),
  )
  const items = rows.slice(0, CAMPAIGNS_PAGE_MAX).map((row): CampaignSummary => {
    const { title, opensAtMs, closesAtMs } = JSON.parse(String(row.rule)) as CampaignRule
    return { ...standingOf(row), title, opensAtMs, closesAtMs }
  })
  const last = items.at(-1)
  return rows.length > items.length && last !== undefined
    ? { items, next: last.campaignId }
    : { items }
}

function standingOf(row: Row): Omit<CampaignView, 'rule' | 'waitingFor' | 'totals'> {
  return {
    campaignId: row.campaign_id as CampaignId,
    state: row.state as CampaignState,
    ruleHash: String(row.rule_hash),
    announcedAtMs: row.announced_at as EpochMs,
    ...(row.opened_at === null ? {} : { openedAtMs: row.opened_at as EpochMs }),
    ...(row.closed_at === null ? {} : { closedAtMs: row.closed_at as EpochMs }),
  }
}

/** The campaign with claims and amounts by state, on one snapshot. Reason: campaign_unknown. */
export async function showCampaign(
  { context }: DistributorParts,
  campaignId: CampaignId,
): Promise<Result<CampaignView, Reasoned>> {
  return context.ports.store.read('show-campaign', async (tx) => {
    const row = await tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId])
    if (row === undefined) return refuse('campaign_unknown')
    const gates = await tx.all(
      'SELECT handoff_id, reason FROM campaign_gate WHERE campaign_id = ? AND acknowledged_at IS NULL ORDER BY handoff_id',
      [campaignId],
    )
    const totals = await readTotals(tx, campaignId)
    return ok({
      ...standingOf(row),
      rule: JSON.parse(String(row.rule)) as CampaignRule,
      waitingFor: gates.map((gate) => ({
        handoff: String(gate.handoff_id),
        ...(gate.reason === null ? {} : { reason: gate.reason as ReasonCode }),
      })),
      totals: Object.fromEntries(
        claimStates.map((state) => [
          state,
          { claims: totals[state].claims, amountMinor: totals[state].amount.toString() },
        ]),
      ) as CampaignView['totals'],
    })
  })
}
