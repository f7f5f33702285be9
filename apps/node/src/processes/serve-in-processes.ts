import { availableParallelism } from 'node:os'
import type { FilePlatform } from '../adapters/file-platform.ts'
import type { HttpServer } from '../http/create-http-server.ts'
import type { Listener } from '../http/listener.ts'
import type { World } from '../open-world.ts'
import { serveWorld } from '../serve-world.ts'
import { startWorker } from './start-worker.ts'
import { sumLoads } from './sum-loads.ts'
import { superviseWorkers, type Workers } from './supervise-workers.ts'

export interface ServeInProcessesOptions {
  /** Of the world's stores. */
  readonly directory: string
  readonly listener: Listener
  /** All together, this one included. */
  readonly processes: number
  readonly onFault: (party: string, error: unknown) => void
  /** Told in words when a process begins to serve, and when one ends that should not. */
  readonly say: (words: string) => void
}

/** Cores for each of so many processes: their threads together are no more than the machine has. */
export function coresFor(processes: number): number {
  return Math.max(1, Math.floor(availableParallelism() / processes))
}

/**
 * Serves a world with so many processes that share its stores and its port. Each answers every route; only this one sends handoffs and sweeps.
 * The load is that of all of them, and `stop` lets all of them finish what they have begun.
 */
export async function serveInProcesses(
  world: World,
  platform: FilePlatform,
  { directory, listener, processes, onFault, say }: ServeInProcessesOptions,
): Promise<Pick<HttpServer, 'load' | 'stop'>> {
  const { role, ports } = world.the('distributor')
  let workers: Workers | undefined
  const others = () => workers?.loads() ?? []
  const server = await serveWorld(world, platform, { listener, onFault, others })
  const given = { directory, ...listener.address, cores: coresFor(processes) }
  workers = superviseWorkers({
    count: processes - 1,
    startWorker: (onLoad) => startWorker(given, { onLoad, onFault }),
    ownLoad: server.load,
    clock: ports.clock,
    timers: ports.timers,
    onServing: () => say(`${1 + others().length} processes serve`),
    onEnded(how, restartMs) {
      // Whom it refused last is not known any more.
      role.noteRefusal()
      say(`a process that served ended (${how}); another one is started in ${restartMs} ms`)
    },
  })
  return {
    load: () => sumLoads([server.load(), ...others()]),
    async stop() {
      await Promise.all([server.stop(), workers.stop()])
    },
  }
}
