import type { Store } from '@evenkeel/kernel'
import { RECENT_EVENTS_MAX } from '../limits.ts'
import type { ObservedEvent } from '../model/observed-event.ts'
import { EVENT_COLUMNS, toObservedEvent } from './read-events.ts'

export interface RecentPage {
  readonly events: readonly ObservedEvent[]
  /** `before` of the next page; absent on the last. */
  readonly next?: number
}

/** Returns the newest events, the last received first, those before a page's `next` if it is given; at most RECENT_EVENTS_MAX. */
export async function listRecent(
  store: Store,
  before: number = Number.MAX_SAFE_INTEGER,
): Promise<RecentPage> {
  return store.read('list-recent', async (tx) => {
    const rows = await tx.all(
      `SELECT ${EVENT_COLUMNS.join(', ')} FROM observer_event WHERE arrival < ? ORDER BY arrival DESC LIMIT ?`,
      [before, RECENT_EVENTS_MAX],
    )
    const isFull = rows.length === RECENT_EVENTS_MAX
    return {
      events: rows.map(toObservedEvent),
      ...(isFull && { next: Number(rows.at(-1)?.arrival) }),
    }
  })
}
