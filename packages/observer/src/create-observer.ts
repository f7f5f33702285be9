import type { NameCredential, PartyContext, Reasoned, Result, Role } from '@evenkeel/kernel'
import { forgetOldest } from './commands/forget-oldest.ts'
import { listRecent, type RecentPage } from './commands/list-recent.ts'
import { recordEventsHandler } from './commands/record-events.ts'
import { type Timeline, traceTimeline } from './commands/trace-timeline.ts'
import { EVENTS_KEPT_MAX } from './limits.ts'

export interface ObserverConfig {
  /** Events kept, EVENTS_KEPT_MAX unless said otherwise. */
  readonly eventsKeptMax?: number
  /** Names credentials as the programme's verifiers do; without it an issuer's story and the verifiers' are not joined. */
  readonly naming?: NameCredential
}

/** Hears events from everybody, is needed by nobody (DESIGN §9). */
export interface Observer extends Role {
  /** The story that an id belongs to, in time order. Reason: not_found. */
  traceTimeline(id: string): Promise<Result<Timeline, Reasoned>>
  /** The newest events, last received first, those before a page's `next` if it is given; at most RECENT_EVENTS_MAX. */
  listRecent(before?: number): Promise<RecentPage>
}

/** Makes the observer of a programme over its party's ports. */
export function createObserver(context: PartyContext, config: ObserverConfig = {}): Observer {
  const { store } = context.ports
  const keptMax = config.eventsKeptMax ?? EVENTS_KEPT_MAX
  return {
    sendPolicies: [],
    receiveHandlers: [recordEventsHandler(config.naming)],
    traceTimeline: (id) => traceTimeline(store, id),
    listRecent: (before) => listRecent(store, before),
    async sweep() {
      while ((await forgetOldest(store, keptMax)) > 0);
    },
  }
}
