import type { AnySendPolicy, RefusedItem, SentItem, Tx } from '@evenkeel/kernel'
import { CAMPAIGN_BUDGET_MS } from '../limits.ts'
import { moveDueCampaigns } from '../store/move-campaigns.ts'
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
    { ...policy, kind: 'ledger.return-pool' },
  ]
}

async function passGates(tx: Tx, items: readonly Pick<SentItem, 'id' | 'atMs'>[]): Promise<void> {
  await tx.runMany(
    'UPDATE campaign_gate SET acknowledged_at = ? WHERE handoff_id = ?',
    items.map((item) => [item.atMs, item.id]),
  )
  const now = items[0]?.atMs
  if (now !== undefined) await moveDueCampaigns(tx, now)
}

/** A refusal is for ever, so the campaign stays where it is; `showCampaign` says whose it was. */
async function blockGates(
  tx: Tx,
  items: readonly Pick<RefusedItem, 'id' | 'reason'>[],
): Promise<void> {
  await tx.runMany(
    'UPDATE campaign_gate SET reason = ? WHERE handoff_id = ?',
    items.map((item) => [item.reason, item.id]),
  )
}
