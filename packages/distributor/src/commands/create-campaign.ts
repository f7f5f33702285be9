import {
  type CampaignId,
  type CampaignRule,
  canonicalJson,
  encodeHex,
  encodeUtf8,
  knocksMsOf,
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
import type { CampaignState } from '../model/campaign-states.ts'
import { checkCampaignRule } from '../model/check-campaign-rule.ts'
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
import { checkPriors } from '../store/check-priors.ts'

export interface CreateCampaignOptions {
  /** The lines that the rule's root commits to; for campaigns with the allocation `table` only. Read once, in order. */
  readonly table?: AllocationLines
}

export interface CampaignCreated {
  readonly campaignId: CampaignId
  /** SHA-256 of the canonical rule document, hex: what two people announce, and the log keeps. */
  readonly ruleHash: string
  readonly state: CampaignState
}

/**
 * Makes the draft of a campaign from its rule document (bytes or value): checked, with its table, and known to nobody else until two people
 * announce it (`announceCampaign`). The same rule again gives the stored outcome. Reasons: those of the parser, campaign_rule_inconsistent,
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
  const { statusDelayMs } = parts.config
  const checked = checkCampaignRule(rule, { isParty, statusDelayMs, now: clock.nowMs() })
  if (!checked.ok) return checked
  if (rule.allocation.kind !== 'table') {
    return table === undefined
      ? draft(parts, rule, ruleHash, canonicalRule)
      : refuse('campaign_table_mismatch', 'only the allocation `table` has a table')
  }
  const attempt = encodeHex(parts.context.ports.random.bytes(ATTEMPT_BYTES))
  const load = { campaignId: rule.id, attempt }
  const loaded = await loadChecked(store, load, rule, rule.allocation, table ?? [])
  const created = loaded.ok ? await draft(parts, rule, ruleHash, canonicalRule, load) : loaded
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

function draft(
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
    const priors = await checkPriors(tx, rule)
    if (priors !== undefined) return refuse('campaign_rule_inconsistent', priors)
    if (load !== undefined && !(await endTable(tx, load))) return takenOver
    await writeDraft(tx, rule, canonicalRule, ruleHash, parts.context.ports.clock.nowMs())
    return ok({ campaignId: rule.id, ruleHash, state: 'draft' })
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

async function writeDraft(
  tx: Tx,
  rule: CampaignRule,
  canonicalRule: string,
  ruleHash: string,
  now: number,
): Promise<void> {
  await tx.insertMany({
    table: 'campaign',
    // Until it is announced, `announced_at` is when the draft was made.
    columns: [
      'campaign_id',
      'rule',
      'rule_hash',
      'state',
      'announced_at',
      'opens_at',
      'closes_at',
      'allocate_after',
      'quiet_ms',
      'closes_by',
      'knocks_ms',
    ],
    rows: [
      [
        rule.id,
        canonicalRule,
        ruleHash,
        'draft',
        now,
        rule.opensAtMs,
        rule.closesAtMs,
        rule.window === 'instant' ? null : rule.window.allocateAfterMs,
        rule.intake?.quietMs ?? null,
        rule.intake === undefined ? null : rule.closesAtMs + rule.intake.extendMsMax,
        rule.intake === undefined ? null : knocksMsOf(rule.intake),
      ],
    ],
    onConflict: 'fail',
  })
  await tx.insertMany({
    table: 'campaign_total',
    columns: ['campaign_id', 'state', 'claims', 'amount'],
    rows: claimStates.map((state) => [rule.id, state, 0, '0']),
    onConflict: 'fail',
  })
}
