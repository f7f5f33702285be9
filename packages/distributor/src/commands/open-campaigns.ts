import type { AnySendPolicy, EpochMs, RefusedItem, SentItem, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { CAMPAIGN_BUDGET_MS } from '../limits.ts'
import { PERSISTENT_DEFAULTS } from './carry-claims.ts'

/** What happens to a campaign when those who have to take it answer. */
export function campaignSendPolicies(): readonly AnySendPolicy[] {
  const policy = {
    budgetMs: CAMPAIGN_BUDGET_MS,
    defaults: PERSISTENT_DEFAULTS,
    onAcknowledged: passGates,
    onRefused: blockGates,
  }
  return [
    { ...policy, kind: 'network.append' },
    { ...policy, kind: 'ledger.open-campaign' },
    { ...policy, kind: 'verifier.accept-rule' },
  ]
}

async function passGates(tx: Tx, items: readonly Pick<SentItem, 'id' | 'atMs'>[]): Promise<void> {
  await tx.runMany(
    'UPDATE campaign_gate SET acknowledged_at = ? WHERE handoff_id = ?',
    items.map((item) => [item.atMs, item.id]),
  )
  const now = items[0]?.atMs
  if (now !== undefined) await openDue(tx, now)
}

/** A refusal is for ever, so the campaign never opens; `showCampaign` says whose it was. */
async function blockGates(
  tx: Tx,
  items: readonly Pick<RefusedItem, 'id' | 'reason'>[],
): Promise<void> {
  await tx.runMany(
    'UPDATE campaign_gate SET reason = ? WHERE handoff_id = ?',
    items.map((item) => [item.reason, item.id]),
  )
}

/** Somebody who has not taken the campaign, or never will. */
const OPEN_GATE =
  'SELECT 1 FROM campaign_gate WHERE campaign_gate.campaign_id = campaign.campaign_id AND acknowledged_at IS NULL'

/** Opens and closes campaigns whose time has come. Idempotent. */
export async function sweepCampaigns({ context }: DistributorParts): Promise<void> {
  const { store, clock } = context.ports
  const now = clock.nowMs()
  const due = await store.read('campaigns-due', (tx) =>
    tx.all(
      `SELECT campaign_id FROM campaign
       WHERE (state = 'announced' AND opens_at <= ? AND NOT EXISTS (${OPEN_GATE}))
          OR (state <> 'closed' AND closes_at <= ?)
       ORDER BY campaign_id LIMIT 1`,
      [now, now],
    ),
  )
  if (due.length > 0) await store.transact('sweep-campaigns', (tx) => openDue(tx, now))
}

async function openDue(tx: Tx, now: EpochMs): Promise<void> {
  await tx.run(
    `UPDATE campaign SET state = 'open', opened_at = ?
     WHERE state = 'announced' AND opens_at <= ? AND closes_at > ? AND NOT EXISTS (${OPEN_GATE})`,
    [now, now, now],
  )
  await tx.run(
    "UPDATE campaign SET state = 'closed', closed_at = ? WHERE state <> 'closed' AND closes_at <= ?",
    [now, now],
  )
}
