import {
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  ok,
  type ReasonCode,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
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
      campaignId,
      state: row.state as CampaignState,
      rule: JSON.parse(String(row.rule)) as CampaignRule,
      ruleHash: String(row.rule_hash),
      announcedAtMs: row.announced_at as EpochMs,
      ...(row.opened_at === null ? {} : { openedAtMs: row.opened_at as EpochMs }),
      ...(row.closed_at === null ? {} : { closedAtMs: row.closed_at as EpochMs }),
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
