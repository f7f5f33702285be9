import type { CampaignId, CampaignRule, Tx } from '@evenkeel/kernel'
import type { DistributorParts } from '../distributor-parts.ts'
import { moveDueCampaigns } from '../store/move-campaigns.ts'
import { readWindows, type WindowState } from '../store/read-windows.ts'

/**
 * Reads the windows of claims that are about to be written, after closing those whose time is over: whoever is told that a window is closed is told
 * so after it closed for everybody, and not because a sweep is late.
 */
export async function closeDueWindows(
  tx: Tx,
  { context, refusals }: DistributorParts,
  items: readonly { readonly rule: CampaignRule }[],
): Promise<ReadonlyMap<CampaignId, WindowState>> {
  const now = context.ports.clock.nowMs()
  const windows = await readWindows(tx, items, now)
  if ([...windows.values()].every(({ isOver }) => !isOver)) return windows
  await refusals.write(tx)
  await moveDueCampaigns(tx, now)
  return readWindows(tx, items, now)
}
