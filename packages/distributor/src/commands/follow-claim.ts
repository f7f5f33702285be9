import {
  type ClaimId,
  ok,
  type Ports,
  type Reasoned,
  type Result,
  refuse,
  type ServerEvent,
} from '@evenkeel/kernel'
import { CLAIM_STATE_FRESH_MS, CLAIM_WATCH_MS_MAX, CLAIM_WATCHERS_MAX } from '../limits.ts'
import type { ClaimStates, ClaimStateView } from './show-claim-state.ts'

export interface FollowClaimOptions {
  /** The version that the reader has. */
  readonly after?: string
  readonly signal: AbortSignal
}

/**
 * Streams a claim's states: the present one, unless the reader has it, and each that follows, until the claim's end, the signal or
 * CLAIM_WATCH_MS_MAX. A state that lasts for less than a look is passed over: its successor's steps tell of it. Reason: queue_full.
 */
export type FollowClaim = (
  present: ClaimStateView,
  options: FollowClaimOptions,
) => Result<AsyncIterable<ServerEvent>, Reasoned>

/** One stream: told of each look at its claim, and of the last. */
interface Watcher {
  readonly claimId: ClaimId
  readonly untilMs: number
  look(view: ClaimStateView | undefined): void
  end(fault?: unknown): void
}

/** Makes the streams of this process. All of them share one look at the store per CLAIM_STATE_FRESH_MS, however many there are. */
export function createClaimFollower(
  { clock, timers }: Pick<Ports, 'clock' | 'timers'>,
  read: ClaimStates['read'],
): FollowClaim {
  const watchers = new Set<Watcher>()
  let looking: Promise<void> | undefined

  /** Runs while anybody watches. */
  async function lookAfter(): Promise<void> {
    try {
      while (watchers.size > 0) {
        await timers.sleep(CLAIM_STATE_FRESH_MS)
        const claimIds = new Set([...watchers].map((watcher) => watcher.claimId))
        const views = await Promise.all([...claimIds].map(read))
        const viewById = new Map(views.map((view) => [view?.state.claimId, view]))
        const nowMs = clock.monotonicMs()
        for (const watcher of watchers) {
          watcher.look(viewById.get(watcher.claimId))
          if (nowMs >= watcher.untilMs) watcher.end()
        }
      }
    } catch (fault) {
      // Without the store nobody learns anything: the readers are sent away, and come back by themselves.
      for (const watcher of watchers) watcher.end(fault)
      watchers.clear()
    }
    looking = undefined
  }

  async function* follow(
    present: ClaimStateView,
    { after, signal }: FollowClaimOptions,
  ): AsyncIterable<ServerEvent> {
    let latest = present
    const end: { over: boolean; fault: unknown } = { over: false, fault: undefined }
    let news = Promise.withResolvers<void>()
    const watcher: Watcher = {
      claimId: present.state.claimId,
      untilMs: clock.monotonicMs() + CLAIM_WATCH_MS_MAX,
      look(view) {
        latest = view ?? latest
        news.resolve()
      },
      end(fault) {
        Object.assign(end, { over: true, fault })
        news.resolve()
      },
    }
    const leave = (): void => watcher.end()
    signal.addEventListener('abort', leave)
    watchers.add(watcher)
    if (looking === undefined) looking = lookAfter()
    try {
      for (let sent = after; !signal.aborted; ) {
        const { version, state } = latest
        if (version !== sent) yield { id: version, event: 'state', data: state }
        sent = version
        if (state.terminal || end.over) return
        await news.promise
        news = Promise.withResolvers()
        if (end.fault !== undefined) throw end.fault
      }
    } finally {
      signal.removeEventListener('abort', leave)
      watchers.delete(watcher)
    }
  }

  return (present, options) =>
    watchers.size < CLAIM_WATCHERS_MAX ? ok(follow(present, options)) : refuse('queue_full')
}
