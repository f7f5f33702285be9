import { assert } from '@evenkeel/kernel'
import { nextTurn } from './adapters/next-turn.ts'
import { EventQueue, type Ordered } from './event-queue.ts'
import type { History, HistoryLine } from './history.ts'
import type { SeededRandom } from './seeded-random.ts'

/** On whose behalf an event waits. When the owner is dead, its events never happen. */
export interface Owner {
  readonly isAlive: boolean
}

interface ScheduledEvent extends Ordered {
  readonly line: HistoryLine
  readonly owner: Owner | undefined
  run: (() => void) | undefined
}

/**
 * Virtual time. Nothing in a simulation happens but events: the seed decides the order of those that fall on one millisecond, each becomes
 * a line of the history, and everything that follows from one (all microtasks) has run before the next begins.
 */
export class Scheduler {
  readonly history: History
  readonly #random: SeededRandom
  readonly #queue = new EventQueue<ScheduledEvent>()
  #nowMs = 0
  #seq = 0
  #fault: { readonly error: unknown } | undefined

  constructor(random: SeededRandom, history: History) {
    this.#random = random
    this.history = history
  }

  /** Virtual milliseconds since the beginning. */
  get nowMs(): number {
    return this.#nowMs
  }

  /** Lets something happen `delayMs` from now (whole milliseconds); returns a function that calls it off. */
  after(delayMs: number, line: HistoryLine, run: () => void, owner?: Owner): () => void {
    assert(Number.isSafeInteger(delayMs) && delayMs >= 0, `not a delay: ${delayMs}`)
    const event: ScheduledEvent = {
      atMs: this.#nowMs + delayMs,
      priority: this.#random.nextUint32(),
      seq: this.#seq,
      line,
      owner,
      run,
    }
    this.#seq += 1
    this.#queue.push(event)
    return () => {
      event.run = undefined
    }
  }

  /** Writes a line about the present moment. */
  note(line: HistoryLine): void {
    this.history.append(this.#nowMs, line)
  }

  /** Ends the run with a fault of the simulator or of a scenario, which must not be lost in a promise that nobody awaits. */
  readonly fail = (error: unknown): void => {
    this.#fault ??= { error }
  }

  /**
   * Lets everything happen that is due up to `untilMs`, or until `isDone` is true after an event, and stops there. Rejects with what was
   * given to `fail`.
   */
  async run(untilMs: number, isDone: () => boolean = () => false): Promise<void> {
    // What was called before, outside any event, comes to its first wait.
    await nextTurn()
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault.error
      const next = this.#queue.peek()
      if (isDone()) return
      if (next === undefined || next.atMs > untilMs) break
      this.#queue.pop()
      if (next.run === undefined || next.owner?.isAlive === false) continue
      this.#nowMs = next.atMs
      this.note(next.line)
      next.run()
      await nextTurn()
    }
    this.#nowMs = Math.max(this.#nowMs, untilMs)
  }
}
