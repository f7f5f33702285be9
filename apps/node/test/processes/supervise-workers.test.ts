import { describe, expect, it } from 'vitest'
import type { AdmissionLoad } from '../../src/http/admission.ts'
import {
  LOAD_TOLD_EVERY_MS,
  RESTART_MS_FIRST,
  RESTART_MS_LONGEST,
  WORKER_SILENT_MS_MAX,
  WORKER_STEADY_MS,
  WORKER_STOP_MS_MAX,
} from '../../src/processes/limits.ts'
import { superviseWorkers, type Worker } from '../../src/processes/supervise-workers.ts'
import { createManualTime } from './support/manual-time.ts'

const loadOf = (working: number): AdmissionLoad => ({
  level: 0,
  working,
  places: 10,
  servedPerSecond: 1,
  refused: 0,
})

interface Started {
  readonly end: (how: string) => void
  readonly onLoad: (load: AdmissionLoad) => void
  readonly told: (readonly AdmissionLoad[])[]
  readonly worker: Worker
}

function supervise(count: number, obeys = true) {
  const time = createManualTime()
  const started: Started[] = []
  const restarts: number[] = []
  let serving = 0
  const workers = superviseWorkers({
    count,
    clock: time.clock,
    timers: time.timers,
    ownLoad: () => loadOf(100),
    onServing: () => {
      serving += 1
    },
    onEnded: (_how, restartMs) => restarts.push(restartMs),
    startWorker(onLoad) {
      let end: (how: string) => void = () => undefined
      const ended = new Promise<string>((resolve) => {
        end = resolve
      })
      const told: (readonly AdmissionLoad[])[] = []
      const worker: Worker = {
        ended,
        tell: (others) => told.push(others),
        release: () => obeys && end('exit code 0'),
        kill: () => end('SIGKILL'),
      }
      started.push({ end, onLoad, told, worker })
      return worker
    },
  })
  /** Lets time pass in which those that live say that they do. */
  async function live(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += WORKER_SILENT_MS_MAX / 2) {
      for (const { onLoad } of started) onLoad(loadOf(1))
      await time.advance(Math.min(WORKER_SILENT_MS_MAX / 2, ms - passed))
    }
  }
  return { time, started, restarts, workers, live, serving: () => serving }
}

describe('workers', () => {
  it('are told the load of each of the others, and count while they live and have told theirs', async () => {
    const { time, started, workers, serving } = supervise(2)
    await time.advance(0)
    expect(workers.loads()).toEqual([])
    started[0]?.onLoad(loadOf(1))
    started[1]?.onLoad(loadOf(2))
    started[1]?.onLoad(loadOf(2))
    expect([workers.loads(), serving()]).toEqual([[loadOf(1), loadOf(2)], 2])
    await time.advance(LOAD_TOLD_EVERY_MS)
    expect(started.map(({ told }) => told)).toEqual([
      [[loadOf(100), loadOf(2)]],
      [[loadOf(100), loadOf(1)]],
    ])
    started[0]?.end('SIGKILL')
    await time.advance(0)
    expect(workers.loads()).toEqual([loadOf(2)])
    await workers.stop()
  })

  it('are started again when they end, later each time, until one has lived for long', async () => {
    const { time, started, restarts, workers, live } = supervise(1)
    for (let waitMs = RESTART_MS_FIRST; ; waitMs = Math.min(RESTART_MS_LONGEST, 2 * waitMs)) {
      const before = started.length
      started.at(-1)?.end('exit code 1')
      await time.advance(waitMs - 1)
      expect([restarts.at(-1), started.length]).toEqual([waitMs, before])
      await time.advance(1)
      expect(started.length).toBe(before + 1)
      if (restarts.filter((ms) => ms === RESTART_MS_LONGEST).length === 2) break
    }
    await live(WORKER_STEADY_MS)
    started.at(-1)?.end('exit code 1')
    await time.advance(0)
    expect(restarts.at(-1)).toBe(RESTART_MS_FIRST)
    await workers.stop()
  })

  it('that say nothing for too long are ended and replaced', async () => {
    const { time, started, restarts, workers } = supervise(1)
    await time.advance(WORKER_SILENT_MS_MAX - 1)
    expect(restarts).toEqual([])
    await time.advance(2 * LOAD_TOLD_EVERY_MS + RESTART_MS_FIRST)
    expect(await started[0]?.worker.ended).toBe('SIGKILL')
    expect(started.length).toBe(2)
    await workers.stop()
  })

  it('are let go of at the end, and killed when they do not go', async () => {
    const { time, started, restarts, workers } = supervise(2, false)
    await time.advance(0)
    const stopped = workers.stop()
    await time.advance(WORKER_STOP_MS_MAX)
    await stopped
    expect(await Promise.all(started.map(({ worker }) => worker.ended))).toEqual([
      'SIGKILL',
      'SIGKILL',
    ])
    expect([restarts, started.length]).toEqual([[], 2])
  })

  it('that wait to be started again are not started once all are let go of', async () => {
    const { time, started, workers } = supervise(1)
    started[0]?.end('exit code 1')
    await time.advance(RESTART_MS_FIRST / 2)
    await workers.stop()
    await time.advance(RESTART_MS_LONGEST)
    expect(started.length).toBe(1)
  })
})
