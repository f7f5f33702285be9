import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brandId, type CampaignId, type CampaignRule, unwrap } from '@evenkeel/kernel'
import { onTestFinished } from 'vitest'
import { openFilePlatform } from '../../../src/adapters/file-platform.ts'
import { announceDemo } from '../../../src/demo/announce-demo.ts'
import { demoCampaignRule } from '../../../src/demo/demo-campaign.ts'
import { type Listener, openListener } from '../../../src/http/listener.ts'
import { openWorld, type World } from '../../../src/open-world.ts'
import { startWorker } from '../../../src/processes/start-worker.ts'
import type { Worker } from '../../../src/processes/supervise-workers.ts'
import { prepareClaim } from '../../../src/replay/prepare-claim.ts'
import { serveWorld } from '../../../src/serve-world.ts'
import { wellKnown, worldParties } from '../../../src/world-config.ts'

export const AMOUNT_MINOR = 100n

/** A world that this process serves, with a campaign and claims for it. */
export interface ClaimedWorld {
  readonly world: World
  readonly url: string
  readonly rule: CampaignRule
  readonly claims: readonly Uint8Array[]
  /** Starts a process that serves the same stores at a port of its own, so that a test knows whom it asks. */
  startWorker(): Promise<{ readonly worker: Worker; readonly url: string }>
}

export interface Answered {
  readonly status: number
  readonly ticket: string | undefined
}

/** Opens the world over a new directory; everything ends when the test does. */
export async function openClaimedWorld(count: number): Promise<ClaimedWorld> {
  const directory = mkdtempSync(join(tmpdir(), 'evenkeel-processes-'))
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const platform = openFilePlatform({
    directory,
    parties: worldParties,
    publicUrl: listener.url,
    cores: 1,
  })
  const world = await openWorld(platform)
  const server = await serveWorld(world, platform, { listener })
  const workers: Worker[] = []
  onTestFinished(async () => {
    for (const worker of workers) worker.release()
    await Promise.all(workers.map(({ ended }) => ended))
    await server.stop()
    await platform.close()
    rmSync(directory, { recursive: true, force: true })
  })
  const { role, ports } = world.the('distributor')
  const rule: CampaignRule = {
    ...demoCampaignRule(ports.clock.nowMs()),
    id: brandId<CampaignId>('processes'),
    allocation: { kind: 'fixed', amountMinor: String(AMOUNT_MINOR) },
  }
  unwrap(await announceDemo(role, rule))
  await world.quiesce()
  const verifier = world.the('verifier', 'verifier-a')
  const maker = {
    rule,
    verifier: { id: verifier.id, signer: verifier.ports.signer },
    secret: randomBytes(32),
  }
  const claims = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      prepareClaim(maker, { index, account: `purse-${index}`, amountMinor: '0' }),
    ),
  )
  return {
    world,
    url: listener.url,
    rule,
    claims,
    async startWorker() {
      const own = await freePort()
      let serves: (() => void) | undefined
      const isServing = new Promise<void>((resolve) => {
        serves = resolve
      })
      const worker = startWorker(
        { directory, ...own.address, cores: 1 },
        { onLoad: () => serves?.(), onFault: () => undefined },
      )
      workers.push(worker)
      await Promise.race([
        isServing,
        worker.ended.then((how) => Promise.reject(new Error(`the worker ended: ${how}`))),
      ])
      return { worker, url: own.url }
    },
  }
}

async function freePort(): Promise<Pick<Listener, 'address' | 'url'>> {
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  await listener.close()
  return listener
}

/** Sends a claim over a connection of its own; rejects when that breaks. */
export function sendClaim(url: string, rule: CampaignRule, claim: Uint8Array): Promise<Answered> {
  const target = `${url}/${wellKnown.distributor}/campaigns/${rule.id}/claims`
  return new Promise((resolve, reject) => {
    const asked = request(target, {
      method: 'POST',
      agent: false,
      headers: { 'content-type': 'application/json', 'content-length': claim.length },
    })
    asked.on('error', reject)
    asked.on('response', (response) => {
      readAll(response).then((text) => {
        const { ticket } = JSON.parse(text) as { readonly ticket?: string }
        resolve({ status: response.statusCode ?? 0, ticket })
      }, reject)
    })
    asked.end(claim)
  })
}

async function readAll(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of response) parts.push(part as Buffer)
  return Buffer.concat(parts).toString()
}
