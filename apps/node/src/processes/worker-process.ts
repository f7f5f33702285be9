import { openFilePlatform } from '../adapters/file-platform.ts'
import type { AdmissionLoad } from '../http/admission.ts'
import { openListener } from '../http/listener.ts'
import { openWorld, type World } from '../open-world.ts'
import { serveWorld } from '../serve-world.ts'
import { worldParties } from '../world-config.ts'
import { LOAD_TOLD_EVERY_MS, WORKER_SWEEP_EVERY_MS } from './limits.ts'
import type { OthersLoads, WorkerArguments, WorkerWords } from './protocol.ts'

// Serves a world that another process keeps going: it sends no handoffs, and sweeps only what it holds itself. It ends when that process lets go of it or dies.
await main(JSON.parse(process.argv[2] ?? '{}') as WorkerArguments)

async function main({ directory, host, port, cores }: WorkerArguments): Promise<void> {
  // A terminal sends this to all of its processes; the one that started this worker says when it ends.
  process.on('SIGINT', () => undefined)
  const released = new Promise((resolve) => {
    process.once('disconnect', resolve)
    process.once('SIGTERM', resolve)
  })
  let others: readonly AdmissionLoad[] = []
  process.on('message', (heard: OthersLoads) => {
    others = heard.others
  })
  const platform = openFilePlatform({ directory, parties: worldParties, cores, onFault })
  const world = await openWorld(platform)
  const { timers } = world.the('distributor').ports
  // The port may be somebody else's by now.
  if (!process.connected) return platform.close()
  // Only now: who comes before a worker can answer is answered by the others.
  const listener = await openListener({ host, port, shared: true })
  const server = await serveWorld(world, platform, { listener, onFault, others: () => others })
  const stops = [
    timers.every(LOAD_TOLD_EVERY_MS, async () => tell({ kind: 'load', load: server.load() })),
    timers.every(WORKER_SWEEP_EVERY_MS, () => sweepOwn(world)),
  ]
  tell({ kind: 'load', load: server.load() })
  await released
  await server.stop()
  await Promise.all(stops.map((stop) => stop()))
  await sweepOwn(world)
  await platform.close()
  if (process.connected) process.disconnect?.()
}

/** What no other process can do for this one: write whom it refused, and keep the evidence fresh that its verifiers hold in memory. */
async function sweepOwn(world: World): Promise<void> {
  const { id, role } = world.the('distributor')
  await role.keepRefusals().catch((error: unknown) => onFault(id, error))
  for (const { id: verifierId } of worldParties.filter((spec) => spec.role === 'verifier')) {
    const verifier = world.the('verifier', verifierId)
    await verifier.role.sweep?.().catch((error: unknown) => onFault(verifierId, error))
  }
}

function onFault(party: string, error: unknown): void {
  tell({ kind: 'fault', party, words: String(error) })
}

/** Nobody hears what is told after the other process has gone. */
function tell(words: WorkerWords): void {
  if (process.connected) process.send?.(words, undefined, undefined, () => undefined)
}
