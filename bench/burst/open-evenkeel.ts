import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CampaignRule, Compute, Signer, Store } from '@evenkeel/kernel'
import { brandId, type CampaignId, epochMs, type PartyId, unwrap } from '@evenkeel/kernel'
import { createNativeSigner, inlineCompute, readOrCreateKeyFile } from '@evenkeel/kernel/adapters'
import {
  announceDemo,
  brownOutWaits,
  demoCampaignRule,
  openFilePlatform,
  openListener,
  openWorld,
  serveWorld,
  worldParties,
} from '@evenkeel/node'
import type { Reconciled } from './phase.ts'
import type { BurstServer } from './server-process.ts'
import { createSlowCheck } from './slow-check.ts'

const CAMPAIGN = brandId<CampaignId>('burst')
export const CLAIMS_TARGET: string = `/distributor/campaigns/${CAMPAIGN}/claims`
const VERIFIER = brandId<PartyId>('verifier-a')
const PAID = 100n
/** Rounds, so far apart in milliseconds, in which nothing moved: more than a sweep together. */
const QUIET_ROUNDS = 6
const QUIET_MS = 250

/** The demo's rule with a pool that no run empties. */
export function burstRule(): CampaignRule {
  const demo = demoCampaignRule(epochMs(Date.now()))
  return {
    ...demo,
    id: CAMPAIGN,
    poolMinor: '1000000000000',
    allocation: { kind: 'fixed', amountMinor: String(PAID) },
  }
}

/** The verifier's key is made by the bench, so that one set of claims is good at every server. */
export function burstVerifier(seed: Uint8Array): Signer {
  return createNativeSigner('EdDSA', seed)
}

/** The world as it is served, with its settlement and its observer at work; the signature checks wait for a check elsewhere if there is one. */
export async function openEvenkeel(
  directory: string,
  verifierSeed: Uint8Array,
  checksPerSecond: number,
): Promise<BurstServer> {
  const onFault = (party: string, error: unknown): void => {
    process.exitCode = 1
    process.stderr.write(`${party}: ${error instanceof Error ? error.stack : error}\n`)
  }
  readOrCreateKeyFile(`${directory}/${VERIFIER}.key`, {
    bytes: () => verifierSeed,
    below: () => 0,
  })
  const listener = await openListener({ host: '127.0.0.1', port: 0 })
  const platform = openFilePlatform({
    directory,
    parties: worldParties,
    publicUrl: listener.url,
    onFault,
    ...(checksPerSecond > 0 && { compute: slowCompute(checksPerSecond) }),
  })
  const world = await openWorld(platform)
  const distributor = world.the('distributor')
  unwrap(await announceDemo(distributor.role, burstRule()))
  await world.quiesce()
  const server = await serveWorld(world, platform, { listener, onFault })
  const stopWork = world.start(brownOutWaits(server, distributor.ports.clock))
  return {
    port: Number(new URL(listener.url).port),
    async drain() {
      // The world's own pumps work beside this: what they have in hand, a round does not see.
      for (let quiet = 0; quiet < QUIET_ROUNDS; quiet += 1) {
        if ((await world.quiesce()) > 0) quiet = 0
        await sleep(QUIET_MS)
      }
    },
    async reconcile(path) {
      await stopWork()
      await world.quiesce()
      return compareBooks(path, distributor.ports.store, world.the('ledger').ports.store)
    },
    async close() {
      await server.stop()
      await stopWork()
      await platform.close()
    },
  }
}

function slowCompute(claimsPerSecond: number): Compute {
  const check = createSlowCheck(claimsPerSecond)
  return {
    async verifySignatures(jobs) {
      await check(jobs.length / 2)
      return inlineCompute.verifySignatures(jobs)
    },
  }
}

async function compareBooks(path: string, claims: Store, ledger: Store): Promise<Reconciled> {
  const rows = await claims.read('claims', (tx) =>
    tx.all('SELECT claim_id, ticket, state FROM claim ORDER BY claim_id'),
  )
  const stored = new Map(rows.map((row) => [row.claim_id, row]))
  const given = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
  const lost = given.filter((line) => {
    const [claimId = '', ticket] = line.split(' ')
    return stored.get(claimId)?.ticket !== ticket
  })
  const paid = await ledger.read('payees', (tx) =>
    tx.all("SELECT id, credits_posted FROM ledger_account WHERE id LIKE '%purse-%' ORDER BY id"),
  )
  const twice = paid.filter(({ credits_posted: credits }) => amountOf(credits) > PAID)
  const once = paid.filter(({ credits_posted: credits }) => amountOf(credits) === PAID)
  return {
    claims: rows.length,
    ticketsLost: lost.length,
    doublePayments: twice.length,
    unpaid: rows.length - once.length - twice.length,
  }
}

function amountOf(column: unknown): bigint {
  return BigInt(`0x${Buffer.from(column as Uint8Array).toString('hex')}`)
}
