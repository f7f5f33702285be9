import { setTimeout as sleep } from 'node:timers/promises'
import { type ClaimsFile, stateBudget } from './claims-file.ts'
import type { Answer, Connections, NoAnswer } from './connections.ts'
import type { Phase, PhaseResult } from './phase.ts'

/** The tickets that claimants hold of one server, by the position of their claim. */
export type HeldTickets = Map<number, string>

const BACKOFF_MS = 200
const BACKOFF_MS_MAX = 3_200
/**
 * Of a refused caller at the peak, in milliseconds. Whoever gets a ticket comes again at once, so the places stay full without the others; what their
 * refusals cost does not belong to the peak.
 */
const PAUSE_MS = 2_000
/** A caller states a little less time than it has, so that it hears why it gets nothing. */
const PATIENCE_MS = 500
/** Between two looks at which claimants have come, in milliseconds. */
const ARRIVAL_TICK_MS = 4
/** A ticket that takes longer is one that people notice, in milliseconds. */
const LATE_MS = 1_000
const UNEXPECTED_MAX = 10

/** Plays the claimants of one phase. */
export async function runPhase(
  phase: Phase,
  file: ClaimsFile,
  held: HeldTickets,
  connections: Connections,
): Promise<PhaseResult> {
  const run = new PhaseRun(phase, file, held, connections)
  return run.play()
}

class PhaseRun {
  readonly #phase: Phase
  readonly #file: ClaimsFile
  readonly #held: HeldTickets
  readonly #connections: Connections
  readonly #startedMs = performance.now()
  #next: number
  #arrived = 0
  #requests = 0
  #refusals = 0
  #ticketsInAll = 0
  #tickets = 0
  #serverTimeouts = 0
  #callerTimeouts = 0
  #broken = 0
  readonly #unexpected: string[] = []
  readonly #ticketMs: number[] = []
  #ninetyPercentMs: number | undefined
  #lastTroubleMs = 0

  constructor(phase: Phase, file: ClaimsFile, held: HeldTickets, connections: Connections) {
    this.#phase = phase
    this.#file = file
    this.#held = held
    this.#connections = connections
    this.#next = phase.from
  }

  async play(): Promise<PhaseResult> {
    const { arrivals, durationMs, settleInMs } = this.#phase
    if (arrivals.kind === 'closed') {
      await Promise.all(Array.from({ length: arrivals.connections }, () => this.#keepClaiming()))
    } else if (arrivals.kind === 'open') {
      await this.#arriveAt(arrivals.perSecond, Number.POSITIVE_INFINITY)
    } else await this.#arriveAt(arrivals.claimants, arrivals.claimants)
    const sorted = this.#ticketMs.toSorted((a, b) => a - b)
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? Number.NaN
    return {
      arrived: this.#arrived,
      requests: this.#requests,
      tickets: this.#tickets,
      goodputPerSecond: (this.#tickets * 1_000) / (durationMs - settleInMs),
      refusals: this.#refusals,
      ticketsInAll: this.#ticketsInAll,
      serverTimeouts: this.#serverTimeouts,
      callerTimeouts: this.#callerTimeouts,
      brokenConnections: this.#broken,
      unexpected: this.#unexpected,
      ticketMs: { p50: at(0.5), p99: at(0.99) },
      lastTroubleMs: this.#lastTroubleMs,
      ...(this.#ninetyPercentMs !== undefined && { ninetyPercentMs: this.#ninetyPercentMs }),
    }
  }

  get #elapsedMs(): number {
    return performance.now() - this.#startedMs
  }

  get #leftMs(): number {
    return Math.max(0, this.#phase.durationMs - this.#elapsedMs)
  }

  /** The position of the next claim without a ticket, from the beginning again after the last. Throws when all have one. */
  #take(): number {
    const { from, to } = this.#phase
    for (let looked = from; looked < to; looked += 1) {
      const position = this.#next
      this.#next = position + 1 < to ? position + 1 : from
      if (!this.#held.has(position)) return position
    }
    throw new Error('the claims are used up')
  }

  async #keepClaiming(): Promise<void> {
    while (this.#leftMs > 0) {
      this.#arrived += 1
      const position = this.#take()
      await this.#claim(position)
      if (this.#phase.keeps && !this.#held.has(position))
        await sleep(Math.min(PAUSE_MS * (0.5 + spread(position)), this.#leftMs))
    }
  }

  /** Evenly spread arrivals until the phase is over, or until so many have come and all of them have ended. Who is in between at the end is not waited for. */
  async #arriveAt(perSecond: number, claimants: number): Promise<void> {
    let ended = 0
    const faults: unknown[] = []
    while (this.#elapsedMs < this.#phase.durationMs && ended < claimants && faults.length === 0) {
      const due = Math.min(claimants, Math.floor((this.#elapsedMs * perSecond) / 1_000))
      while (this.#arrived < due) {
        this.#arrived += 1
        this.#claim(this.#take()).then(
          () => {
            ended += 1
          },
          (fault: unknown) => faults.push(fault),
        )
      }
      await sleep(ARRIVAL_TICK_MS)
    }
    if (faults.length > 0) throw faults[0]
  }

  async #claim(position: number): Promise<void> {
    const { tries, obeys, budgetMs, durationMs } = this.#phase
    const request = this.#file.request(position)
    stateBudget(request, budgetMs)
    for (let attempt = 0; attempt < tries && this.#elapsedMs < durationMs; attempt += 1) {
      this.#requests += 1
      const sentMs = performance.now()
      const answer = await this.#connections.exchange(request, budgetMs + PATIENCE_MS)
      if (this.#elapsedMs > durationMs) {
        // Whatever comes after the end is still a ticket that must not be lost.
        if (typeof answer === 'object' && isTicket(answer)) this.#held.set(position, answer.body)
        return
      }
      if (this.#note(position, answer, performance.now() - sentMs)) return
      const backoffMs = Math.min(BACKOFF_MS_MAX, BACKOFF_MS * 2 ** attempt)
      const isTold = obeys && typeof answer === 'object'
      const waitMs = isTold
        ? answer.retryAfterS * 1_000 + 1_000 * spread(position)
        : backoffMs * (0.5 + spread(position))
      if (attempt + 1 < tries) await sleep(waitMs)
    }
  }

  /** Counts an answer; true if the claimant is done. */
  #note(position: number, answer: Answer | NoAnswer, tookMs: number): boolean {
    const isGood = typeof answer === 'object' && isTicket(answer) && tookMs < LATE_MS
    if (!isGood) this.#lastTroubleMs = this.#elapsedMs
    if (answer === 'timeout') this.#callerTimeouts += 1
    else if (answer === 'broken') this.#broken += 1
    else if (isTicket(answer)) {
      this.#keep(position, answer, tookMs)
      return true
    } else if (answer.status === 503) this.#refusals += 1
    else if (answer.status === 504 || answer.status === 408) this.#serverTimeouts += 1
    else {
      if (this.#unexpected.length < UNEXPECTED_MAX)
        this.#unexpected.push(`${answer.status} ${answer.body}`)
      return true
    }
    return false
  }

  #keep(position: number, answer: Answer, tookMs: number): void {
    const isFirst = !this.#held.has(position)
    if (this.#phase.keeps) this.#held.set(position, answer.body)
    if (!isFirst) return
    this.#ticketsInAll += 1
    const { arrivals, settleInMs } = this.#phase
    if (arrivals.kind === 'flock' && this.#ticketsInAll === Math.ceil(0.9 * arrivals.claimants)) {
      this.#ninetyPercentMs = this.#elapsedMs
    }
    if (this.#elapsedMs < settleInMs) return
    this.#tickets += 1
    this.#ticketMs.push(tookMs)
  }
}

function isTicket({ status }: Answer): boolean {
  return status === 201 || status === 200
}

/** In [0, 1), another one for each claim, the same in every run. */
function spread(position: number): number {
  return ((position * 2_654_435_761) % 4_294_967_296) / 4_294_967_296
}
