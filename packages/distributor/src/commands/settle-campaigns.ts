import {
  type CampaignId,
  type CampaignRule,
  type ClaimId,
  type EpochMs,
  formatMinor,
  type MinorUnits,
  parseMinor,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CLAIM_BUDGET_MS, INTAKE_BATCH_MAX } from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { claimStates, isTerminal } from '../model/claim-states.ts'
import { readTotals } from '../store/campaign-totals.ts'
import { loadClaimBatch } from '../store/claim-batch.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'
import { isDecisionPossible } from '../store/open-decisions.ts'

/** Orders the payments that waited while their campaign was paused, a batch at a time. */
export async function orderWaitingPayments(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  for (;;) {
    const waiting = await store.read('payments-waiting', (tx) => readWaiting(tx))
    if (waiting.length === 0) return
    await store.transact('order-payments', async (tx) => {
      const claimIds = await readWaiting(tx)
      const batch = await loadClaimBatch(tx, parts, claimIds, clock.nowMs())
      for (const claimId of claimIds) batch.order(claimId, CLAIM_BUDGET_MS)
      await batch.save()
      await tx.runMany(
        'DELETE FROM payment_wait WHERE claim_id = ?',
        claimIds.map((id) => [id]),
      )
    })
  }
}

/** The claims whose payment waits although their campaign is not paused any more, a batch of them. */
export async function readWaiting(tx: Pick<Tx, 'all'>): Promise<readonly ClaimId[]> {
  const rows = await tx.all(
    `SELECT claim_id FROM payment_wait WHERE NOT EXISTS (
       SELECT 1 FROM campaign WHERE campaign.campaign_id = payment_wait.campaign_id AND state = 'paused')
     ORDER BY campaign_id, claim_id LIMIT ?`,
    [INTAKE_BATCH_MAX],
  )
  return rows.map((row) => row.claim_id as ClaimId)
}

/**
 * Ends a campaign in which every claim is paid or refused and no decision can change that: what is unclaimed goes back if the rule says so, and
 * when the ledger has moved it the campaign is settled. Idempotent.
 */
export async function settleCampaign(
  parts: DistributorParts,
  campaignId: CampaignId,
): Promise<void> {
  const { store, clock } = parts.context.ports
  const done = await store.read('is-campaign-done', (tx) => isDone(tx, campaignId, clock.nowMs()))
  if (!done) return
  await store.transact('settle-campaign', async (tx) => {
    const now = clock.nowMs()
    if (!(await isDone(tx, campaignId, now))) return
    if (!(await returnUnclaimed(tx, parts, campaignId))) return
    await moveCampaigns(tx, {
      from: 'settling',
      to: 'settled',
      set: 'settled_at = ?',
      where: 'campaign_id = ?',
      values: [now, campaignId],
    })
  })
}

async function isDone(
  tx: Pick<Tx, 'all' | 'get' | 'selectIn'>,
  campaignId: CampaignId,
  now: EpochMs,
): Promise<boolean> {
  const totals = await readTotals(tx, campaignId)
  const isUnderWay = claimStates.some((state) => !isTerminal(state) && totals[state].claims > 0)
  if (isUnderWay) return false
  const row = await tx.get(
    "SELECT rule FROM campaign WHERE campaign_id = ? AND state = 'settling'",
    [campaignId],
  )
  if (row === undefined) return false
  // Until the ledger has given back what it held for a refused claim, less is free than will be.
  const returning = await tx.all(
    `SELECT claim_id FROM claim WHERE campaign_id = ? AND state = 'refused' AND amount IS NOT NULL
       AND returned_version < transfer_version ORDER BY claim_id LIMIT 1`,
    [campaignId],
  )
  if (returning.length > 0) return false
  return !(await isDecisionPossible(tx, JSON.parse(String(row.rule)) as CampaignRule, now))
}

/** Whether nothing has to go back, or has gone. What the ledger never took in cannot. */
async function returnUnclaimed(
  tx: Tx,
  { context, config }: DistributorParts,
  campaignId: CampaignId,
): Promise<boolean> {
  const row = await tx.get('SELECT rule, rule_hash FROM campaign WHERE campaign_id = ?', [
    campaignId,
  ])
  const rule = JSON.parse(String(row?.rule)) as CampaignRule
  const pool = unwrap(parseMinor(rule.poolMinor))
  const { settled } = await readTotals(tx, campaignId)
  const unclaimed = (pool - settled.amount) as MinorUnits
  if (rule.unclaimed !== 'return' || unclaimed === 0n) return true
  const gateOf = (id: string) =>
    tx.get('SELECT acknowledged_at, reason FROM campaign_gate WHERE handoff_id = ?', [id])
  const ruleHash = String(row?.rule_hash)
  const opened = await gateOf(handoffIdOf('open', ruleHash))
  if (opened === undefined || opened.reason !== null) return true
  if (opened.acknowledged_at === null) return false
  const id = handoffIdOf('return', ruleHash)
  const returned = await gateOf(id)
  if (returned !== undefined) return returned.acknowledged_at !== null
  await tx.insertMany({
    table: 'campaign_gate',
    columns: ['handoff_id', 'campaign_id'],
    rows: [[id, campaignId]],
    onConflict: 'fail',
  })
  const body = { campaignId, amountMinor: formatMinor(unclaimed) }
  await context.enqueue(tx, [{ id, to: config.ledger, kind: 'ledger.return-pool', body }])
  return false
}
