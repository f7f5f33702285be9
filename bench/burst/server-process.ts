import { openFloor } from './floor-server.ts'
import { openNaive } from './naive-server.ts'
import { burstVerifier, openEvenkeel } from './open-evenkeel.ts'
import type { ChecksTimed, CpuTaken, Reconciled, ServerRequest, ServerStarted } from './phase.ts'

/** A server under the bench. */
export interface BurstServer extends ServerStarted {
  timeChecks?(): ChecksTimed
  drain(): Promise<void>
  reconcile(path: string): Promise<Reconciled>
  close(): Promise<void>
}

export interface ServerArguments {
  readonly kind: 'evenkeel' | 'naive' | 'floor'
  readonly directory: string
  /** Hex. */
  readonly verifierSeed: string
  /** Capacity of the check behind the door; 0 for none. */
  readonly checksPerSecond: number
  readonly claimsPath: string
}

// The process of one server: says where it is, answers what the bench asks, and ends when the bench lets go of it.
await main(JSON.parse(process.argv[2] ?? '{}') as ServerArguments)

async function main(given: ServerArguments): Promise<void> {
  const released = new Promise((resolve) => process.once('disconnect', resolve))
  const server = await open(given)
  process.on('message', (request: ServerRequest) => {
    answer(server, request).then(
      (reply) => process.send?.(reply),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
        process.exit(1)
      },
    )
  })
  process.send?.({ port: server.port } satisfies ServerStarted)
  await released
  await server.close()
}

function open(given: ServerArguments): Promise<BurstServer> {
  const { kind, directory, checksPerSecond, claimsPath } = given
  const seed = Buffer.from(given.verifierSeed, 'hex')
  if (kind === 'evenkeel') return openEvenkeel(directory, seed, checksPerSecond)
  if (kind === 'naive') return openNaive(directory, burstVerifier(seed), checksPerSecond)
  return openFloor(claimsPath, burstVerifier(seed))
}

async function answer(server: BurstServer, request: ServerRequest): Promise<object> {
  if (request.kind === 'reconcile') return server.reconcile(request.path)
  if (request.kind === 'drain') await server.drain()
  if (request.kind === 'checks') return server.timeChecks?.() ?? {}
  const { user, system } = process.cpuUsage()
  return { cpuUs: user + system } satisfies CpuTaken
}
