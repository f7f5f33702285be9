import { AdapterError } from './adapter-error.ts'

/** Lets one piece of work run at a time, in the order of the calls. */
export class Mutex {
  readonly #waitingMax: number
  #waiting = 0
  #tail: Promise<void> = Promise.resolve()

  constructor(waitingMax: number) {
    this.#waitingMax = waitingMax
  }

  /** Runs the work when all earlier work has ended, and returns its outcome. Rejects with `store_unavailable` when too many wait. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#waitingMax) {
      throw new AdapterError('store_unavailable', {
        retryable: true,
        detail: `${this.#waiting} transactions are waiting already`,
      })
    }
    this.#waiting += 1
    const before = this.#tail
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#tail = promise
    await before
    try {
      return await work()
    } finally {
      this.#waiting -= 1
      resolve()
    }
  }

  /** Resolves when everything that was called before has ended. */
  idle(): Promise<void> {
    return this.#tail
  }
}
