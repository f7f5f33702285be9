import {
  type CampaignId,
  type CampaignRule,
  ok,
  type Reasoned,
  type Result,
  type Row,
  refuse,
} from '@evenkeel/kernel'
import { type NewAuditLine, startAuditSection } from '@evenkeel/kernel/audit'
import type { DistributorParts } from '../distributor-parts.ts'
import { beaconOf, type DrawState, revealTerms } from '../model/draw.ts'
import { readClaimLines, readRowLines } from '../store/audit-rows.ts'
import { readReveals } from '../store/reveal-rows.ts'

/**
 * The distributor's section of a campaign's audit bundle, signed: the lines in order, without line feeds, of which a page is held at a time. For a
 * campaign at its end, where nothing changes any more. Reasons: campaign_unknown, campaign_not_settled.
 */
export async function exportAudit(
  parts: DistributorParts,
  campaignId: CampaignId,
): Promise<Result<AsyncIterable<string>, Reasoned>> {
  const row = await parts.context.ports.store.read('audit-campaign', (tx) =>
    tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId]),
  )
  if (row === undefined) return refuse('campaign_unknown')
  if (row.state !== 'settled' && row.state !== 'archived') {
    return refuse('campaign_not_settled', `it is ${row.state}`)
  }
  // What was archived as a draft was never announced.
  if (row.settled_at === null) return refuse('campaign_not_settled', 'it was never announced')
  return ok(writeSection(parts, campaignId, row))
}

async function* writeSection(
  { context }: DistributorParts,
  campaignId: CampaignId,
  row: Row,
): AsyncGenerator<string> {
  const { store, signer } = context.ports
  const section = startAuditSection('campaign', campaignId)
  const rule = JSON.parse(String(row.rule)) as CampaignRule
  const reveals = await store.read('audit-reveals', (tx) => readReveals(tx, campaignId))
  yield section.write(campaignLine({ row, reveals }, rule, context.id))
  for await (const line of readClaimLines(store, rule)) yield section.write(line)
  if (rule.allocation.kind === 'table') {
    for await (const line of readRowLines(store, campaignId)) yield section.write(line)
  }
  yield await section.seal(signer)
}

function campaignLine(
  { row, reveals }: DrawState,
  rule: CampaignRule,
  distributor: DistributorParts['context']['id'],
): NewAuditLine {
  const beacon = beaconOf(row)
  const time = (column: string): number => Number(row[column])
  return {
    kind: 'campaign',
    v: 1,
    campaignId: rule.id,
    distributor,
    rule,
    ...(row.opened_at !== null && { openedAtMs: time('opened_at') }),
    closedAtMs: time('closed_at'),
    ...(row.allocated_at !== null && { allocatedAtMs: time('allocated_at') }),
    settledAtMs: time('settled_at'),
    ...(beacon && { beacon }),
    ...(revealTerms(rule) && { reveals }),
  }
}
