import type { CampaignId, EpochMs, ReadTx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { readCanaries } from '../store/canary-rows.ts'
import { isAnyDue, isAnyWaiting, moveDueCampaigns } from '../store/move-campaigns.ts'
import { allocateWindow } from './allocate-window.ts'
import { sendDueCancels } from './cancel-vesting.ts'
import { passGate } from './pass-gate.ts'
import { settleCampaign } from './settle-campaigns.ts'
import { watchCanaries } from './watch-canaries.ts'

/** Brings every campaign as far as the clock and those it waits for allow. Idempotent. With nothing to do it costs one read. */
export async function sweepCampaigns(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  const now = clock.nowMs()
  const find = (): Promise<Work> => store.read('campaigns-due', (tx) => findWork(tx, now))
  let work = await find()
  if (work.isAnyDue || (work.isAnyWaiting && parts.refusals.isNew)) {
    await parts.refusals.keep((write) =>
      store.transact('move-campaigns', async (tx) => {
        await write(tx)
        await moveDueCampaigns(tx, now)
      }),
    )
    work = await find()
  }
  await watchCanaries(parts, work.canaries)
  await passGate(parts)
  await sendDueCancels(parts)
  for (const campaignId of work.closing) await allocateWindow(parts, campaignId)
  for (const campaignId of work.settling) await settleCampaign(parts, campaignId)
}

interface Work {
  readonly isAnyDue: boolean
  /** Whether an open window waits for those for whom there is no room. */
  readonly isAnyWaiting: boolean
  /** Campaigns whose canary has begun and is not over. */
  readonly canaries: readonly CampaignId[]
  readonly closing: readonly CampaignId[]
  readonly settling: readonly CampaignId[]
}

async function findWork(tx: ReadTx, now: EpochMs): Promise<Work> {
  const rows = await tx.all(
    `SELECT campaign_id, CASE state WHEN 'paused' THEN resume_state ELSE state END AS stage FROM campaign
     WHERE state IN ('closing', 'settling') OR (state = 'paused' AND resume_state = 'closing' AND ticket_root IS NULL)
     ORDER BY campaign_id`,
  )
  const inState = (stage: string): readonly CampaignId[] =>
    rows.flatMap((row) => (row.stage === stage ? [row.campaign_id as CampaignId] : []))
  return {
    isAnyDue: await isAnyDue(tx, now),
    isAnyWaiting: await isAnyWaiting(tx),
    canaries: await readCanaries(tx),
    closing: inState('closing'),
    settling: inState('settling'),
  }
}
