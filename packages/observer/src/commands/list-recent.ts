import type { Store } from '@evenkeel/kernel'
import { RECENT_EVENTS_MAX } from '../limits.ts'
import type { ObservedEvent } from '../model/observed-event.ts'
import { EVENT_COLUMNS, toObservedEvent } from './read-events.ts'

/** Returns the newest events, the last received first; at most `limit`, and never more than RECENT_EVENTS_MAX. */
export async function listRecent(
  store: Store,
  limit: number = RECENT_EVENTS_MAX,
): Promise<readonly ObservedEvent[]> {
  const bounded = Math.max(0, Math.min(Math.trunc(limit) || 0, RECENT_EVENTS_MAX))
  return store.read('list-recent', async (tx) => {
    const rows = await tx.all(
      `SELECT ${EVENT_COLUMNS.join(', ')} FROM observer_event ORDER BY arrival DESC LIMIT ?`,
      [bounded],
    )
    return rows.map(toObservedEvent)
  })
}
