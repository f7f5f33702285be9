import {
  type Clock,
  type Compute,
  epochMs,
  type Ports,
  type Signer,
  type Store,
  type Timers,
  type Transport,
} from '@evenkeel/kernel'
import { inlineCompute } from '@evenkeel/kernel/adapters'
import { hashValues, shortHash } from './hash-values.ts'
import type { Life } from './life.ts'
import { SIMULATION_START_MS } from './limits.ts'
import type { Scheduler } from './scheduler.ts'
import type { SeededRandom } from './seeded-random.ts'

/** How a party's clock differs from virtual time. */
export interface ClockError {
  readonly offsetMs: number
  readonly driftPpm: number
}

export interface SimPortsOptions {
  readonly life: Life
  readonly store: Store
  readonly transport: Transport
  readonly signer: Signer
  readonly random: SeededRandom
  readonly clockError: ClockError
  /** How long the next piece of work takes; drawn from the seed. */
  readonly workMs: () => number
  /** Told what a timer's task threw: such a process stops. */
  readonly onFault: (error: unknown) => void
}

/** The seven ports of one life of a party. */
export function createSimPorts(options: SimPortsOptions): Ports {
  const { life, store, transport, random, clockError } = options
  return {
    clock: simClock(life.scheduler, clockError),
    random,
    timers: simTimers(options),
    store,
    transport,
    signer: simSigner(options),
    compute: simCompute(options),
  }
}

function simClock(scheduler: Scheduler, { offsetMs, driftPpm }: ClockError): Clock {
  const elapsedMs = () => Math.floor((scheduler.nowMs * (1_000_000 + driftPpm)) / 1_000_000)
  return {
    nowMs: () => epochMs(SIMULATION_START_MS + offsetMs + elapsedMs()),
    monotonicMs: elapsedMs,
  }
}

function simTimers({ life, clockError, onFault }: SimPortsOptions): Timers {
  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const virtualMs = Math.ceil((ms * 1_000_000) / (1_000_000 + clockError.driftPpm))
      const cancel = life.after(Math.max(0, virtualMs), { event: 'timer' }, () => {
        signal?.removeEventListener('abort', wake)
        resolve()
      })
      const wake = () => {
        cancel()
        resolve()
      }
      signal?.addEventListener('abort', wake, { once: true })
    })
  }

  return {
    sleep,
    every(ms, task) {
      const stopping = new AbortController()
      const run = async () => {
        for (;;) {
          await sleep(ms, stopping.signal)
          if (stopping.signal.aborted) return
          await task()
        }
      }
      const ended = run().catch(onFault)
      return () => {
        stopping.abort()
        return ended
      }
    },
  }
}

function simSigner({ life, signer, workMs }: SimPortsOptions): Signer {
  return {
    ...signer,
    async sign(data) {
      const signature = await signer.sign(data)
      await life.wait(workMs(), { event: 'sign', data: shortHash(data) })
      return signature
    },
  }
}

function simCompute({ life, workMs }: SimPortsOptions): Compute {
  return {
    async verifySignatures(jobs) {
      const answers = await inlineCompute.verifySignatures(jobs)
      const data = hashValues(jobs.map((job) => job.data))
      await life.wait(workMs(), { event: 'compute', jobs: jobs.length, data })
      return answers
    },
  }
}
