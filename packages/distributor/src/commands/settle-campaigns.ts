import {
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  formatMinor,
  type MinorUnits,
  minorFromBytes,
  parseMinor,
  type ReadTx,
  type Tx,
  unwrap,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { TABLE_BATCH_ROWS } from '../limits.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { claimStates, isTerminal } from '../model/claim-states.ts'
import { readTotals } from '../store/campaign-totals.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'
import { isDecisionPossible } from '../store/open-decisions.ts'
import { readVestingForfeits } from '../store/vesting-forfeits.ts'

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
    if (!(await returnUnclaimed(tx, parts, campaignId, now))) return
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
  now: EpochMs,
): Promise<boolean> {
  const row = await tx.get('SELECT rule, rule_hash FROM campaign WHERE campaign_id = ?', [
    campaignId,
  ])
  const rule = JSON.parse(String(row?.rule)) as CampaignRule
  const pool = unwrap(parseMinor(rule.poolMinor))
  const { settled } = await readTotals(tx, campaignId)
  const unclaimed = (pool - settled.amount) as MinorUnits
  if (rule.unclaimed !== 'return' || unclaimed === 0n) return true
  // Never before the published time.
  if (rule.claimExpiry !== undefined && now < rule.claimExpiry.atMs) return false
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
  const forfeited = await sumForfeited(tx, campaignId)
  const body = {
    campaignId,
    amountMinor: formatMinor(unclaimed),
    ...(forfeited > 0n && { forfeitedMinor: formatMinor(forfeited) }),
  }
  await context.enqueue(tx, [{ id, to: config.ledger, kind: 'ledger.return-pool', body }])
  return false
}

/** What the ledger has as forfeited of a campaign in which nothing is under way: the shares of those who were taken out, and what was not due of vestings that ended early. */
async function sumForfeited(tx: ReadTx, campaignId: CampaignId): Promise<MinorUnits> {
  let sum = await readVestingForfeits(tx, campaignId)
  for (let after = ''; ; ) {
    const rows = await tx.all(
      `SELECT claim_id, amount FROM claim WHERE campaign_id = ? AND state = 'refused' AND reason = 'entitlement_ended'
         AND amount IS NOT NULL AND reserved_version = transfer_version AND claim_id > ? ORDER BY claim_id LIMIT ?`,
      [campaignId, after, TABLE_BATCH_ROWS],
    )
    for (const { amount } of rows) sum += minorFromBytes(amount as Uint8Array)
    if (rows.length < TABLE_BATCH_ROWS) return sum as MinorUnits
    after = String(rows.at(-1)?.claim_id)
  }
}
