import { ok, type ReadTx, type Reasoned, type Result, refuse, type Store } from '@evenkeel/kernel'
import { TIMELINE_EVENTS_MAX, TRACE_ID_CHARS_MAX } from '../limits.ts'
import { projectTimeline, type TimelineRow } from '../model/project-timeline.ts'
import { readEvents } from './read-events.ts'

/** The whole story that an id belongs to (E1). */
export interface Timeline {
  /** The id that was asked for. */
  readonly id: string
  readonly rows: readonly TimelineRow[]
  /** True when the story has more events than TIMELINE_EVENTS_MAX: those nearest to the id are shown. */
  readonly truncated: boolean
}

/**
 * Returns every event that is tied to the id by shared ids, directly or through other events, in time order. Reason: not_found, naming the id
 * and what was asked.
 */
export async function traceTimeline(store: Store, id: string): Promise<Result<Timeline, Reasoned>> {
  const nothing = refuse('not_found', `no event kept by this observer names the id ${id}`)
  // What no event can carry is not asked of the store, which takes no such text.
  if (id.length > TRACE_ID_CHARS_MAX || !id.isWellFormed() || id.includes('\0')) return nothing
  return store.read('trace-timeline', async (tx) => {
    const { arrivals, truncated } = await closeOverIds(tx, id)
    if (arrivals.length === 0) return nothing
    return ok({ id, rows: projectTimeline(await readEvents(tx, arrivals)), truncated })
  })
}

/** Goes from ids to events to their ids, nearest first, until nothing is new or the bound is reached. */
async function closeOverIds(
  tx: ReadTx,
  id: string,
): Promise<{ readonly arrivals: readonly number[]; readonly truncated: boolean }> {
  const ids = new Set([id])
  const arrivals = new Set<number>()
  // A Set is walked in the order of insertion and also over what is added on the way: this loop is the breadth-first search.
  for (const next of ids) {
    const found = await tx.all(
      'SELECT arrival FROM observer_event_id WHERE id = ? ORDER BY arrival LIMIT ?',
      [next, TIMELINE_EVENTS_MAX + 1],
    )
    const fresh = found.map((row) => Number(row.arrival)).filter((each) => !arrivals.has(each))
    for (const arrival of fresh) {
      if (arrivals.size === TIMELINE_EVENTS_MAX) return { arrivals: [...arrivals], truncated: true }
      arrivals.add(arrival)
    }
    const linked = await tx.selectIn({
      table: 'observer_event_id',
      columns: ['arrival', 'id'],
      key: 'arrival',
      keys: fresh,
    })
    for (const other of linked.map((row) => String(row.id)).sort()) ids.add(other)
  }
  return { arrivals: [...arrivals], truncated: false }
}
