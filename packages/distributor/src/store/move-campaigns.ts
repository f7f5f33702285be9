import type { EpochMs, ReadTx, SqlValue, Tx } from '@evenkeel/kernel'
import { ARCHIVE_AFTER_MS } from '../limits.ts'
import {
  assertCampaignMove,
  type CampaignState,
  campaignTransitions,
} from '../model/campaign-states.ts'

export interface CampaignMove {
  readonly from: CampaignState
  readonly to: CampaignState
  /** Further columns to set, as `opened_at = ?`. */
  readonly set?: string
  /** Which campaigns of that state. */
  readonly where: string
  /** For `set`, then for `where`. */
  readonly values: readonly SqlValue[]
}

/** Moves campaigns along one transition of the table, and returns how many: the only statement that writes a campaign's state. */
export function moveCampaigns(
  tx: Tx,
  { from, to, set, where, values }: CampaignMove,
): Promise<number> {
  assertCampaignMove(from, to)
  return tx.run(
    `UPDATE campaign SET state = '${to}'${set === undefined ? '' : `, ${set}`} WHERE state = '${from}' AND ${where}`,
    values,
  )
}

/** Somebody who has not taken the campaign, or never will. */
const OPEN_GATE =
  'SELECT 1 FROM campaign_gate WHERE campaign_gate.campaign_id = campaign.campaign_id AND acknowledged_at IS NULL'

/** Whether a campaign can be moved by the clock alone. */
export async function isAnyDue(tx: ReadTx, now: EpochMs): Promise<boolean> {
  const due = await tx.all(
    `SELECT campaign_id FROM campaign
     WHERE (state = 'paused' AND paused_until <= ?)
        OR (state = 'announced' AND opens_at <= ? AND NOT EXISTS (${OPEN_GATE}))
        OR (state IN ('draft', 'announced', 'open') AND closes_at <= ?)
        OR (state = 'closing' AND allocate_after IS NULL)
        OR (state = 'settled' AND settled_at <= ?)
     ORDER BY campaign_id LIMIT 1`,
    [now, now, now, now - ARCHIVE_AFTER_MS],
  )
  return due.length > 0
}

/** Moves all campaigns that the clock moves. Idempotent. */
export async function moveDueCampaigns(tx: Tx, now: EpochMs): Promise<void> {
  for (const to of resumable) {
    const where = 'resume_state = ? AND paused_until <= ?'
    await moveCampaigns(tx, { from: 'paused', to, where, values: [to, now] })
  }
  const isOver = { where: 'closes_at <= ?', values: [now] }
  await moveCampaigns(tx, { from: 'draft', to: 'archived', ...isOver })
  await moveCampaigns(tx, {
    from: 'announced',
    to: 'open',
    set: 'opened_at = ?',
    where: `opens_at <= ? AND closes_at > ? AND NOT EXISTS (${OPEN_GATE})`,
    values: [now, now, now],
  })
  for (const from of ['announced', 'open'] as const) {
    const set = { set: 'closed_at = ?', values: [now, now] }
    await moveCampaigns(tx, { from, to: 'closing', ...isOver, ...set })
  }
  const instant = { where: 'allocate_after IS NULL', values: [] }
  await moveCampaigns(tx, { from: 'closing', to: 'settling', ...instant })
  const where = 'settled_at <= ?'
  const values = [now - ARCHIVE_AFTER_MS]
  await moveCampaigns(tx, { from: 'settled', to: 'archived', where, values })
}

/** Where a pause may have come from. */
const resumable = campaignTransitions.flatMap(({ from, to }) => (from === 'paused' ? [to] : []))
