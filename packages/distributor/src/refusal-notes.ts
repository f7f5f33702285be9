import type { CampaignId, Clock, EpochMs, Tx } from '@evenkeel/kernel'
import { REFUSALS_NOTED_MAX } from './limits.ts'

/** When claimants were last refused for lack of room, so that no window closes before those who come again have had their time (P4). */
export interface RefusalNotes {
  /** Notes that somebody was refused now, in this campaign, or in any if it is not known in which. At once: there are many. */
  note(campaignId?: CampaignId): void
  /** Whether anything was noted that no transaction of `keep` has written. */
  readonly isNew: boolean
  /** Writes what was noted, for campaigns whose window waits for it. The caller's transaction decides by what is written alone. */
  write(tx: Tx): Promise<void>
  /** Runs `write` in a transaction of its own, with `transact`. */
  keep(transact: (write: (tx: Tx) => Promise<void>) => Promise<void>): Promise<void>
}

/**
 * Notes are in memory until a sweep writes them, because a refusal must cost nothing. What a process had not written when it died it cannot know:
 * so its start counts as a refusal in all campaigns, and a crash makes windows wait, never close early.
 */
export function createRefusalNotes(clock: Clock): RefusalNotes {
  let anywhere: EpochMs = clock.nowMs()
  const noted = new Map<CampaignId, EpochMs>()
  let notes = 1
  let kept = 0

  async function write(tx: Tx): Promise<void> {
    await tx.run(
      `UPDATE campaign SET refused_at = ?
       WHERE quiet_ms IS NOT NULL AND closed_at IS NULL AND (refused_at IS NULL OR refused_at < ?)`,
      [anywhere, anywhere],
    )
    await tx.runMany(
      `UPDATE campaign SET refused_at = ?
       WHERE campaign_id = ? AND quiet_ms IS NOT NULL AND closed_at IS NULL AND (refused_at IS NULL OR refused_at < ?)`,
      [...noted].map(([campaignId, at]) => [at, campaignId, at]),
    )
  }

  return {
    note(campaignId) {
      notes += 1
      const now = clock.nowMs()
      if (campaignId === undefined) anywhere = now
      else if (noted.has(campaignId) || noted.size < REFUSALS_NOTED_MAX) noted.set(campaignId, now)
      // Made-up campaigns could fill any memory; then every window waits, up to its cap.
      else anywhere = now
    },
    get isNew() {
      return kept < notes
    },
    write,
    async keep(transact) {
      const written = notes
      await transact(write)
      if (written === notes) noted.clear()
      kept = written
    },
  }
}
