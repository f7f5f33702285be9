import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { brandId, type PartyId, unwrap } from '@evenkeel/kernel'
import {
  announceDemo,
  createApiKey,
  demoCampaignRule,
  type Listener,
  openFilePlatform,
  openListener,
  openWorld,
  partyApi,
  scopesOf,
  seedDemo,
  serveWorld,
  type World,
  type WorldTiming,
  worldParties,
} from '@evenkeel/node'

/** A whole world on a port of its own, with files of its own, whose parties work by the clock. */
export interface WalletWorld {
  readonly world: World
  readonly publicUrl: string
  /** Asks a party over HTTP, as its operator when that is asked for. */
  call(party: string, method: 'GET' | 'POST', path: string, options?: CallOptions): Promise<Called>
  stop(): Promise<void>
}

export interface CallOptions {
  readonly body?: object
  /** Sends an API key of the party with all its scopes. */
  readonly asOperator?: boolean
}

export interface Called {
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: an answer as any client sees it; the expectations say what it must be
  readonly json: any
}

/** A second campaign for the same people, where what the first one paid does not count. */
export const SECOND_CAMPAIGN = 'second-grant'

/** About the shortest lease that a rule allows: a change then counts within seconds. */
const SHORT_LEASES: WorldTiming = {
  statusLeaseMs: 5_000,
  accreditationLeaseMs: 60_000,
  clockBoundMs: 100,
}

const KEY_VALID_MS = 3_600_000

/** Opens the world; without an address it is where it listens. */
export async function openWalletWorld(
  addressOf: (listener: Listener) => string = ({ url }) => url,
): Promise<WalletWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-wallets-'))
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const publicUrl = addressOf(listener)
  const faults: unknown[] = []
  const platform = openFilePlatform({
    directory,
    parties: worldParties,
    publicUrl,
    onFault: (_, error) => faults.push(error),
  })
  const world = await openWorld(platform, SHORT_LEASES)
  await seedDemo(world, platform)
  const distributor = world.the('distributor')
  unwrap(
    await announceDemo(distributor.role, {
      ...demoCampaignRule(distributor.ports.clock.nowMs()),
      id: brandId(SECOND_CAMPAIGN),
    }),
  )
  await world.quiesce()
  const server = await serveWorld(world, platform, {
    listener,
    onFault: (_, error) => faults.push(error),
  })
  const stopWork = world.start()
  return {
    world,
    publicUrl,
    call: createCaller(world, listener.url),
    async stop() {
      await stopWork()
      await server.stop()
      await platform.close()
      rmSync(directory, { recursive: true })
      if (faults.length > 0) throw new AggregateError(faults, 'a party threw')
    },
  }
}

function createCaller(world: World, origin: string): WalletWorld['call'] {
  const keys = new Map<string, string>()

  async function keyOf(party: string): Promise<string> {
    const known = keys.get(party)
    if (known !== undefined) return known
    const api = partyApi(world, brandId<PartyId>(party))
    const asked = { label: 'test', scopes: scopesOf(api.routes), validForMs: KEY_VALID_MS }
    const { key } = unwrap(await createApiKey(api, asked))
    keys.set(party, key)
    return key
  }

  return async (party, method, path, { body, asOperator = false } = {}) => {
    const response = await fetch(`${origin}/${party}${path}`, {
      method,
      headers: {
        ...(method === 'POST' && { 'idempotency-key': randomUUID() }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(asOperator && { authorization: `Bearer ${await keyOf(party)}` }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, json: await response.json() }
  }
}

/** Looks again and again until there is something, or the time is over. */
export async function until<T>(withinMs: number, look: () => Promise<T | undefined>): Promise<T> {
  const endMs = performance.now() + withinMs
  for (;;) {
    const found = await look()
    if (found !== undefined) return found
    if (performance.now() > endMs) throw new Error(`nothing within ${withinMs} ms`)
    await sleep(50)
  }
}
