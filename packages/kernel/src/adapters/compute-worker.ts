import { parentPort } from 'node:worker_threads'
import { assert } from '../assert.ts'
import type { SignatureJob } from '../ports.ts'
import { inlineCompute } from './inline-compute.ts'

// The thread behind `createWorkerCompute`: one message with jobs in, one with their answers out, in order.
assert(parentPort !== null, 'runs as a worker thread')
const port = parentPort
port.on('message', async (jobs: readonly SignatureJob[]) => {
  port.postMessage(await inlineCompute.verifySignatures(jobs))
})
