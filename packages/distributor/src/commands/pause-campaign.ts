import {
  type CampaignId,
  type CampaignRule,
  type EpochMs,
  epochMs,
  ok,
  type Reasoned,
  type Result,
  refuse,
} from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { PAUSE_MS_MAX, PAUSES_MS_MAX } from '../limits.ts'
import { type CampaignState, mayMove } from '../model/campaign-states.ts'
import { handoffIdOf } from '../model/claim-ids.ts'
import { moveCampaigns } from '../store/move-campaigns.ts'

export interface PauseCampaign {
  readonly campaignId: CampaignId
  /** Milliseconds, 1 to PAUSE_MS_MAX. */
  readonly forMs: number
  readonly reason: string
  /** As in `AnnounceCampaign`. */
  readonly by: string
}

export interface CampaignPaused {
  readonly campaignId: CampaignId
  /** When it lapses by itself. */
  readonly pausedUntilMs: EpochMs
}

/**
 * Pauses a live campaign: nothing is opened, allocated or ordered to be paid meanwhile. Tickets are given as before, so nobody loses a place; and the
 * window closes when it would have, so nobody gets one. It only narrows, lapses by itself, has a cap over all pauses of the campaign, and nobody pauses one campaign twice (G7). Reasons:
 * campaign_unknown, campaign_pause_not_allowed.
 */
export function pauseCampaign(
  parts: DistributorParts,
  { campaignId, forMs, reason, by }: PauseCampaign,
): Promise<Result<CampaignPaused, Reasoned>> {
  return parts.context.ports.store.transact('pause-campaign', async (tx) => {
    const row = await tx.get('SELECT state, rule, rule_hash FROM campaign WHERE campaign_id = ?', [
      campaignId,
    ])
    if (row === undefined) return refuse('campaign_unknown')
    const from = row.state as CampaignState
    if (!mayMove(from, 'paused')) return notAllowed(`it is ${from}`)
    if (!Number.isSafeInteger(forMs) || forMs < 1 || forMs > PAUSE_MS_MAX) {
      return notAllowed(`a pause lasts 1 to ${PAUSE_MS_MAX} ms`)
    }
    const before = await tx.all(
      'SELECT from_at, until_at, paused_by FROM campaign_pause WHERE campaign_id = ? ORDER BY from_at',
      [campaignId],
    )
    if (before.some(({ paused_by }) => paused_by === by)) {
      return notAllowed('the same person has paused it before')
    }
    const usedMs = before.reduce((ms, one) => ms + Number(one.until_at) - Number(one.from_at), 0)
    if (usedMs + forMs > PAUSES_MS_MAX) {
      return notAllowed(`${PAUSES_MS_MAX - usedMs} ms of pauses are left`)
    }
    const now = parts.context.ports.clock.nowMs()
    const pausedUntilMs = epochMs(now + forMs)
    await tx.insertMany({
      table: 'campaign_pause',
      columns: ['campaign_id', 'from_at', 'until_at', 'paused_by', 'reason'],
      rows: [[campaignId, now, pausedUntilMs, by, reason]],
      onConflict: 'fail',
    })
    await moveCampaigns(tx, {
      from,
      to: 'paused',
      set: 'resume_state = ?, paused_until = ?',
      where: 'campaign_id = ?',
      values: [from, pausedUntilMs, campaignId],
    })
    if ((JSON.parse(String(row.rule)) as CampaignRule).vesting !== undefined) {
      // The ledger releases what falls due by itself: it waits as long, and goes on by itself as well.
      await parts.context.enqueue(tx, [
        {
          id: handoffIdOf('pause', `${row.rule_hash}:${now}`),
          to: parts.config.ledger,
          kind: 'ledger.pause-releases',
          body: { campaignId, untilMs: pausedUntilMs },
        },
      ])
    }
    return ok({ campaignId, pausedUntilMs })
  })
}

function notAllowed(detail: string): Result<never, Reasoned> {
  return refuse('campaign_pause_not_allowed', detail)
}
