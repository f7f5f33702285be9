import {
  type AnyNewItem,
  type CampaignId,
  type CampaignRule,
  ok,
  type Reasoned,
  type Result,
  refuse,
  type Tx,
  type VestingSchedule,
  type VestingTerms,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import type { CampaignState } from '../model/campaign-states.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'
import type { CampaignCreated } from './create-campaign.ts'

export interface AnnounceCampaign {
  readonly campaignId: CampaignId
  /** The rule's hash as this person has read it. */
  readonly ruleHash: string
  /** Who announces: whom the caller's key is labelled for, never whom a message names. */
  readonly by: string
}

/**
 * Announces a drafted campaign in the name of one person. It takes two: the first proposes the rule's hash, a second confirms the same hash, and
 * with that the log, the ledger and the verifiers are told. What the rule would do is on record before either of them does. The campaign opens by itself once all have taken it and its time has come. Of a
 * campaign that is announced, its state. Reasons: campaign_unknown, campaign_conflict (another hash), campaign_dry_run_missing,
 * campaign_second_person_needed, campaign_rule_inconsistent when it is too late for the rule's notice or closing time.
 */
export function announceCampaign(
  parts: DistributorParts,
  { campaignId, ruleHash, by }: AnnounceCampaign,
): Promise<Result<CampaignCreated, Reasoned>> {
  return parts.context.ports.store.transact('announce-campaign', async (tx) => {
    const row = await tx.get(
      'SELECT rule, rule_hash, state, proposed_by, dry_run FROM campaign WHERE campaign_id = ?',
      [campaignId],
    )
    if (row === undefined) return refuse('campaign_unknown')
    if (row.rule_hash !== ruleHash) return refuse('campaign_conflict')
    const state = row.state as CampaignState
    if (state !== 'draft') return ok({ campaignId, ruleHash, state })
    if (row.dry_run === null) return refuse('campaign_dry_run_missing')
    const rule = JSON.parse(String(row.rule)) as CampaignRule
    const now = parts.context.ports.clock.nowMs()
    if (rule.closesAtMs <= now) {
      return refuse('campaign_rule_inconsistent', 'is over before it is announced')
    }
    if (rule.noticeMs !== undefined && now + rule.noticeMs > rule.opensAtMs) {
      return refuse('campaign_rule_inconsistent', 'its notice does not fit before it opens')
    }
    if (row.proposed_by === null) {
      await tx.run('UPDATE campaign SET proposed_by = ? WHERE campaign_id = ?', [by, campaignId])
      return ok({ campaignId, ruleHash, state })
    }
    if (row.proposed_by === by) return refuse('campaign_second_person_needed')
    await moveCampaigns(tx, {
      from: 'draft',
      to: 'announced',
      set: 'announced_at = ?, confirmed_by = ?',
      where: 'campaign_id = ?',
      values: [now, by, campaignId],
    })
    await tellEverybody(tx, parts, rule, ruleHash, now)
    return ok({ campaignId, ruleHash, state: 'announced' })
  })
}

/** Hands the campaign to all who have to take it before it opens. */
async function tellEverybody(
  tx: Tx,
  parts: DistributorParts,
  rule: CampaignRule,
  ruleHash: string,
  now: number,
): Promise<void> {
  const items = announcements(parts, rule, ruleHash, now)
  await tx.insertMany({
    table: 'campaign_gate',
    columns: ['handoff_id', 'campaign_id'],
    rows: items.map((item) => [item.id, rule.id]),
    onConflict: 'fail',
  })
  await parts.context.enqueue(tx, items)
}

/** What the ledger pays by; who may end it is not its business. */
function scheduleOf({ cancel: _, ...schedule }: VestingTerms): VestingSchedule {
  return schedule
}

/** Ids come from the rule's hash, which fits where a campaign's id might not. */
function announcements(
  { context, config }: DistributorParts,
  rule: CampaignRule,
  ruleHash: string,
  now: number,
): readonly AnyNewItem[] {
  return [
    {
      id: handoffIdOf('announce', ruleHash),
      to: config.network,
      kind: 'network.append',
      body: {
        v: 1,
        kind: 'campaign_announcement',
        scope: rule.id,
        seq: 0,
        actor: context.id,
        bodyHash: ruleHash,
        decidedAtMs: now,
        effectiveAtMs: rule.opensAtMs,
      },
    },
    {
      id: handoffIdOf('open', ruleHash),
      to: config.ledger,
      kind: 'ledger.open-campaign',
      body: {
        campaignId: rule.id,
        asset: rule.asset.code,
        fundMinor: rule.poolMinor,
        ...(rule.vesting && { vesting: scheduleOf(rule.vesting) }),
      },
    },
    ...rule.verifiers.map(
      (verifier, position): AnyNewItem => ({
        id: handoffIdOf('rule', `${ruleHash}:${position}`),
        to: verifier,
        kind: 'verifier.accept-rule',
        body: rule,
      }),
    ),
  ]
}
