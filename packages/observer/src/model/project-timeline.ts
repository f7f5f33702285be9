import type { ObservedEvent } from './observed-event.ts'

/** One step of a story, with the wait before it. */
export interface TimelineRow extends ObservedEvent {
  /** Milliseconds since the row before; 0 for the first. Between two parties it includes the difference of their clocks. */
  readonly waitMs: number
}

/** Orders events by time, then party, then the party's own number (E1), and gives each the wait before it in milliseconds. */
export function projectTimeline(events: readonly ObservedEvent[]): readonly TimelineRow[] {
  const ordered = events.toSorted(compareEvents)
  return ordered.map((event, position) => ({
    ...event,
    waitMs: event.atMs - (ordered[position - 1]?.atMs ?? event.atMs),
  }))
}

function compareEvents(a: ObservedEvent, b: ObservedEvent): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs
  if (a.party !== b.party) return a.party < b.party ? -1 : 1
  return a.seq - b.seq
}
