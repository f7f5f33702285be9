import {
  type ClaimSubmission,
  decodeBase64url,
  equalBytes,
  isReasonCode,
  ok,
  type ReasonCode,
  type Reasoned,
  type Result,
  reasons,
  refuse,
  type ServerEvent,
} from '@evenkeel/kernel'
import { RANDOM_BYTES, WATCH_EVERY_MS, WATCHERS_MAX } from '../limits.ts'
import { outageOrThrow } from '../model/outage.ts'
import { describeVerdict, type VerdictView } from '../verdict-view.ts'
import type { Openid4vpParts } from './create-request.ts'
import { endOf, type Session, type SessionState } from './session.ts'

/** What became of a request for a presentation. */
export interface PresentationView {
  readonly state: SessionState | 'expired'
  readonly expiresAtMs: number
  /** Why it is declined or expired, or why the last answer to a pending one did not count. */
  readonly reason?: ReasonCode
  /** The same in words for the person. */
  readonly words?: string
  /** The wallet's own error code, when it declined: whatever it says, for its developers. */
  readonly walletError?: string
  /** Once answered; in the same-device flow only with the response code. */
  readonly result?: {
    readonly verdict: VerdictView
    readonly receipt?: string
    /** To be posted to the distributor as it is. */
    readonly submission?: ClaimSubmission
  }
}

/** Shows a session to who has its id. Reasons: presentation_unknown, response_code_mismatch, store_unavailable. */
export type ShowPresentation = (
  sessionId: string,
  responseCode?: string,
) => Promise<Result<PresentationView, Reasoned>>

export interface WatchedSession {
  readonly sessionId: string
  readonly responseCode?: string
  /** Ends the watch. */
  readonly signal: AbortSignal
}

/** The views of a session as they change, from the present one to the last. Reasons: those of `ShowPresentation`, queue_full. */
export type WatchPresentation = (
  watched: WatchedSession,
) => Promise<Result<AsyncIterable<ServerEvent>, Reasoned>>

export interface PresentationViews {
  readonly show: ShowPresentation
  readonly watch: WatchPresentation
  /** Wakes who watches the session of this request id. */
  onChange(id: string): void
}

/** Makes the two ways to learn of a result. The watch reads one row per WATCH_EVERY_MS, and at once what this process changes. */
export function createPresentationViews(parts: Openid4vpParts): PresentationViews {
  const { context, keys, sessions } = parts
  const { clock, timers } = context.ports
  const watchers = new Map<string, Set<AbortController>>()
  let watching = 0

  async function show(
    sessionId: string,
    responseCode?: string,
  ): Promise<Result<PresentationView, Reasoned>> {
    const isOne = decodeBase64url(sessionId)?.length === RANDOM_BYTES
    const session = isOne ? await sessions.find(keys.requestId(sessionId)) : undefined
    if (session === undefined) return refuse('presentation_unknown')
    if (responseCode !== undefined && !isCodeOf(session, responseCode)) {
      return refuse('response_code_mismatch')
    }
    const mayRead = session.request.flow === 'cross-device' || responseCode !== undefined
    return ok(viewOf(session, clock.nowMs(), mayRead))
  }

  function isCodeOf({ id }: Session, responseCode: string): boolean {
    const code = decodeBase64url(responseCode)
    const expected = decodeBase64url(keys.responseCode(id))
    return code !== undefined && expected !== undefined && equalBytes(code, expected)
  }

  async function* views(
    { sessionId, responseCode, signal }: WatchedSession,
    first: PresentationView,
  ): AsyncGenerator<ServerEvent> {
    const id = keys.requestId(sessionId)
    // Others may have begun since this one was let in; only here is it sure that `finally` will run.
    if (watching >= WATCHERS_MAX) return
    watching += 1
    try {
      let view = first
      for (let sent = 1; ; sent += 1) {
        yield { id: String(sent), event: 'presentation', data: view }
        const before = JSON.stringify(view)
        do {
          if (view.state === 'answered' || view.state === 'expired' || signal.aborted) return
          await sleepUntilChange(id, signal)
          const shown = await show(sessionId, responseCode).catch(outageOrThrow)
          // A store in trouble says nothing: the next look may.
          if (typeof shown === 'string') continue
          if (!shown.ok) return
          view = shown.value
        } while (JSON.stringify(view) === before)
      }
    } finally {
      watching -= 1
    }
  }

  async function sleepUntilChange(id: string, signal: AbortSignal): Promise<void> {
    const wake = new AbortController()
    const sleepers = watchers.get(id) ?? new Set()
    watchers.set(id, sleepers.add(wake))
    await timers.sleep(WATCH_EVERY_MS, AbortSignal.any([signal, wake.signal]))
    sleepers.delete(wake)
    if (sleepers.size === 0) watchers.delete(id)
  }

  return {
    show: (sessionId, responseCode) =>
      show(sessionId, responseCode).catch((fault: unknown) => refuse(outageOrThrow(fault))),
    async watch(watched) {
      if (watching >= WATCHERS_MAX) return refuse('queue_full')
      const { sessionId, responseCode } = watched
      const shown = await show(sessionId, responseCode).catch((fault: unknown) =>
        refuse(outageOrThrow(fault)),
      )
      return shown.ok ? ok(views(watched, shown.value)) : shown
    },
    onChange(id) {
      for (const sleeper of watchers.get(id) ?? []) sleeper.abort()
    },
  }
}

function viewOf(session: Session, nowMs: number, mayRead: boolean): PresentationView {
  const { state, expiresAtMs, result, lastReason } = session
  if (state === 'answered') {
    return {
      state,
      expiresAtMs,
      ...(mayRead && result && { result: { ...result, verdict: describeVerdict(result.verdict) } }),
    }
  }
  const end = endOf(session, nowMs)
  if (end !== undefined) return { state: 'expired', expiresAtMs, ...inWords(end) }
  if (state === 'declined') {
    const walletError = lastReason && { walletError: lastReason }
    return { state, expiresAtMs, ...inWords('presentation_declined'), ...walletError }
  }
  const isKnown = lastReason !== undefined && isReasonCode(lastReason)
  return { state, expiresAtMs, ...(isKnown && inWords(lastReason)) }
}

function inWords(reason: ReasonCode): Pick<PresentationView, 'reason' | 'words'> {
  return { reason, words: reasons[reason].audience.claimant }
}
