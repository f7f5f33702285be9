import type { PartyId } from '@evenkeel/kernel'
import type { HistoryLine } from './history.ts'
import type { Owner, Scheduler } from './scheduler.ts'

/**
 * One life of a party, from its start to its crash. Everything that its code waits for is waited for here, so a crash at any moment is: none of
 * it ever comes.
 */
export class Life implements Owner {
  readonly party: PartyId
  readonly scheduler: Scheduler
  readonly #mourners = new Set<() => void>()
  #isAlive = true

  constructor(party: PartyId, scheduler: Scheduler) {
    this.party = party
    this.scheduler = scheduler
  }

  get isAlive(): boolean {
    return this.#isAlive
  }

  /** Resolves `delayMs` from now, or never if this life ends before. */
  wait(delayMs: number, line: HistoryLine): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, line, resolve)
    })
  }

  /** Lets something happen `delayMs` from now unless this life ends before; returns a function that calls it off. */
  after(delayMs: number, line: HistoryLine, run: () => void): () => void {
    return this.scheduler.after(delayMs, { ...line, party: this.party }, run, this)
  }

  /** Is called when this life ends, unless the returned function was called before. */
  onEnd(mourn: () => void): () => void {
    this.#mourners.add(mourn)
    return () => this.#mourners.delete(mourn)
  }

  end(): void {
    this.#isAlive = false
    for (const mourn of this.#mourners) mourn()
    this.#mourners.clear()
  }
}
