import {
  type CampaignId,
  type CampaignRule,
  type MinorUnits,
  minorFromBytes,
  ok,
  type Reasoned,
  type Receipt,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { DRY_RUN_PEOPLE_AT_ONCE } from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { type DryRunReport, dryRun, dryRunHash, type PopulationMember } from '../model/dry-run.ts'
import { normaliseEntry } from '../model/normalise-entry.ts'
import { populationMember } from '../model/population-member.ts'
import { logLeaf } from '../store/log-leaf.ts'

/**
 * Keeps that a drafted rule was tried on a population, and logs the report's hash: without it nobody announces the campaign, and it does not open
 * before the log has it. Reasons: campaign_unknown, campaign_conflict (the report is about another rule, or the campaign is announced already),
 * campaign_dry_run_missing (a population of nobody).
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
    if (report.people === 0) return refuse('campaign_dry_run_missing', 'nobody is in it')
    const now = ports.clock.nowMs()
    const bodyHash = dryRunHash(report)
    await tx.run('UPDATE campaign SET dry_run = ? WHERE campaign_id = ?', [bodyHash, campaignId])
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

/** Somebody of a population: who they are, and their claims. */
export interface PersonTried {
  readonly person: string
  readonly claims: Receipt['outputs']
}

/** Tries the rule of a draft on a population, with the rows that it has here of its table, and records the report. Reasons: those of `recordDryRun`. */
export async function dryRunCampaign(
  parts: DistributorParts,
  campaignId: CampaignId,
  people: readonly PersonTried[],
): Promise<Result<DryRunReport, Reasoned>> {
  const { store, timers } = parts.context.ports
  const found = await store.read('find-rule', (tx) =>
    tx.get('SELECT rule FROM campaign WHERE campaign_id = ?', [campaignId]),
  )
  if (found === undefined) return refuse('campaign_unknown')
  const rule = JSON.parse(String(found.rule)) as CampaignRule
  const population: PopulationMember[] = []
  for (const { person, claims } of people) {
    population.push(populationMember(rule, person, claims))
    // Expressions may be costly: others go on meanwhile.
    if (population.length % DRY_RUN_PEOPLE_AT_ONCE === 0) await timers.sleep(0)
  }
  const { report } = dryRun(rule, population, await readAmounts(parts, rule, population))
  const recorded = await recordDryRun(parts, campaignId, report)
  return recorded.ok ? ok(report) : recorded
}

async function readAmounts(
  parts: DistributorParts,
  { id, allocation }: CampaignRule,
  population: readonly PopulationMember[],
): Promise<ReadonlyMap<string, MinorUnits>> {
  if (allocation.kind !== 'table') return new Map()
  const keys = population.flatMap(
    ({ outputs }) => normaliseEntry(allocation.layout, outputs.entry) ?? [],
  )
  const rows = await parts.context.ports.store.read('dry-run-amounts', (tx) =>
    tx.selectIn({
      table: 'allocation',
      columns: ['entry', 'amount'],
      key: 'entry',
      keys,
      where: { campaign_id: id },
    }),
  )
  return new Map(rows.map((row) => [String(row.entry), minorFromBytes(row.amount as Uint8Array)]))
}
