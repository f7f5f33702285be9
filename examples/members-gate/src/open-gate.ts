import { join } from 'node:path'
import { brandId, type PartyId, type Ports } from '@evenkeel/kernel'
import {
  createLoopbackTransport,
  createNativeSigner,
  inlineCompute,
  openSqliteStore,
  readOrCreateKeyFile,
  systemClock,
  systemRandom,
  systemTimers,
} from '@evenkeel/kernel/adapters'
import { createHttpServer, type ListenAddress, openListener } from '@evenkeel/node'
import { createGate, type GateConfig, gateMigrations } from './gate.ts'
import { gateRoutes } from './gate-routes.ts'
import { FORGET_EVERY_MS } from './limits.ts'

export interface OpenGateOptions extends GateConfig {
  /** Holds the gate's store and key; made if missing. */
  readonly directory: string
  readonly address: ListenAddress
  readonly clock?: Ports['clock']
  readonly onFault?: (error: unknown) => void
}

export interface OpenedGate {
  /** Where it listens. */
  readonly url: string
  /** Lets requests in progress end, then closes all. */
  stop(): Promise<void>
}

/** Opens the gate over a directory and serves it: the store, the server and its limits are those that every party of a node has. */
export async function openGate(options: OpenGateOptions): Promise<OpenedGate> {
  const { directory, address, clock = systemClock, onFault = () => undefined } = options
  const signer = createNativeSigner(
    'EdDSA',
    readOrCreateKeyFile(join(directory, 'gate.key'), systemRandom),
  )
  const store = await openSqliteStore({ path: join(directory, 'gate.db') })
  await store.migrate(gateMigrations)
  const ports: Ports = {
    clock,
    random: systemRandom,
    timers: systemTimers,
    store,
    transport: createLoopbackTransport(),
    signer,
    compute: inlineCompute,
  }
  const gate = createGate(ports, options)
  const listener = await openListener(address)
  const server = await createHttpServer({
    mounts: [
      {
        party: { id: brandId<PartyId>('members-gate'), ports },
        routes: gateRoutes(gate, signer.publicJwk),
        url: listener.url,
      },
    ],
    timers: systemTimers,
    listener,
    onFault: (_party, error) => onFault(error),
  })
  const stopSweep = systemTimers.every(FORGET_EVERY_MS, async () => {
    await gate.sweep()
  })
  return {
    url: listener.url,
    async stop() {
      await server.stop()
      await stopSweep()
      await store.close()
    },
  }
}
