import type { CampaignId, EpochMs, ReadTx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { isAnyDue, moveDueCampaigns } from '../store/move-campaigns.ts'
import { allocateWindow } from './allocate-window.ts'
import { orderWaitingPayments, readWaiting, settleCampaign } from './settle-campaigns.ts'

/** Brings every campaign as far as the clock and those it waits for allow. Idempotent. With nothing to do it costs one read. */
export async function sweepCampaigns(parts: DistributorParts): Promise<void> {
  const { store, clock } = parts.context.ports
  const now = clock.nowMs()
  const find = (): Promise<Work> => store.read('campaigns-due', (tx) => findWork(tx, now))
  let work = await find()
  if (work.isAnyDue) {
    await store.transact('move-campaigns', (tx) => moveDueCampaigns(tx, now))
    work = await find()
  }
  if (work.arePaymentsWaiting) await orderWaitingPayments(parts)
  for (const campaignId of work.closing) await allocateWindow(parts, campaignId)
  for (const campaignId of work.settling) await settleCampaign(parts, campaignId)
}

interface Work {
  readonly isAnyDue: boolean
  readonly arePaymentsWaiting: boolean
  readonly closing: readonly CampaignId[]
  readonly settling: readonly CampaignId[]
}

async function findWork(tx: ReadTx, now: EpochMs): Promise<Work> {
  const rows = await tx.all(
    "SELECT campaign_id, state FROM campaign WHERE state IN ('closing', 'settling') ORDER BY campaign_id",
  )
  const inState = (state: string): readonly CampaignId[] =>
    rows.flatMap((row) => (row.state === state ? [row.campaign_id as CampaignId] : []))
  return {
    isAnyDue: await isAnyDue(tx, now),
    arePaymentsWaiting: (await readWaiting(tx)).length > 0,
    closing: inState('closing'),
    settling: inState('settling'),
  }
}
