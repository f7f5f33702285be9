import { brandId, unwrap } from '@evenkeel/kernel'
import {
  createApiKey,
  openFilePlatform,
  openListener,
  openWorld,
  partyApi,
  seedDemo,
  serveWorld,
  worldParties,
} from '@evenkeel/node'
import type { WorldAddress } from './start-world.ts'

/** How long the bench may issue credentials, in milliseconds. Chosen: longer than any run. */
const KEY_VALID_MS = 3_600_000

// The process of a world under a bench: the demo world over files in the directory that is its argument, served and at work as in `evenkeel
// world up`. It says where it is, and ends with 0 when the bench lets go of it, with 1 when anything threw.
await main(process.argv[2] ?? '')

async function main(directory: string): Promise<void> {
  const released = new Promise((resolve) => process.once('disconnect', resolve))
  const onFault = (party: string, error: unknown): void => {
    process.exitCode = 1
    process.stderr.write(`${party}: ${error instanceof Error ? error.stack : error}\n`)
  }
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const platform = openFilePlatform({
    directory,
    parties: worldParties,
    publicUrl: listener.url,
    onFault,
  })
  const world = await openWorld(platform)
  await seedDemo(world, platform)
  const server = await serveWorld(world, platform, { listener, onFault })
  const stopWork = world.start()
  const issuer = partyApi(world, brandId('issuer-strict'))
  const asked = { label: 'bench', scopes: ['issuer:issue'], validForMs: KEY_VALID_MS }
  const { key } = unwrap(await createApiKey(issuer, asked))
  const address: WorldAddress = { url: listener.url, issuerKey: key }
  process.send?.(address)
  await released
  await server.stop()
  await stopWork()
  await platform.close()
}
