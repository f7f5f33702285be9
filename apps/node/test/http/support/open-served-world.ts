import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type PartyId, unwrap } from '@evenkeel/kernel'
import { type FilePlatform, openFilePlatform } from '../../../src/adapters/file-platform.ts'
import { seedDemo } from '../../../src/demo/seed-demo.ts'
import { type CreatedApiKey, createApiKey, scopesOf } from '../../../src/http/api-keys.ts'
import type { HttpServer } from '../../../src/http/create-http-server.ts'
import { openWorld, type World } from '../../../src/open-world.ts'
import { serveWorld } from '../../../src/serve-world.ts'
import { worldParties } from '../../../src/world-config.ts'
import { partyApi } from '../../../src/world-routes.ts'

export interface ServedWorld {
  readonly world: World
  readonly platform: FilePlatform
  readonly server: HttpServer
  /** What the server told its operator. */
  readonly faults: readonly unknown[]
  /** Makes a key of a party with these scopes, or with all that there are. */
  createKey(party: string, scopes?: readonly string[]): Promise<CreatedApiKey>
  close(): Promise<void>
}

/** Opens the demo world in a new directory and serves it without a socket. */
export async function openServedWorld(): Promise<ServedWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-http-'))
  const platform = openFilePlatform({ directory, parties: worldParties })
  const world = await openWorld(platform)
  await seedDemo(world, platform)
  const faults: unknown[] = []
  const server = await serveWorld(world, platform, {
    onFault: (party, error) => faults.push(`${party}: ${String(error)}`, error),
  })
  return {
    world,
    platform,
    server,
    faults,
    async createKey(party, scopes) {
      const api = partyApi(world, party as PartyId)
      const request = { label: 'a test', scopes: scopes ?? scopesOf(api.routes) }
      return unwrap(await createApiKey(api, { ...request, validForMs: 600_000 }))
    },
    async close() {
      await server.stop()
      await platform.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}
