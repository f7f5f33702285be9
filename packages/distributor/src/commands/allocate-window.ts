import {
  assert,
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  type HandoffId,
  minorToBytes,
  type ReadTx,
  type Row,
  type Tx,
} from '@evenkeel/kernel'
import { entrySetRoot, isLimitedInCount, ticketSetRoot } from '@evenkeel/kernel/allocation'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, INTAKE_BATCH_MAX } from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { drawKnownAt, revealsUntil, revealTerms, silentParties } from '../model/draw.ts'
import { closingOf, windowLeaf } from '../model/window-leaf.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'
import { insertAtGate, isAnyEntryAtGate } from '../store/gate-rows.ts'
import { isLogged, logLeaf } from '../store/log-leaf.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'
import { isDecisionPossible } from '../store/open-decisions.ts'
import { readReveals } from '../store/reveal-rows.ts'
import { readTickets } from '../store/window-entries.ts'
import { type ClaimShare, computeShares } from './compute-shares.ts'
import { passGate } from './pass-gate.ts'

/**
 * Brings one closed batch window as far as it can go: the root of its tickets is logged; what the claims rest on is looked at once more, if the rule
 * says so; when the root is logged, the time has come, every hold is
 * decided for good and a draw has its seed, the entries are fixed; the allocation is computed from them alone and its root logged; each claim
 * gets its share. Every step is one the next call repeats or finds done, so a crash anywhere changes nothing (H3). While it is paused, the root of
 * its tickets is all that is logged: nobody can be added then, and the parties to a draw have what they wait for.
 */
export async function allocateWindow(
  parts: DistributorParts,
  campaignId: CampaignId,
): Promise<void> {
  const { store, clock } = parts.context.ports
  const row = await store.read('closing-window', (tx) => readCampaign(tx, campaignId))
  const isPaused = row?.state === 'paused' && row.resume_state === 'closing'
  if (row === undefined || (row.state !== 'closing' && !isPaused)) return
  const rule = JSON.parse(String(row.rule)) as CampaignRule
  if (rule.window === 'instant') return
  if (row.ticket_root === null) return fixTickets(parts, rule, row)
  if (isPaused) return
  if (row.allocated_at === null) {
    // Looked at without the writer first: a window may wait for days.
    await recheckWindow(parts, rule)
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

/** Once nobody is let in any more, who had knocked included, the set can be read in pages. */
async function fixTickets(parts: DistributorParts, rule: CampaignRule, row: Row): Promise<void> {
  const { ports, id: actor } = parts.context
  const now = ports.clock.nowMs()
  if (row.tickets_fixed_at === null) {
    if (Number(row.closed_at) + Number(row.knocks_ms ?? 0) > now) return
    await ports.store.transact('fix-tickets', (tx) =>
      tx.run(
        'UPDATE campaign SET tickets_fixed_at = ? WHERE campaign_id = ? AND tickets_fixed_at IS NULL',
        [now, rule.id],
      ),
    )
  }
  const { hashes, entries } = await readTickets(ports.store, rule.id)
  const roots = {
    ticket_root: ticketSetRoot(hashes),
    tickets: hashes.length,
    entry_root: isLimitedInCount(rule.limits) ? entrySetRoot(entries) : null,
  }
  await ports.store.transact('close-window', async (tx) => {
    const set = await tx.run(
      'UPDATE campaign SET ticket_root = ?, tickets = ?, entry_root = ? WHERE campaign_id = ? AND ticket_root IS NULL',
      [roots.ticket_root, roots.tickets, roots.entry_root, rule.id],
    )
    if (set === 0) return
    const closing = closingOf({ ...row, ...roots })
    const { ruleHash } = closing
    const leaf = windowLeaf(closing, { actor, now: ports.clock.nowMs(), prev: ruleHash })
    await logLeaf(tx, parts, closingGate(ruleHash), leaf)
  })
}

/** The item that hands the closing of a window to the log. */
export function closingGate(ruleHash: string): HandoffId {
  return handoffIdOf('window-close', ruleHash)
}

/** The item that hands a revealed value to the log. */
export function revealGate(ruleHash: string, place: number): HandoffId {
  return handoffIdOf('reveal', `${ruleHash}:${place}`)
}

/** Whether the entries have to be handed to the payment gate, which has what they rest on looked at once more: when what was revoked before the closing is known. */
async function isRecheckable(tx: ReadTx, rule: CampaignRule, now: EpochMs): Promise<boolean> {
  if (rule.settlementCheck === undefined) return false
  const row = await readCampaign(tx, rule.id)
  return row?.rechecked_at === null && isAllocationDue(row, now)
}

/** Lets the entries go to the gate, once. */
async function recheckWindow(parts: DistributorParts, rule: CampaignRule): Promise<void> {
  const { store, clock } = parts.context.ports
  const isDue = (tx: ReadTx) => isRecheckable(tx, rule, clock.nowMs())
  if (!(await store.read('is-window-recheckable', isDue))) return
  await store.transact('recheck-window', async (tx) => {
    if (!(await isDue(tx))) return
    await insertAtGate(tx, "campaign_id = ? AND state = 'entered'", [rule.id])
    await tx.run('UPDATE campaign SET rechecked_at = ? WHERE campaign_id = ?', [
      clock.nowMs(),
      rule.id,
    ])
  })
  await passGate(parts)
}

function isAllocationDue(row: Row, now: EpochMs): boolean {
  const dueAtMs = Number(row.closed_at) + Number(row.allocate_after)
  return row.state === 'closing' && row.allocated_at === null && dueAtMs <= now
}

/** Whether nothing is missing for the entries to be fixed, or they are. A beacon was verified when it was brought. */
async function isFixable(tx: ReadTx, rule: CampaignRule, now: EpochMs): Promise<boolean> {
  const row = await readCampaign(tx, rule.id)
  if (row?.state !== 'closing') return false
  if (row.allocated_at !== null) return true
  if (!isAllocationDue(row, now)) return false
  if (rule.settlementCheck !== undefined && row.rechecked_at === null) return false
  if (await isAnyEntryAtGate(tx, rule.id)) return false
  if (!(await isLogged(tx, closingGate(String(row.rule_hash))))) return false
  if (!(await isDrawable(tx, rule, row, now))) return false
  return !(await isDecisionPossible(tx, rule, now))
}

/** Whether a draw, if it is one, has its seed or never will have: the round of the beacon, or what everybody reveals in time, logged. */
async function isDrawable(
  tx: ReadTx,
  rule: CampaignRule,
  row: Row,
  now: EpochMs,
): Promise<boolean> {
  if (rule.allocation.kind !== 'lottery') return true
  const terms = revealTerms(rule)
  if (terms === undefined) return row.beacon !== null
  const silent = silentParties(terms, await readReveals(tx, rule.id))
  if (silent.length > 0 && now <= revealsUntil(terms, row)) return false
  for (const [place, { party }] of terms.commitments.entries()) {
    if (silent.includes(party)) continue
    if (!(await isLogged(tx, revealGate(String(row.rule_hash), place)))) return false
  }
  return true
}

/**
 * Whether the entries are fixed, now or before. Whoever left the window until now is not among them; of a draw, until its outcome could be known:
 * the place of who leaves later stays empty, so that nobody who can take claims out chooses who moves up.
 */
async function fixEntries(tx: Tx, rule: CampaignRule, now: EpochMs): Promise<boolean> {
  const row = await readCampaign(tx, rule.id)
  if (row === undefined || !(await isFixable(tx, rule, now))) return false
  if (row.allocated_at !== null) return true
  const reveals = await readReveals(tx, rule.id)
  // Where nothing is drawn, leaving counts whatever another process's clock said when.
  const knownAtMs = drawKnownAt(rule, { row, reveals }) ?? Number.MAX_SAFE_INTEGER
  await tx.run(
    `UPDATE window_entry SET taken_out = ? WHERE campaign_id = ? AND EXISTS (
       SELECT 1 FROM claim WHERE claim.claim_id = window_entry.claim_id AND claim.state <> 'entered' AND claim.since < ?)`,
    [now, rule.id, knownAtMs],
  )
  await tx.run('UPDATE campaign SET allocated_at = ? WHERE campaign_id = ?', [now, rule.id])
  return true
}

/** Tells the claims their shares, a batch at a time, and ends the closing when all know. */
async function giveShares(
  parts: DistributorParts,
  rule: CampaignRule,
  shares: ReadonlyMap<ClaimId, ClaimShare>,
): Promise<void> {
  const { store, clock, timers } = parts.context.ports
  const claimIds = [...shares.keys()].sort()
  for (let first = 0; first < claimIds.length; first += INTAKE_BATCH_MAX) {
    const some = claimIds.slice(first, first + INTAKE_BATCH_MAX)
    await timers.sleep(0)
    await store.transact('give-shares', async (tx) => {
      const batch = await loadClaimBatch(tx, parts, some, clock.nowMs())
      for (const claimId of some) {
        const share = shares.get(claimId) as ClaimShare
        const news = { news: 'allocated', ...share, budgetMs: CLAIM_BUDGET_MS } as const
        const fault = batch.advance(claimId, news, CLAIM_BUDGET_MS)
        assert(fault === undefined, 'a share is always taken')
      }
      await batch.save()
      await tx.runMany(
        'UPDATE window_entry SET share = ? WHERE campaign_id = ? AND claim_id = ?',
        some.map((id) => [minorToBytes((shares.get(id) as ClaimShare).amount), rule.id, id]),
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
