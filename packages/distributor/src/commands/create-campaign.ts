import {
  type AnyNewItem,
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  encodeUtf8,
  ok,
  type PartyId,
  parseCampaignRule,
  type Reasoned,
  type Result,
  refuse,
  type Store,
  sha256,
  type TableAllocation,
  type Tx,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { checkCampaignRule } from '../model/check-campaign-rule.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { claimStates } from '../model/claim-states.ts'
import {
  type AllocationLines,
  beginTable,
  checkTable,
  clearTable,
  endTable,
  loadTable,
  type TableLoad,
  takenOver,
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
  // A document that came as a value has not been measured yet, and verifiers are handed the whole of it.
  const measured = parseCampaignRule(encodeUtf8(canonicalRule))
  if (!measured.ok) return measured
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
  if (rule.allocation.kind === 'fixed') return announce(parts, rule, ruleHash, canonicalRule)
  const attempt = encodeHex(parts.context.ports.random.bytes(ATTEMPT_BYTES))
  const load = { campaignId: rule.id, attempt }
  const loaded = await loadChecked(store, load, rule, rule.allocation, table ?? [])
  const created = loaded.ok ? await announce(parts, rule, ruleHash, canonicalRule, load) : loaded
  if (!created.ok) await clearTable(store, load)
  return created
}

/** Bytes of the name of an attempt to load a table. Chosen: no two attempts ever have the same. */
const ATTEMPT_BYTES = 16

async function loadChecked(
  store: Store,
  load: TableLoad,
  rule: CampaignRule,
  allocation: TableAllocation,
  table: AllocationLines,
): Promise<Result<TableAllocation, Reasoned>> {
  if (!(await beginTable(store, load))) return takenOver
  const loaded = await loadTable(store, load, allocation, table)
  return loaded.ok ? checkTable(store, rule, allocation) : loaded
}

function announce(
  parts: DistributorParts,
  rule: CampaignRule,
  ruleHash: string,
  canonicalRule: string,
  load?: TableLoad,
): Promise<Result<CampaignCreated, Reasoned>> {
  return parts.context.ports.store.transact('create-campaign', async (tx) => {
    const earlier = await findCampaign(tx, rule, ruleHash)
    if (earlier !== undefined) return earlier
    const scale = await fixScale(tx, rule.asset)
    if (scale !== rule.asset.scale) {
      const detail = `${rule.asset.code} has the scale ${scale} here`
      return refuse('campaign_rule_inconsistent', detail)
    }
    if (load !== undefined && !(await endTable(tx, load))) return takenOver
    await writeCampaign(tx, parts, rule, canonicalRule, ruleHash)
    return ok({ campaignId: rule.id, ruleHash, state: 'announced' })
  })
}

/** The scale of an asset: that of the first campaign that named it, for ever, because payees hold the minor units of all of them together. */
async function fixScale(tx: Tx, { code, scale }: CampaignRule['asset']): Promise<number> {
  await tx.insertMany({
    table: 'asset_scale',
    columns: ['asset', 'scale'],
    rows: [[code, scale]],
    onConflict: 'ignore',
  })
  const row = await tx.get('SELECT scale FROM asset_scale WHERE asset = ?', [code])
  return Number(row?.scale)
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
