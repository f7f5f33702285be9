import { createFairQueue } from './create-fair-queue.ts'

/** Collects calls into batches without a timer: a batch starts as soon as a lane is free, and takes whatever has arrived by then. */
export type Batcher<I, O> = (item: I) => Promise<O>

export interface BatcherOptions<I, O> {
  /** Most items in the next batch, at least one. The number that may wait is the caller's to bound. */
  readonly batchMax: () => number
  /** Batches that may run at once. */
  readonly lanes: number
  /** Whose an item is, as a path of one length for all items; batches take from those who wait by turns. Without it all are one's. */
  readonly shareOf?: (item: I) => readonly string[]
  /** Returns one output per item, in order; a throw rejects every call of the batch. */
  readonly run: (items: readonly I[]) => Promise<readonly O[]>
}

const EVERYBODY: readonly string[] = []

interface Call<I, O> {
  readonly item: I
  readonly resolve: (output: O) => void
  readonly reject: (error: unknown) => void
}

/** Makes a batcher. Items of one share enter batches in the order of the calls. */
export function createBatcher<I, O>(options: BatcherOptions<I, O>): Batcher<I, O> {
  const { batchMax, lanes, run, shareOf = () => EVERYBODY } = options
  const waiting = createFairQueue<Call<I, O>>()
  let running = 0

  async function runLane(): Promise<void> {
    // One turn later, so that calls made together share the first batch too.
    await undefined
    while (waiting.length > 0) {
      const batch = waiting.take(batchMax())
      try {
        const outputs = await run(batch.map((call) => call.item))
        batch.forEach((call, position) => {
          call.resolve(outputs[position] as O)
        })
      } catch (error) {
        for (const call of batch) call.reject(error)
      }
    }
    running -= 1
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push(shareOf(item), { item, resolve, reject })
      if (running === lanes) return
      running += 1
      runLane().catch(reject)
    })
}
