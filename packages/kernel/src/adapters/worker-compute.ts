import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { assert } from '../assert.ts'
import type { Compute, SignatureJob } from '../ports.ts'
import { AdapterError } from './adapter-error.ts'
import { COMPUTE_CHUNK_MIN, COMPUTE_WAITING_MAX, COMPUTE_WORKERS_MAX } from './limits.ts'

export interface WorkerComputeOptions {
  /** Threads, started when first needed; one per core if absent. */
  readonly workers?: number
  /** Signatures that may wait for a thread. */
  readonly waitingMax?: number
  /** The module that each thread runs. */
  readonly module?: URL
}

export interface WorkerCompute extends Compute {
  /** Takes no more work, waits for the work in progress and ends the threads. Idempotent. */
  close(): Promise<void>
}

interface Chunk {
  readonly jobs: readonly SignatureJob[]
  readonly resolve: (answers: readonly boolean[]) => void
  readonly reject: (error: AdapterError) => void
}

/**
 * Checks signatures on worker threads; the answers are those of `inlineCompute`. One call is spread evenly over the threads. Rejects with
 * AdapterError `compute_unavailable` (retryable) when too much waits, and when a thread dies with the work; another takes its place.
 */
export function createWorkerCompute(options: WorkerComputeOptions = {}): WorkerCompute {
  const { workers = Math.min(availableParallelism(), COMPUTE_WORKERS_MAX) } = options
  const { waitingMax = COMPUTE_WAITING_MAX } = options
  const { module = new URL('./compute-worker.ts', import.meta.url) } = options
  assert(workers >= 1 && workers <= COMPUTE_WORKERS_MAX, `workers: ${workers}`)

  const waiting: Chunk[] = []
  /** Every live thread with the chunk that it works on. */
  const threads = new Map<Worker, Chunk | undefined>()
  let jobsWaiting = 0
  let closed: Promise<void> | undefined
  let onIdle: (() => void) | undefined

  function startThread(): Worker {
    const thread = new Worker(module)
    threads.set(thread, undefined)
    // An idle thread does not keep the process alive.
    thread.unref()
    thread.on('message', (answers: readonly boolean[]) => {
      threads.get(thread)?.resolve(answers)
      threads.set(thread, undefined)
      thread.unref()
      dispatch()
    })
    let cause: unknown
    thread.on('error', (error) => {
      cause = error
    })
    thread.on('exit', () => {
      threads.get(thread)?.reject(unavailable('a worker died with this work', cause))
      threads.delete(thread)
      dispatch()
    })
    return thread
  }

  function idleThread(): Worker | undefined {
    for (const [thread, chunk] of threads) if (chunk === undefined) return thread
    return threads.size < workers ? startThread() : undefined
  }

  function dispatch(): void {
    while (waiting.length > 0) {
      const thread = idleThread()
      if (thread === undefined) return
      const chunk = waiting.shift()
      assert(chunk !== undefined, 'a chunk waits')
      jobsWaiting -= chunk.jobs.length
      threads.set(thread, chunk)
      thread.ref()
      thread.postMessage(chunk.jobs.map(withOwnMemory))
    }
    if ([...threads.values()].every((chunk) => chunk === undefined)) onIdle?.()
  }

  async function verifySignatures(jobs: readonly SignatureJob[]): Promise<readonly boolean[]> {
    if (closed !== undefined) throw unavailable('the workers are closed')
    if (jobsWaiting + jobs.length > waitingMax)
      throw unavailable(`${jobsWaiting} jobs wait already`)
    const chunks = Math.max(1, Math.min(workers, Math.floor(jobs.length / COMPUTE_CHUNK_MIN)))
    const size = Math.ceil(jobs.length / chunks)
    const answers: Promise<readonly boolean[]>[] = []
    for (let start = 0; start < jobs.length; start += size) {
      const slice = jobs.slice(start, start + size)
      answers.push(
        new Promise((resolve, reject) => {
          waiting.push({ jobs: slice, resolve, reject })
        }),
      )
    }
    jobsWaiting += jobs.length
    dispatch()
    return (await Promise.all(answers)).flat()
  }

  async function release(): Promise<void> {
    const busy = [...threads.values()].some((chunk) => chunk !== undefined)
    if (busy || waiting.length > 0) {
      await new Promise<void>((resolve) => {
        onIdle = resolve
      })
    }
    await Promise.all([...threads.keys()].map((thread) => thread.terminate()))
  }

  return {
    verifySignatures,
    close() {
      closed ??= release()
      return closed
    },
  }
}

/** A message clones the whole memory that a view looks into: short data stand in a pool that others use too. */
function withOwnMemory({ publicJwk, data, signature }: SignatureJob): SignatureJob {
  return { publicJwk, data: ownBytes(data), signature: ownBytes(signature) }
}

function ownBytes(bytes: Uint8Array): Uint8Array {
  return bytes.length === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes)
}

function unavailable(detail: string, cause?: unknown): AdapterError {
  return new AdapterError('compute_unavailable', { retryable: true, detail, cause })
}
