import {
  assert,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  type HandoffId,
  type MinorUnits,
  minorToBytes,
  ok,
  parseMinor,
  type ReadTx,
  type Reasoned,
  type Result,
  type Row,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import {
  allocate,
  allocationRoot,
  type DrandBeacon,
  type LotterySeed,
  lotterySeed,
  ticketSetRoot,
} from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, INTAKE_BATCH_MAX } from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { windowName } from '../model/window.ts'
import { bodyHash, closingOf, type WindowAllocation, windowLeaf } from '../model/window-leaf.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'
import { logLeaf } from '../store/log-leaf.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'
import { isDecisionPossible } from '../store/open-decisions.ts'
import { readSharers, readTicketHashes } from '../store/window-entries.ts'

/**
 * Brings one closed batch window as far as it can go: the root of its tickets is logged; when that is logged, the time has come, every hold is
 * decided for good and a draw has its seed, the entries are fixed; the allocation is computed from them alone and its root logged; each claim
 * gets its share. Every step is one the next call repeats or finds done, so a crash anywhere changes nothing (H3).
 */
export async function allocateWindow(
  parts: DistributorParts,
  campaignId: CampaignId,
): Promise<void> {
  const { store, clock } = parts.context.ports
  const row = await store.read('closing-window', (tx) => readCampaign(tx, campaignId))
  if (row?.state !== 'closing') return
  const rule = JSON.parse(String(row.rule)) as CampaignRule
  if (row.ticket_root === null) return logTickets(parts, rule, row)
  if (row.allocated_at === null) {
    // Looked at without the writer first: a window may wait for days.
    const fixable = await store.read('is-window-fixable', (tx) =>
      isFixable(tx, rule, clock.nowMs()),
    )
    if (!fixable) return
    const fixed = await store.transact('fix-window', (tx) => fixEntries(tx, rule, clock.nowMs()))
    if (!fixed) return
  }
  await giveShares(parts, rule, await computeShares(parts, rule))
}

function readCampaign(tx: Pick<Tx, 'get'>, campaignId: CampaignId): Promise<Row | undefined> {
  return tx.get('SELECT * FROM campaign WHERE campaign_id = ?', [campaignId])
}

/** A closed window takes no tickets, so its set can be read in pages. */
async function logTickets(parts: DistributorParts, rule: CampaignRule, row: Row): Promise<void> {
  const { ports, id: actor } = parts.context
  const hashes = await readTicketHashes(ports.store, rule.id)
  const ticketRoot = ticketSetRoot(hashes)
  await ports.store.transact('close-window', async (tx) => {
    const set = await tx.run(
      'UPDATE campaign SET ticket_root = ?, tickets = ? WHERE campaign_id = ? AND ticket_root IS NULL',
      [ticketRoot, hashes.length, rule.id],
    )
    if (set === 0) return
    const closing = closingOf({ ...row, ticket_root: ticketRoot, tickets: hashes.length })
    const { ruleHash } = closing
    const leaf = windowLeaf(closing, { actor, now: ports.clock.nowMs(), prev: ruleHash })
    await logLeaf(tx, parts, closingGate(ruleHash), leaf)
  })
}

function closingGate(ruleHash: string): HandoffId {
  return handoffIdOf('window-close', ruleHash)
}

/** Whether nothing is missing for the entries to be fixed, or they are. A beacon was verified when it was brought. */
async function isFixable(tx: ReadTx, rule: CampaignRule, now: EpochMs): Promise<boolean> {
  const row = await readCampaign(tx, rule.id)
  if (row?.state !== 'closing') return false
  if (row.allocated_at !== null) return true
  if (Number(row.closed_at) + Number(row.allocate_after) > now) return false
  if (rule.allocation.kind === 'lottery' && row.beacon === null) return false
  const gate = await tx.get('SELECT acknowledged_at FROM campaign_gate WHERE handoff_id = ?', [
    closingGate(String(row.rule_hash)),
  ])
  if (gate === undefined || gate.acknowledged_at === null) return false
  return !(await isDecisionPossible(tx, rule, now))
}

/** Whether the entries are fixed, now or before. Whoever left the window until now is not among them. */
async function fixEntries(tx: Tx, rule: CampaignRule, now: EpochMs): Promise<boolean> {
  if (!(await isFixable(tx, rule, now))) return false
  await tx.run(
    `UPDATE window_entry SET taken_out = ? WHERE campaign_id = ? AND EXISTS (
       SELECT 1 FROM claim WHERE claim.claim_id = window_entry.claim_id AND claim.state <> 'entered')
     AND EXISTS (SELECT 1 FROM campaign WHERE campaign_id = ? AND allocated_at IS NULL)`,
    [now, rule.id, rule.id],
  )
  await tx.run(
    'UPDATE campaign SET allocated_at = ? WHERE campaign_id = ? AND allocated_at IS NULL',
    [now, rule.id],
  )
  return true
}

/** The seed of a draw; undefined for what is not drawn. Reasons: those of `lotterySeed`. */
export function seedOf(
  rule: CampaignRule,
  row: Row,
  now: EpochMs,
  beacon: DrandBeacon | undefined = row.beacon === null
    ? undefined
    : (JSON.parse(String(row.beacon)) as DrandBeacon),
): Result<LotterySeed | undefined, Reasoned> {
  const { allocation } = rule
  if (allocation.kind !== 'lottery') return ok(undefined)
  return lotterySeed({
    campaign: rule.id,
    window: windowName(rule),
    rule: allocation.seed,
    closedAtMs: row.closed_at as EpochMs,
    nowMs: now,
    ...(beacon && { beacon }),
  })
}

/** Who gets how much, from the fixed entries alone. The first to compute it logs its root. */
async function computeShares(
  parts: DistributorParts,
  rule: CampaignRule,
): Promise<ReadonlyMap<ClaimId, MinorUnits>> {
  const { ports, id: actor } = parts.context
  const entries = await readSharers(ports.store, rule.id)
  const now = ports.clock.nowMs()
  const row = await ports.store.read('fixed-window', (tx) => readCampaign(tx, rule.id))
  assert(row !== undefined, `${rule.id} has a window`)
  const draw = unwrap(seedOf(rule, row, now))
  assert(rule.allocation.kind !== 'table', 'a table goes with an instant window')
  const allocation = unwrap(
    allocate({
      poolMinor: rule.poolMinor,
      rule: rule.allocation,
      entries: entries.map(({ allocatedBy }) => allocatedBy),
      ...(draw && { seed: draw.seed }),
    }),
  )
  const ruleHash = String(row.rule_hash)
  const body: WindowAllocation = {
    v: 1,
    campaignId: rule.id,
    ruleHash,
    entries: entries.length,
    allocationRoot: unwrap(allocationRoot(allocation)),
    leftMinor: allocation.leftMinor,
    ...(draw && { draw }),
  }
  await ports.store.transact('log-allocation', async (tx) => {
    const set = await tx.run(
      'UPDATE campaign SET allocation_root = ?, tickets_shared = ? WHERE campaign_id = ? AND allocation_root IS NULL',
      [body.allocationRoot, entries.length, rule.id],
    )
    if (set === 0) return
    const leaf = windowLeaf(body, { actor, now, prev: bodyHash(closingOf(row)) })
    await logLeaf(tx, parts, handoffIdOf('allocation', ruleHash), leaf)
  })
  const claimOf = new Map(entries.map(({ claimId, allocatedBy }) => [allocatedBy.entry, claimId]))
  return new Map(
    allocation.shares.map(({ entry, amountMinor }) => [
      claimOf.get(entry) as ClaimId,
      unwrap(parseMinor(amountMinor)),
    ]),
  )
}

/** Tells the claims their shares, a batch at a time, and ends the closing when all know. */
async function giveShares(
  parts: DistributorParts,
  rule: CampaignRule,
  shares: ReadonlyMap<ClaimId, MinorUnits>,
): Promise<void> {
  const { store, clock } = parts.context.ports
  const reason = rule.allocation.kind === 'lottery' ? 'lottery_not_drawn' : 'share_is_zero'
  const claimIds = [...shares.keys()].sort()
  for (let first = 0; first < claimIds.length; first += INTAKE_BATCH_MAX) {
    const some = claimIds.slice(first, first + INTAKE_BATCH_MAX)
    await store.transact('give-shares', async (tx) => {
      const batch = await loadClaimBatch(tx, parts, some, clock.nowMs())
      for (const claimId of some) {
        const amount = shares.get(claimId) as MinorUnits
        const news = { news: 'allocated', amount, reason, budgetMs: CLAIM_BUDGET_MS } as const
        const fault = batch.advance(claimId, news, CLAIM_BUDGET_MS)
        assert(fault === undefined, 'a share is always taken')
      }
      await batch.save()
      await tx.runMany(
        'UPDATE window_entry SET share = ? WHERE campaign_id = ? AND claim_id = ?',
        some.map((id) => [minorToBytes(shares.get(id) as MinorUnits), rule.id, id]),
      )
    })
  }
  await store.transact('end-closing', (tx) =>
    moveCampaigns(tx, {
      from: 'closing',
      to: 'settling',
      where: 'campaign_id = ?',
      values: [rule.id],
    }),
  )
}
