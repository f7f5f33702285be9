import type { Clock, Timers } from '@evenkeel/kernel'
import type { AdmissionLoad } from '../http/admission.ts'
import {
  LOAD_TOLD_EVERY_MS,
  RESTART_MS_FIRST,
  RESTART_MS_LONGEST,
  WORKER_SILENT_MS_MAX,
  WORKER_STEADY_MS,
  WORKER_STOP_MS_MAX,
} from './limits.ts'

/** A process that serves, from the outside. */
export interface Worker {
  /** Resolves when it is no more, with how it ended, in words. */
  readonly ended: Promise<string>
  /** Tells it the load of each of the others. */
  tell(others: readonly AdmissionLoad[]): void
  /** Lets go of it: it takes nothing more, finishes what it has begun, and ends. */
  release(): void
  /** Ends it at once, as a power cut would. */
  kill(): void
}

export interface SuperviseOptions {
  readonly count: number
  /** Starts one; `onLoad` is called as long as it serves. */
  readonly startWorker: (onLoad: (load: AdmissionLoad) => void) => Worker
  /** The load of the supervisor's own server. */
  readonly ownLoad: () => AdmissionLoad
  readonly clock: Pick<Clock, 'monotonicMs'>
  readonly timers: Timers
  /** Told when one begins to serve. */
  readonly onServing: () => void
  /** Told of each end that nobody asked for, before another one is started. */
  readonly onEnded: (how: string, restartMs: number) => void
}

export interface Workers {
  /** What each of those that serve has told last. */
  loads(): readonly AdmissionLoad[]
  /** Lets go of all; resolves when the last one has ended. Idempotent. */
  stop(): Promise<void>
}

interface Place {
  worker: Worker
  load: AdmissionLoad | undefined
  heardAtMs: number
}

/** Keeps so many workers alive: one that ends is started again, later each time, and one that says nothing any more is ended. */
export function superviseWorkers(options: SuperviseOptions): Workers {
  const { count, startWorker, ownLoad, clock, timers, onServing, onEnded } = options
  const places = new Set<Place>()
  const stopping = new AbortController()

  async function keepOne(): Promise<void> {
    let restartMs = RESTART_MS_FIRST
    while (!stopping.signal.aborted) {
      const startedMs = clock.monotonicMs()
      const how = await runOne(startedMs)
      if (stopping.signal.aborted) return
      if (clock.monotonicMs() - startedMs >= WORKER_STEADY_MS) restartMs = RESTART_MS_FIRST
      onEnded(how, restartMs)
      await timers.sleep(restartMs, stopping.signal)
      restartMs = Math.min(RESTART_MS_LONGEST, 2 * restartMs)
    }
  }

  async function runOne(startedMs: number): Promise<string> {
    const worker = startWorker((load) => {
      const isFirst = place.load === undefined
      place.load = load
      place.heardAtMs = clock.monotonicMs()
      if (isFirst) onServing()
    })
    const place: Place = { worker, load: undefined, heardAtMs: startedMs }
    places.add(place)
    const how = await worker.ended
    places.delete(place)
    return how
  }

  const loadsBut = (own?: Place): readonly AdmissionLoad[] =>
    [...places].flatMap((place) => (place === own || !place.load ? [] : [place.load]))

  const stopTelling = timers.every(LOAD_TOLD_EVERY_MS, async () => {
    const nowMs = clock.monotonicMs()
    for (const place of places) {
      if (nowMs - place.heardAtMs > WORKER_SILENT_MS_MAX) place.worker.kill()
      else place.worker.tell([ownLoad(), ...loadsBut(place)])
    }
  })
  const kept = Promise.all(Array.from({ length: count }, keepOne))

  let stopped: Promise<void> | undefined
  async function stop(): Promise<void> {
    stopping.abort()
    await stopTelling()
    for (const { worker } of places) worker.release()
    const over = new AbortController()
    const late = timers.sleep(WORKER_STOP_MS_MAX, over.signal).then(() => {
      for (const { worker } of places) worker.kill()
    })
    await kept
    over.abort()
    await late
  }
  return {
    loads: () => loadsBut(),
    stop() {
      stopped ??= stop()
      return stopped
    },
  }
}
