import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClientOptions } from '@evenkeel/client'
import { brandId, type Clock, epochMs, err, ok, type PartyId, unwrap } from '@evenkeel/kernel'
import { createHttpTransport, type SafeHttpClient, systemClock } from '@evenkeel/kernel/adapters'
import {
  createApiKey,
  type FilePlatform,
  openFilePlatform,
  openListener,
  openWorld,
  partyApi,
  scopesOf,
  serveWorld,
  type World,
  worldParties,
} from '@evenkeel/node'
import { createRecorder, type Recorder } from './record-exchanges.ts'

/** A world on a port of its own, in which nothing has happened yet. Whatever anybody sends to anybody is recorded. */
export interface JourneyWorld {
  readonly world: World
  readonly platform: FilePlatform
  readonly recorder: Recorder
  /** What a client of a party needs; without a label it has no key. */
  optionsFor(party: string, label?: string): Promise<ClientOptions>
  /** Sets the clock of all parties forward. */
  advance(ms: number): void
  /** URLs that begin with one of these are unreachable for parties. */
  readonly cutOff: Set<string>
  /** What parties threw. */
  readonly faults: readonly unknown[]
  stop(): Promise<void>
}

const KEY_VALID_MS = 3_600_000

/** Opens the world. Its parties reach each other over the socket too; `world.quiesce()` lets them work. */
export async function openJourneyWorld(): Promise<JourneyWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-journey-'))
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const faults: unknown[] = []
  const platform = openFilePlatform({ directory, parties: worldParties, publicUrl: listener.url })
  const recorder = createRecorder(listener.url)
  const cutOff = new Set<string>()
  const client = createRecordedClient(recorder, cutOff)
  let skippedMs = 0
  const clock: Clock = {
    nowMs: () => epochMs(systemClock.nowMs() + skippedMs),
    monotonicMs: () => systemClock.monotonicMs() + skippedMs,
  }
  const transport = createHttpTransport({ addresses: platform.directory, client })
  const world = await openWorld({
    ...platform,
    portsFor: async (party) => ({ ...(await platform.portsFor(party)), transport, clock }),
  })
  const server = await serveWorld(world, platform, {
    listener,
    onFault: (party, error) => faults.push(`${party}: ${String(error)}`, error),
  })
  return {
    world,
    platform,
    recorder,
    advance(ms) {
      skippedMs += ms
    },
    cutOff,
    faults,
    async optionsFor(name, label) {
      const party = brandId<PartyId>(name)
      const options = { baseUrl: platform.directory.urlOf(party), fetch: recorder.exchange }
      if (label === undefined) return options
      const api = partyApi(world, party)
      const asked = { label, scopes: scopesOf(api.routes), validForMs: KEY_VALID_MS }
      return { ...options, apiKey: unwrap(await createApiKey(api, asked)).key }
    },
    async stop() {
      await server.stop()
      await platform.close()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

function createRecordedClient(
  { exchange }: Recorder,
  cutOff: ReadonlySet<string>,
): Pick<SafeHttpClient, 'exchange'> {
  return {
    async exchange({ url, body }) {
      if ([...cutOff].some((prefix) => url.startsWith(prefix))) {
        return err({ code: 'transport_unreachable', detail: 'cut off' })
      }
      const posted = body && {
        method: 'POST',
        headers: { 'content-type': body.mediaType },
        body: new Uint8Array(body.bytes),
      }
      const response = await exchange(new Request(url, posted))
      return ok({ status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) })
    },
  }
}
