import { type PartyId, unwrap } from '@evenkeel/kernel'
import { type FilePlatform, openFilePlatform } from '../adapters/file-platform.ts'
import { readWorldFile } from '../adapters/world-file.ts'
import { demoAccreditation } from '../demo/seed-demo.ts'
import { brownOutWaits } from '../http/brown-out-waits.ts'
import type { HttpServer } from '../http/create-http-server.ts'
import { openListener } from '../http/listener.ts'
import { openWorld, type World } from '../open-world.ts'
import { serveWorld } from '../serve-world.ts'
import { worldParties } from '../world-config.ts'
import { createBankRail } from './bank-rail.ts'
import { ACCOUNT_TYPE } from './flagship-rule.ts'
import { ACCREDITATION_LEASE_MS } from './limits.ts'
import { STEADY_ISSUER, WITHDRAWN_ISSUER } from './prepare-presented.ts'
import type { WorldArguments } from './protocol.ts'

/** A world that is served and works by the clock, paying over the bank. */
export interface FlagshipWorld {
  readonly world: World
  readonly platform: FilePlatform
  readonly server: HttpServer
  readonly url: string
  close(): Promise<void>
}

/** Opens the world of a directory where it was before, or a new one anywhere, and lets it work. Events go nowhere: nothing depends on them. */
export async function openFlagship({ directory, bankUrl }: WorldArguments): Promise<FlagshipWorld> {
  const onFault = (party: string, error: unknown): void => {
    process.exitCode = 1
    process.stderr.write(`${party}: ${error instanceof Error ? error.stack : String(error)}\n`)
  }
  const known = readWorldFile(directory)
  const port = known === undefined ? 0 : Number(new URL(known.publicUrl).port)
  const listener = await openListener({ host: '127.0.0.1', port })
  const platform = openFilePlatform({
    directory,
    parties: worldParties,
    publicUrl: listener.url,
    onFault,
  })
  const timing = { ...platform.timing, accreditationLeaseMs: ACCREDITATION_LEASE_MS }
  const rail = createBankRail(bankUrl)
  const world = await openWorld(platform, timing, { observed: false, rail })
  const server = await serveWorld(world, platform, { listener, onFault })
  const stop = world.start(brownOutWaits(server, world.the('distributor').ports.clock))
  return {
    world,
    platform,
    server,
    url: listener.url,
    async close() {
      await server.stop()
      await stop()
      await platform.close()
    },
  }
}

/** Accredits both issuers for credentials about accounts, unless that was done before. */
export async function accreditIssuers({ world, platform }: FlagshipWorld): Promise<void> {
  const authority = world.the('governance')
  for (const issuer of [STEADY_ISSUER, WITHDRAWN_ISSUER] as PartyId[]) {
    const record = {
      ...demoAccreditation(issuer, platform, authority.ports.clock.nowMs()),
      credentialTypes: [ACCOUNT_TYPE],
    }
    if ((await authority.role.showAct(record.actId ?? '')).ok) continue
    unwrap(await authority.role.accredit({ record, mode: 'immediate' }))
  }
}
