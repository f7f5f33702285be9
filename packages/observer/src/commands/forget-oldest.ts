import type { Store } from '@evenkeel/kernel'
import { FORGET_BATCH_MAX } from '../limits.ts'

/** Forgets the events received first beyond the number to keep, at most one batch. Returns how many are forgotten. */
export async function forgetOldest(store: Store, keptMax: number): Promise<number> {
  return store.transact('forget-oldest', async (tx) => {
    // Arrival numbers have no gaps worth counting: a duplicate delivery is the only thing that leaves one.
    const bounds = await tx.get(
      'SELECT min(arrival) AS oldest, max(arrival) AS newest FROM observer_event',
    )
    if (bounds?.oldest == null) return 0
    const oldest = Number(bounds.oldest)
    const end = Math.min(Number(bounds.newest) - keptMax + 1, oldest + FORGET_BATCH_MAX)
    if (end <= oldest) return 0
    await tx.run('DELETE FROM observer_event_id WHERE arrival < ?', [end])
    return tx.run('DELETE FROM observer_event WHERE arrival < ?', [end])
  })
}
