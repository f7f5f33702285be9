import type { Compute } from '../ports.ts'
import { inlineCompute } from './inline-compute.ts'
import { COMPUTE_TURN_MAX } from './limits.ts'
import { nextTurn } from './next-turn.ts'

/**
 * Checks signatures on the calling thread and lets the event loop turn after every COMPUTE_TURN_MAX of them: for a server with one core, where
 * a thread would gain nothing. The platform takes one connection from a socket per turn, so long turns keep callers out who could have been answered.
 */
export const turnCompute: Compute = {
  async verifySignatures(jobs) {
    const answers: boolean[] = []
    for (let start = 0; start < jobs.length; start += COMPUTE_TURN_MAX) {
      if (start > 0) await nextTurn()
      const chunk = jobs.slice(start, start + COMPUTE_TURN_MAX)
      answers.push(...(await inlineCompute.verifySignatures(chunk)))
    }
    return answers
  },
}
