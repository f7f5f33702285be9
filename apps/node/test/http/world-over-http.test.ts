import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHttpTransport, createSafeHttpClient } from '@evenkeel/kernel/adapters'
import { expect, it, onTestFinished } from 'vitest'
import { openFilePlatform } from '../../src/adapters/file-platform.ts'
import { runDemoLife } from '../../src/demo/run-demo-life.ts'
import { seedDemo } from '../../src/demo/seed-demo.ts'
import { openListener } from '../../src/http/listener.ts'
import { openWorld } from '../../src/open-world.ts'
import { serveWorld } from '../../src/serve-world.ts'
import { worldParties } from '../../src/world-config.ts'

it('a credential’s life is the same when every handoff and every document goes over a socket', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-sockets-'))
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const platform = openFilePlatform({ directory, parties: worldParties, publicUrl: listener.url })
  const client = createSafeHttpClient({ allow: { loopback: true } })
  const transport = createHttpTransport({ addresses: platform.directory, client })
  const world = await openWorld({
    ...platform,
    portsFor: async (party) => ({ ...(await platform.portsFor(party)), transport }),
  })
  const faults: unknown[] = []
  const server = await serveWorld(world, platform, {
    listener,
    onFault: (_party, error) => faults.push(error),
  })
  onTestFinished(async () => {
    await server.stop()
    client.close()
    await platform.close()
    rmSync(directory, { recursive: true, force: true })
  })
  await seedDemo(world, platform)
  const steps: string[] = []
  await runDemoLife(world, { onStep: ({ step }) => steps.push(step) })
  expect(steps.at(-1)).toBe('accounted')
  expect(faults).toEqual([])
})
