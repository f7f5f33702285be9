import { type CampaignId, ok, type Reasoned, type Result, refuse } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { type DryRunReport, dryRunHash } from '../model/dry-run.ts'
import { logLeaf } from '../store/log-leaf.ts'

/**
 * Logs the hash of a dry run of a drafted rule; the campaign does not open before the log has it. Reasons: campaign_unknown, campaign_conflict (the
 * report is about another rule, or the campaign is announced already).
 */
export function recordDryRun(
  parts: DistributorParts,
  campaignId: CampaignId,
  report: DryRunReport,
): Promise<Result<undefined, Reasoned>> {
  const { ports, id: actor } = parts.context
  return ports.store.transact('record-dry-run', async (tx) => {
    const row = await tx.get('SELECT rule_hash, state FROM campaign WHERE campaign_id = ?', [
      campaignId,
    ])
    if (row === undefined) return refuse('campaign_unknown')
    if (row.rule_hash !== report.ruleHash) return refuse('campaign_conflict', 'another rule')
    if (row.state !== 'draft') return refuse('campaign_conflict', 'announced already')
    const now = ports.clock.nowMs()
    const bodyHash = dryRunHash(report)
    await logLeaf(tx, parts, handoffIdOf('dry-run', bodyHash), {
      v: 1,
      kind: 'campaign_dry_run',
      scope: campaignId,
      seq: 0,
      actor,
      bodyHash,
      decidedAtMs: now,
      effectiveAtMs: now,
    })
    return ok(undefined)
  })
}
