import { afterEach, describe, expect, it } from 'vitest'
import { AdapterError } from '../../src/adapters/adapter-error.ts'
import { inlineCompute } from '../../src/adapters/inline-compute.ts'
import { COMPUTE_CHUNK_MIN, COMPUTE_TURN_MAX } from '../../src/adapters/limits.ts'
import { createServerCompute } from '../../src/adapters/server-compute.ts'
import { turnCompute } from '../../src/adapters/turn-compute.ts'
import { createWorkerCompute, type WorkerCompute } from '../../src/adapters/worker-compute.ts'
import { createSeededSigner } from '../../src/crypto/create-seeded-signer.ts'
import type { SignatureJob } from '../../src/ports.ts'

const signers = [
  createSeededSigner('EdDSA', new Uint8Array(32).fill(1)),
  createSeededSigner('ES256', new Uint8Array(32).fill(2)),
]

/** Jobs of both algorithms; those at positions that three divides carry a signature over something else. */
async function makeJobs(count: number): Promise<SignatureJob[]> {
  const jobs: SignatureJob[] = []
  for (let position = 0; position < count; position += 1) {
    const signer = signers[position % 2]
    if (signer === undefined) throw new Error('two signers')
    const data = Uint8Array.of(position, position >> 8)
    const signature = await signer.sign(position % 3 === 0 ? Uint8Array.of(9, 9, 9) : data)
    jobs.push({ publicJwk: signer.publicJwk, data, signature })
  }
  return jobs
}

const expected = (count: number): boolean[] =>
  Array.from({ length: count }, (_, position) => position % 3 !== 0)

let compute: WorkerCompute
afterEach(() => compute?.close())

/** A thread that dies, as one that runs out of memory does, of a job without data; it holds all others for good. */
const mortal = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', (jobs) => {
      if (jobs[0].data.length === 0) process.exit(1)
      parentPort.postMessage(jobs.map(() => true))
    })`)}`,
)

describe('compute', () => {
  it('inline: answers stand in the order of the jobs, and a key that is none verifies nothing', async () => {
    const jobs = await makeJobs(7)
    const [first] = jobs
    if (first === undefined) throw new Error('seven jobs')
    jobs.push({ ...first, publicJwk: { kty: 'OKP', crv: 'Ed25519', x: 'short' } })
    expect(await inlineCompute.verifySignatures(jobs)).toEqual([...expected(7), false])
    expect(await inlineCompute.verifySignatures([])).toEqual([])
  })

  it('workers: the answers are those of inline, in order, for calls of any size at once', async () => {
    compute = createWorkerCompute({ workers: 2 })
    const sizes = [0, 1, 31, 32, 33, 100]
    const calls = sizes.map(async (size) => compute.verifySignatures(await makeJobs(size)))
    expect(await Promise.all(calls)).toEqual(sizes.map(expected))
  })

  it('a server with one core checks on its own thread; with more, all but a few signatures go to threads', async () => {
    const jobs = await makeJobs(COMPUTE_CHUNK_MIN)
    // Its threads say that every signature holds, which those of every third job do not.
    const told = new URL(
      `data:text/javascript,${encodeURIComponent(`
        import { parentPort } from 'node:worker_threads'
        parentPort.on('message', (jobs) => parentPort.postMessage(jobs.map(() => true)))`)}`,
    )
    const single = createServerCompute(1, { module: told })
    expect(await single.verifySignatures(jobs)).toEqual(expected(jobs.length))
    compute = createServerCompute(2, { module: told })
    expect(await compute.verifySignatures(jobs.slice(1))).toEqual(expected(jobs.length).slice(1))
    expect(await compute.verifySignatures(jobs)).toEqual(jobs.map(() => true))
    await single.close()
  })

  it('workers: what does not fit into the queue is refused at once, as retryable', async () => {
    compute = createWorkerCompute({ workers: 1, waitingMax: 4 })
    const jobs = await makeJobs(4)
    const working = compute.verifySignatures(jobs)
    const waiting = compute.verifySignatures(jobs)
    const refused = compute.verifySignatures(jobs.slice(0, 1))
    await expect(refused).rejects.toMatchObject({ code: 'compute_unavailable', retryable: true })
    expect(await Promise.all([working, waiting])).toEqual([expected(4), expected(4)])
  })

  it('workers: close finishes the work in progress, refuses more, and may be called twice', async () => {
    compute = createWorkerCompute({ workers: 1 })
    const jobs = await makeJobs(3)
    const before = [compute.verifySignatures(jobs), compute.verifySignatures(jobs)]
    const closing = [compute.close(), compute.close()]
    await expect(compute.verifySignatures(jobs)).rejects.toThrow(AdapterError)
    expect(await Promise.all(before)).toEqual([expected(3), expected(3)])
    await Promise.all(closing)
  })

  it('workers: a thread that dies rejects its own work as retryable and is replaced for the next', async () => {
    compute = createWorkerCompute({ workers: 1, module: mortal })
    const jobs = await makeJobs(1)
    const deadly = jobs.map((job) => ({ ...job, data: new Uint8Array(0) }))
    const calls = [jobs, deadly, jobs].map((call) => compute.verifySignatures(call))
    const [before, killed, after] = await Promise.allSettled(calls)
    expect([before, after]).toMatchObject([{ value: [true] }, { value: [true] }])
    expect(killed).toMatchObject({ reason: { code: 'compute_unavailable', retryable: true } })
  })
})

describe('signature checks on the one thread of a server', () => {
  it('answer as those in line, in order', async () => {
    expect(await turnCompute.verifySignatures(await makeJobs(300))).toEqual(expected(300))
    expect(await turnCompute.verifySignatures([])).toEqual([])
  })

  it('let the event loop turn between them', async () => {
    let isDone = false
    const checked = turnCompute.verifySignatures(await makeJobs(2 * COMPUTE_TURN_MAX)).then(() => {
      isDone = true
    })
    await new Promise((resolve) => setImmediate(resolve))
    expect(isDone).toBe(false)
    await checked
  })
})
