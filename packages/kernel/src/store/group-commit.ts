import { assert } from '../assert.ts'
import type { Clock, Store, Tx } from '../ports.ts'
import { err, ok, type Result } from '../result.ts'
import { GROUP_COMMIT_BATCH_MAX, GROUP_COMMIT_QUEUE_MAX } from './limits.ts'

export interface GroupCommitOptions<I, O> {
  readonly store: Store
  /** Name of the transactions, for traces. */
  readonly name: string
  /** Read for the deadlines only. */
  readonly clock: Pick<Clock, 'monotonicMs'>
  /** Applies the items in order within one transaction and returns one output per item, in the same order. */
  readonly apply: (tx: Tx, items: readonly I[]) => Promise<readonly O[]>
  /** Most items per transaction. */
  readonly batchMax?: number
  /** Most items that may wait for their transaction. */
  readonly queueMax?: number
}

export interface SubmitOptions {
  /** The latest start of the item's transaction, on the `monotonicMs` of the given clock; none if absent. */
  readonly deadlineMs?: number
}

/** Both say that the item was never looked at: it left no trace, and may be sent again. */
export interface SubmitRefusal {
  readonly code: 'queue_full' | 'deadline_passed'
}

export interface GroupCommit<I, O> {
  /**
   * Queues an item for the next transaction. Resolves with its output once the COMMIT has returned (H4), or with the refusal `queue_full`
   * (at once) or `deadline_passed` (before it cost anything, O5). Rejects when the transaction of its batch failed: nothing of that batch
   * is visible then. Items are applied in the order of the calls.
   */
  submit(item: I, options?: SubmitOptions): Promise<Result<O, SubmitRefusal>>
  /** Resolves when nothing waits and no transaction is in progress. */
  idle(): Promise<void>
  /** Items that wait for their transaction, without those in the one in progress. */
  readonly depth: number
}

interface Entry<I, O> {
  readonly item: I
  readonly deadlineMs: number
  readonly resolve: (result: Result<O, SubmitRefusal>) => void
  readonly reject: (error: unknown) => void
}

/**
 * Shares one COMMIT among all items that arrive while the previous one is in progress (DESIGN §10: group commit is the architecture).
 * There is no timer: an idle store serves one item at once, and batches grow with the load by themselves.
 */
export function createGroupCommit<I, O>(options: GroupCommitOptions<I, O>): GroupCommit<I, O> {
  const { store, name, clock, apply } = options
  const { batchMax = GROUP_COMMIT_BATCH_MAX, queueMax = GROUP_COMMIT_QUEUE_MAX } = options
  const queue: Entry<I, O>[] = []
  let draining: Promise<void> | undefined

  /** Takes the next batch off the queue and refuses the entries that are too late on the way. */
  const takeBatch = (): Entry<I, O>[] => {
    const nowMs = clock.monotonicMs()
    const batch: Entry<I, O>[] = []
    let taken = 0
    for (const entry of queue) {
      if (batch.length === batchMax) break
      taken += 1
      if (entry.deadlineMs < nowMs) entry.resolve(err({ code: 'deadline_passed' }))
      else batch.push(entry)
    }
    queue.splice(0, taken)
    return batch
  }

  const commitBatch = async (): Promise<void> => {
    let batch: Entry<I, O>[] | undefined
    try {
      const outputs = await store.transact(name, async (tx) => {
        // Taken only now: whatever arrived while other transactions held the store shares this one.
        batch ??= takeBatch()
        if (batch.length === 0) return []
        const items = batch.map((entry) => entry.item)
        const applied = await apply(tx, items)
        assert(applied.length === items.length, `${name}: one output per item`)
        return applied
      })
      for (const [position, entry] of (batch ?? []).entries()) {
        entry.resolve(ok(outputs[position] as O))
      }
    } catch (error) {
      // A transaction that could not even begin will not begin for the next batch either.
      for (const entry of batch ?? queue.splice(0)) entry.reject(error)
    }
  }

  const drain = async (): Promise<void> => {
    // One turn later, so that items submitted together share the first transaction too.
    await undefined
    while (queue.length > 0) await commitBatch()
    draining = undefined
  }

  return {
    submit(item, { deadlineMs = Number.POSITIVE_INFINITY } = {}) {
      if (queue.length >= queueMax) return Promise.resolve(err({ code: 'queue_full' }))
      return new Promise((resolve, reject) => {
        queue.push({ item, deadlineMs, resolve, reject })
        draining ??= drain()
      })
    },
    async idle() {
      while (draining !== undefined) await draining
    },
    get depth() {
      return queue.length
    },
  }
}
