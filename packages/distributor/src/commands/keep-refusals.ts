import type { DistributorParts } from '../distributor-parts.ts'
import { isAnyWaiting } from '../store/move-campaigns.ts'

/**
 * Writes when claimants were last refused for lack of room, if there is a window that waits for them: for a process that takes claims and leaves the
 * sweeping to another one. With nothing to write it costs one read at most.
 */
export async function keepRefusals({ context, refusals }: DistributorParts): Promise<void> {
  const { store } = context.ports
  if (!refusals.isNew || !(await store.read('windows-waiting', isAnyWaiting))) return
  await refusals.keep((write) => store.transact('keep-refusals', write))
}
