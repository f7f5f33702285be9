import {
  type AnyNewItem,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  ok,
  type PartyId,
  parseCampaignRule,
  type Reasoned,
  type Result,
  refuse,
  sha256,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { checkCampaignRule } from '../model/check-campaign-rule.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { claimStates } from '../model/claim-states.ts'
import {
  type AllocationLines,
  checkTable,
  clearTable,
  loadTable,
} from '../store/allocation-rows.ts'
import type { CampaignState } from '../store/load-campaigns.ts'

export interface CreateCampaignOptions {
  /** The lines that the rule's root commits to; for campaigns with the allocation `table` only. Read once, in order. */
  readonly table?: AllocationLines
}

export interface CampaignCreated {
  readonly campaignId: CampaignId
  /** SHA-256 of the canonical rule document, hex: what the log announces. */
  readonly ruleHash: string
  readonly state: CampaignState
}

/**
 * Makes a campaign from its rule document (bytes or value) and announces it; it opens by itself once everybody named has taken it and its
 * time has come. The same rule again gives the stored outcome. Reasons: those of the parser, campaign_rule_inconsistent,
 * campaign_table_mismatch, campaign_conflict.
 */
export async function createCampaign(
  parts: DistributorParts,
  document: unknown,
  { table }: CreateCampaignOptions,
): Promise<Result<CampaignCreated, Reasoned>> {
  const parsed = parseCampaignRule(document)
  if (!parsed.ok) return parsed
  const rule = parsed.value
  const canonicalRule = canonicalJson(rule)
  const ruleHash = encodeHex(sha256(canonicalRule))
  const { store, clock } = parts.context.ports

  const stored = await store.read('find-campaign', (tx) => findCampaign(tx, rule, ruleHash))
  if (stored !== undefined) return stored
  const { directory } = parts.context
  const isParty = (party: PartyId): boolean => directory.keyOf(party) !== undefined
  const checked = checkCampaignRule(rule, isParty, clock.nowMs())
  if (!checked.ok) return checked
  if (rule.allocation.kind === 'fixed' && table !== undefined) {
    return refuse('campaign_table_mismatch', 'a fixed amount has no table')
  }
  const created = await announce(parts, rule, ruleHash, canonicalRule, table ?? [])
  if (!created.ok) await clearTable(store, rule.id)
  return created
}

async function announce(
  parts: DistributorParts,
  rule: CampaignRule,
  ruleHash: string,
  canonicalRule: string,
  table: AllocationLines,
): Promise<Result<CampaignCreated, Reasoned>> {
  const { allocation } = rule
  const { store } = parts.context.ports
  if (allocation.kind === 'table') {
    await clearTable(store, rule.id)
    const loaded = await loadTable(store, rule.id, allocation, table)
    if (!loaded.ok) return loaded
  }
  return store.transact('create-campaign', async (tx) => {
    const earlier = await findCampaign(tx, rule, ruleHash)
    if (earlier !== undefined) return earlier
    if (allocation.kind === 'table') {
      const checked = await checkTable(tx, rule, allocation)
      if (!checked.ok) return checked
    }
    await writeCampaign(tx, parts, rule, canonicalRule, ruleHash)
    return ok({ campaignId: rule.id, ruleHash, state: 'announced' })
  })
}

async function findCampaign(
  tx: Pick<Tx, 'get'>,
  rule: CampaignRule,
  ruleHash: string,
): Promise<Result<CampaignCreated, Reasoned> | undefined> {
  const row = await tx.get('SELECT rule_hash, state FROM campaign WHERE campaign_id = ?', [rule.id])
  if (row === undefined) return undefined
  if (row.rule_hash !== ruleHash) return refuse('campaign_conflict')
  return ok({ campaignId: rule.id, ruleHash, state: row.state as CampaignState })
}

async function writeCampaign(
  tx: Tx,
  parts: DistributorParts,
  rule: CampaignRule,
  canonicalRule: string,
  ruleHash: string,
): Promise<void> {
  const now = parts.context.ports.clock.nowMs()
  await tx.insertMany({
    table: 'campaign',
    columns: ['campaign_id', 'rule', 'rule_hash', 'state', 'announced_at', 'opens_at', 'closes_at'],
    rows: [[rule.id, canonicalRule, ruleHash, 'announced', now, rule.opensAtMs, rule.closesAtMs]],
    onConflict: 'fail',
  })
  await tx.insertMany({
    table: 'campaign_total',
    columns: ['campaign_id', 'state', 'claims', 'amount'],
    rows: claimStates.map((state) => [rule.id, state, 0, '0']),
    onConflict: 'fail',
  })
  const items = announcements(parts, rule, ruleHash, now)
  await tx.insertMany({
    table: 'campaign_gate',
    columns: ['handoff_id', 'campaign_id'],
    rows: items.map((item) => [item.id, rule.id]),
    onConflict: 'fail',
  })
  await parts.context.enqueue(tx, items)
}

/** Who has to take the campaign before it opens. Ids come from the rule's hash, which fits where a campaign's id might not. */
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
      body: { campaignId: rule.id, asset: rule.asset.code, fundMinor: rule.poolMinor },
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
