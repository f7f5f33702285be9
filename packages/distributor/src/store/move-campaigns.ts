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

/** A window whose time is over, and for whose claims there was room of late, or never will be. Takes the time three times. */
const IS_OVER =
  '(closes_at <= ? AND (quiet_ms IS NULL OR closes_by <= ? OR refused_at IS NULL OR refused_at + quiet_ms <= ?))'

/** Of those that are paused, where they came from counts. */
const IS_NOT_CLOSED =
  "(state IN ('announced', 'open') OR (state = 'paused' AND resume_state IN ('announced', 'open')))"

/** Of an instant window, which has nothing to allocate: a knock no longer counts. */
const IS_COMPLETE = '(allocate_after IS NULL AND closed_at + COALESCE(knocks_ms, 0) <= ?)'

/** Whether a campaign can be moved by the clock alone. */
export async function isAnyDue(tx: ReadTx, now: EpochMs): Promise<boolean> {
  const due = await tx.all(
    `SELECT campaign_id FROM campaign
     WHERE (state = 'paused' AND paused_until <= ?)
        OR (state = 'announced' AND opens_at <= ? AND NOT EXISTS (${OPEN_GATE}))
        OR (state = 'draft' AND closes_at <= ?)
        OR (${IS_NOT_CLOSED} AND ${IS_OVER})
        OR (state = 'closing' AND ${IS_COMPLETE})
        OR (state = 'settled' AND settled_at <= ?)
     ORDER BY campaign_id LIMIT 1`,
    [now, now, now, now, now, now, now, now - ARCHIVE_AFTER_MS],
  )
  return due.length > 0
}

/** Whether an open window waits for those for whom there is no room. */
export async function isAnyWaiting(tx: ReadTx): Promise<boolean> {
  const waiting = await tx.all(
    'SELECT campaign_id FROM campaign WHERE quiet_ms IS NOT NULL AND closed_at IS NULL ORDER BY campaign_id LIMIT 1',
  )
  return waiting.length > 0
}

/** Moves all campaigns that the clock moves, after what `RefusalNotes` has noted was written. Idempotent. */
export async function moveDueCampaigns(tx: Tx, now: EpochMs): Promise<void> {
  for (const to of resumable) {
    const where = 'resume_state = ? AND paused_until <= ?'
    await moveCampaigns(tx, { from: 'paused', to, where, values: [to, now] })
  }
  await moveCampaigns(tx, {
    from: 'draft',
    to: 'archived',
    where: 'closes_at <= ?',
    values: [now],
  })
  await moveCampaigns(tx, {
    from: 'announced',
    to: 'open',
    set: 'opened_at = ?',
    where: `opens_at <= ? AND closes_at > ? AND NOT EXISTS (${OPEN_GATE})`,
    values: [now, now, now],
  })
  for (const from of ['announced', 'open'] as const) {
    const values = [now, now, now, now]
    await moveCampaigns(tx, { from, to: 'closing', set: 'closed_at = ?', where: IS_OVER, values })
  }
  // A pause keeps no window open: it closes when it would have, and is closing when the pause is over.
  await tx.run(
    `UPDATE campaign SET resume_state = 'closing', closed_at = ?
     WHERE state = 'paused' AND ${IS_NOT_CLOSED} AND ${IS_OVER}`,
    [now, now, now, now],
  )
  await moveCampaigns(tx, {
    from: 'closing',
    to: 'settling',
    set: 'tickets_fixed_at = ?',
    where: IS_COMPLETE,
    values: [now, now],
  })
  const where = 'settled_at <= ?'
  const values = [now - ARCHIVE_AFTER_MS]
  await moveCampaigns(tx, { from: 'settled', to: 'archived', where, values })
}

/** Where a pause may have come from. */
const resumable = campaignTransitions.flatMap(({ from, to }) => (from === 'paused' ? [to] : []))
