import type { Ports } from '@evenkeel/kernel'
import { type BrownOutLevel, nextLevel } from './brown-out.ts'
import {
  APPOINTMENTS_MAX,
  BOOKED_AHEAD_SHARE,
  CROWD_PLACES,
  DUE_PLACES_SHARE,
  NAME_CHARS_MAX,
  PLACES_MIN,
  RATE_ASSUMED_PER_MS,
  RATE_WEIGHT,
  RATE_WINDOW_MS,
  RETRY_AFTER_MS,
  RETRY_AFTER_MS_MAX,
  SHARES_MAX,
  WAIT_MS_MAX,
} from './limits.ts'

/** How a server takes its load at the moment. */
export interface AdmissionLoad {
  readonly level: BrownOutLevel
  /** Requests in work. */
  readonly working: number
  /** Requests that may be in work: as many as are done within WAIT_MS_MAX. */
  readonly places: number
  /** Requests done per second when there was enough to do. */
  readonly servedPerSecond: number
  /** Refused by this admission so far. */
  readonly refused: number
}

export interface NoPlace {
  /** `deadline_passed` when this caller has no time, or less than one request seems to take at present (O5). */
  readonly code: 'queue_full' | 'deadline_passed'
  readonly retryAfterMs: number
}

export type Place =
  | { readonly ok: true; readonly leave: () => void }
  | ({ readonly ok: false } & NoPlace)

/**
 * Limits work in the system by the wait that one more request would have: what is in work over the rate at which work was done (Little's law).
 * A request gets in while that is less than half of what its caller can wait, and never more than WAIT_MS_MAX: then the queue stays short enough
 * to be of use to everybody in it, and long enough that the work never runs dry.
 */
export interface Admission {
  /**
   * Why a request of this share would not get in now, or undefined if it would. Whoever says by a name what they want has one appointment: who asks
   * before it is told the same again, and who comes when it is due goes before those who have none that is.
   */
  refuse(share: string, budgetMs: number, name?: string): NoPlace | undefined
  /** Takes a place until `leave` is called. */
  enter(share: string, budgetMs: number, name?: string): Place
  load(): AdmissionLoad
}

/** Makes the admission of one server, whose routes share the one thread. */
export function createAdmission(
  { clock, random }: Pick<Ports, 'clock' | 'random'>,
  placesMax: number,
): Admission {
  /** Requests in work of each share that has any. Values from outside are hashed into SHARES_MAX: nobody can make up more, or choose whose share to fall into. */
  const shares = new Map<number, number>()
  const secret = 2 * random.below(2 ** 31) + 1
  let working = 0
  let refused = 0
  let ratePerMs = RATE_ASSUMED_PER_MS
  /** The best rate of late: what those who are told to come again may count on. */
  let bestPerMs = RATE_ASSUMED_PER_MS
  let level: BrownOutLevel = 0
  let levelSinceMs = clock.monotonicMs()
  let bookedUntilMs = 0
  /** When each name was told to come, oldest first, without the jitter; never, once it has been let in. */
  const appointments = new Map<number, number>()
  /** Since the last measurement of the rate: time with work, places times that time, requests done. */
  let busy = { ms: 0, placeMs: 0, served: 0 }
  /** Since the last look at the pressure: places times time. */
  let placeMs = 0
  let windowStartMs = clock.monotonicMs()
  let countedMs = windowStartMs

  const placesWithin = (waitMs: number): number =>
    Math.min(placesMax, Math.max(PLACES_MIN, Math.floor(ratePerMs * waitMs)))

  /** Counts the time since the last change, and draws conclusions when it is enough. */
  function pass(nowMs: number): void {
    const sinceMs = nowMs - countedMs
    countedMs = nowMs
    placeMs += working * sinceMs
    if (working > 0) {
      busy.ms += sinceMs
      busy.placeMs += working * sinceMs
    }
    if (busy.ms >= RATE_WINDOW_MS) measureRate()
    const lengthMs = nowMs - windowStartMs
    if (lengthMs >= RATE_WINDOW_MS) closeWindow(nowMs, lengthMs)
  }

  /** Work that came one by one shows how fast it can go at least; only a crowd shows how slow it is. */
  function measureRate(): void {
    const measuredPerMs = busy.served / busy.ms
    const isCrowd = busy.placeMs / busy.ms > CROWD_PLACES
    if (isCrowd || measuredPerMs > ratePerMs) {
      ratePerMs += (measuredPerMs - ratePerMs) * RATE_WEIGHT
      bestPerMs = Math.max(ratePerMs, bestPerMs + (ratePerMs - bestPerMs) / 64)
    }
    busy = { ms: 0, placeMs: 0, served: 0 }
  }

  function closeWindow(nowMs: number, lengthMs: number): void {
    const pressure = placeMs / lengthMs / placesWithin(WAIT_MS_MAX)
    // Those who were told to come later leave room now: what is booked ahead was too much.
    if (pressure < 0.5) bookedUntilMs = nowMs + Math.max(0, bookedUntilMs - nowMs) / 2
    if (pressure < 0.5 && bookedUntilMs - nowMs < RATE_WINDOW_MS) appointments.clear()
    const next = nextLevel(level, pressure, nowMs - levelSinceMs)
    if (next !== level) levelSinceMs = nowMs
    level = next
    windowStartMs = nowMs
    placeMs = 0
  }

  function isFull(share: number, budgetMs: number, isDue: boolean): boolean {
    const own = shares.get(share) ?? 0
    const sharers = shares.size + (own === 0 ? 1 : 0)
    const places = placesWithin(Math.min(budgetMs / 2, WAIT_MS_MAX))
    const part = Math.max(PLACES_MIN, places / sharers)
    return own >= (isDue ? Math.min(placesMax, part * DUE_PLACES_SHARE) : part)
  }

  /** When there will be room: behind those who were told before. Jitter, so that who came together does not come again together. */
  function comeAgain(nowMs: number, name: number | undefined): NoPlace {
    refused += 1
    const freeAtMs = Math.max(bookedUntilMs, nowMs + working / bestPerMs)
    const known = name === undefined ? undefined : appointments.get(name)
    if (known === undefined) {
      bookedUntilMs = Math.min(
        nowMs + RETRY_AFTER_MS_MAX,
        freeAtMs + 1 / (bestPerMs * BOOKED_AHEAD_SHARE),
      )
    }
    // Asking again moves nobody back, oneself neither.
    const atMs = Math.min(known ?? bookedUntilMs, Math.max(bookedUntilMs, nowMs))
    if (name !== undefined) remember(name, atMs)
    const waitMs = Math.max(RETRY_AFTER_MS, atMs - nowMs)
    return { code: 'queue_full', retryAfterMs: waitMs + random.below(RETRY_AFTER_MS) }
  }

  function remember(name: number, atMs: number): void {
    appointments.set(name, atMs)
    const [oldest] = appointments.size > APPOINTMENTS_MAX ? appointments.keys() : []
    if (oldest !== undefined) appointments.delete(oldest)
  }

  function refuse(share: string, budgetMs: number, name?: string): NoPlace | undefined {
    const nowMs = clock.monotonicMs()
    pass(nowMs)
    // A rate that nothing in work can correct any more is not believed: a standstill would be for ever (O6).
    const isTooLate = budgetMs <= 0 || (working > 0 && budgetMs * ratePerMs < 1)
    if (isTooLate) return { code: 'deadline_passed', retryAfterMs: RETRY_AFTER_MS }
    const key = keyOf(name)
    const isDue = key !== undefined && (appointments.get(key) ?? Number.POSITIVE_INFINITY) <= nowMs
    return isFull(shareOf(share, secret), budgetMs, isDue) ? comeAgain(nowMs, key) : undefined
  }

  function keyOf(name: string | undefined): number | undefined {
    return name === undefined ? undefined : hash(name.slice(0, NAME_CHARS_MAX), secret)
  }

  return {
    refuse,
    enter(share, budgetMs, name) {
      const noPlace = refuse(share, budgetMs, name)
      if (noPlace !== undefined) return { ok: false, ...noPlace }
      const named = keyOf(name)
      if (named !== undefined && appointments.has(named)) {
        appointments.set(named, Number.POSITIVE_INFINITY)
      }
      const key = shareOf(share, secret)
      working += 1
      shares.set(key, (shares.get(key) ?? 0) + 1)
      const leave = (): void => {
        pass(clock.monotonicMs())
        busy.served += 1
        working -= 1
        const left = (shares.get(key) ?? 0) - 1
        if (left === 0) shares.delete(key)
        else shares.set(key, left)
      }
      return { ok: true, leave }
    },
    load() {
      pass(clock.monotonicMs())
      return {
        level,
        working,
        places: placesWithin(WAIT_MS_MAX),
        servedPerSecond: Math.round(ratePerMs * 1_000),
        refused,
      }
    },
  }
}

function shareOf(name: string, factor: number): number {
  return (hash(name, factor) >>> 16) % SHARES_MAX
}

/** A multiplicative hash of 32 bits; the odd factor is its secret. */
function hash(name: string, factor: number): number {
  let sum = 1
  for (let i = 0; i < name.length; i += 1) sum = Math.imul(sum, factor) + name.charCodeAt(i)
  return Math.imul(sum, factor) >>> 0
}
