import type { CampaignRule, EpochMs, ReadTx } from '@evenkeel/kernel'
import { readTotals } from './campaign-totals.ts'

/** Whether any claim of a campaign is held, under appeal, or may still be appealed. */
export async function isDecisionPossible(
  tx: ReadTx,
  { id, hold }: CampaignRule,
  now: EpochMs,
): Promise<boolean> {
  if ((await readTotals(tx, id)).held.claims > 0) return true
  const open = await tx.all(
    `SELECT claim_id FROM claim WHERE campaign_id = ? AND decided_at IS NOT NULL
       AND ((state = 'refused' AND due_at IS NOT NULL) OR (decision_version < 2 AND decided_at > ?))
     ORDER BY claim_id LIMIT 1`,
    [id, now - hold.appealMs],
  )
  return open.length > 0
}
