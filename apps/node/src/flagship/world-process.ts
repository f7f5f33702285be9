import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { assert, unwrap } from '@evenkeel/kernel'
import { readOrCreateKeyFile, systemRandom } from '@evenkeel/kernel/adapters'
import { announceDemo } from '../demo/announce-demo.ts'
import { openClaimFile } from '../replay/claim-file.ts'
import { prepareClaims } from '../replay/prepare-claims.ts'
import { readDrop } from '../replay/read-drop.ts'
import { judgeWorld } from './judge-world.ts'
import { LOOK_EVERY_MS, PREPARED_AT_A_TIME } from './limits.ts'
import { accreditIssuers, type FlagshipWorld, openFlagship } from './open-flagship.ts'
import { preparePresented, WITHDRAWN_ISSUER } from './prepare-presented.ts'
import type {
  IssuerWithdrawn,
  WorldArguments,
  WorldLook,
  WorldOpened,
  WorldProgress,
  WorldRequest,
} from './protocol.ts'

// The process of the world under the storm: says where it is, answers what it is asked, and is killed or let go of.
await main(JSON.parse(process.argv[2] ?? '{}') as WorldArguments)

async function main(given: WorldArguments): Promise<void> {
  const released = new Promise((resolve) => process.once('disconnect', resolve))
  const flagship = await openFlagship(given)
  process.on('message', (request: WorldRequest) => {
    answer(flagship, given, request).then(
      (reply) => process.send?.(reply),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        process.exit(1)
      },
    )
  })
  process.send?.({ url: flagship.url } satisfies WorldOpened)
  await released
  await flagship.close()
}

function tell(progress: number): void {
  process.send?.({ progress } satisfies WorldProgress)
}

async function answer(
  flagship: FlagshipWorld,
  given: WorldArguments,
  request: WorldRequest,
): Promise<object> {
  switch (request.kind) {
    case 'announce':
      return announce(flagship, given)
    case 'prepare':
      return prepare(flagship, given)
    case 'withdraw-issuer':
      return withdrawIssuer(flagship)
    case 'look':
      return look(flagship, given)
    case 'judge':
      return judgeWorld(flagship, given, request.withdrawnAtMs, tell)
  }
}

/** Accredits the issuers and opens the campaign over the drop's table. */
async function announce(flagship: FlagshipWorld, { rule, data, limit }: WorldArguments) {
  const { role } = flagship.world.the('distributor')
  async function* table() {
    for await (const row of readDrop(data, limit)) {
      yield { entry: row.account, amountMinor: row.amountMinor }
    }
  }
  await accreditIssuers(flagship)
  unwrap(await announceDemo(role, rule, { table: table() }))
  for (;;) {
    const campaign = unwrap(await role.showCampaign(rule.id))
    const refused = campaign.waitingFor.find(({ reason }) => reason !== undefined)
    assert(refused === undefined, `${refused?.handoff} was refused: ${refused?.reason}`)
    if (campaign.openedAtMs !== undefined) return {}
    await sleep(LOOK_EVERY_MS)
  }
}

async function prepare(
  { world }: FlagshipWorld,
  { directory, rule, data, limit }: WorldArguments,
): Promise<object> {
  const file = openClaimFile(directory)
  const secret = readOrCreateKeyFile(join(directory, 'flagship.key'), systemRandom)
  await prepareClaims({
    rows: readDrop(data, limit),
    file,
    prepare: (rows) => preparePresented(world, rule, secret, rows),
    atATime: PREPARED_AT_A_TIME,
    onProgress: tell,
  })
  file.close()
  return {}
}

/** Ends the accreditation of one issuer at once: it should not have been trusted. */
async function withdrawIssuer({ world }: FlagshipWorld): Promise<IssuerWithdrawn> {
  const authority = world.the('governance')
  const records = await world.the('network').role.accreditations()
  const record = records.find(({ party }) => party === WITHDRAWN_ISSUER)
  assert(record !== undefined, `${WITHDRAWN_ISSUER} is accredited`)
  const publishedAtMs = authority.ports.clock.nowMs()
  const actId = `withdraw-${WITHDRAWN_ISSUER}`
  const reason = 'key_compromise'
  const withdrawn = {
    ...record,
    status: 'withdrawn',
    statusFromMs: publishedAtMs,
    reason,
    actId,
  } as const
  unwrap(await authority.role.accredit({ record: withdrawn, mode: 'immediate' }))
  for (;;) {
    const { effects } = unwrap(await authority.role.showAct(actId))
    const inForce = effects.find(({ state }) => state === 'in_force')
    if (inForce !== undefined) return { publishedAtMs, everywhereAtMs: inForce.effectiveAtMs }
    await sleep(LOOK_EVERY_MS)
  }
}

async function look({ world }: FlagshipWorld, { rule }: WorldArguments): Promise<WorldLook> {
  const { totals } = unwrap(await world.the('distributor').role.showCampaign(rule.id))
  return {
    claims: Object.fromEntries(
      Object.entries(totals).map(([state, { claims }]) => [state, claims]),
    ),
    rssMib: Math.ceil(process.resourceUsage().maxRSS / 1_024),
  }
}
