import { availableParallelism } from 'node:os'
import { inlineCompute } from './inline-compute.ts'
import { COMPUTE_CHUNK_MIN, COMPUTE_WORKERS_MAX } from './limits.ts'
import { turnCompute } from './turn-compute.ts'
import {
  createWorkerCompute,
  type WorkerCompute,
  type WorkerComputeOptions,
} from './worker-compute.ts'

/**
 * Checks signatures off the event loop where there is a core for it: on a thread for each core but the loop's own. On a single core threads would only
 * take turns with the loop, and for fewer than COMPUTE_CHUNK_MIN signatures a message costs more than it spares; then it is the calling thread.
 * Measured per claim of two signatures, warm: 124 to 139 µs of core time on the loop; 136 to 143 with threads, of them 4 to 6 on the loop.
 */
export function createServerCompute(
  cores: number = availableParallelism(),
  options: Pick<WorkerComputeOptions, 'module'> = {},
): WorkerCompute {
  if (cores === 1) return { ...turnCompute, close: async () => undefined }
  const threads = createWorkerCompute({
    ...options,
    workers: Math.min(cores - 1, COMPUTE_WORKERS_MAX),
  })
  return {
    verifySignatures: (jobs) =>
      (jobs.length < COMPUTE_CHUNK_MIN ? inlineCompute : threads).verifySignatures(jobs),
    close: threads.close,
  }
}
