import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brandId, epochMs, type PartyId, sha256, unwrap } from '@evenkeel/kernel'
import {
  announceDemo,
  createApiKey,
  demoCampaignRule,
  HTTP_LIMITS,
  type HttpLimits,
  openFilePlatform,
  openListener,
  openWorld,
  partyApi,
  scopesOf,
  seedDemo,
  serveWorld,
  type World,
  worldParties,
} from '@evenkeel/node'
import { type Answers, type Ask, OTHER_CAMPAIGN, type Ready } from './world-protocol.ts'

// The world under attack, in a process of its own: what it uses of memory is then its own, and what kills it kills nobody else.

/** Patience is shortened so that the rows that wear it out end soon; sizes are those that ship. */
const LIMITS: HttpLimits = {
  ...HTTP_LIMITS,
  headersMsMax: 500,
  bodyMsMax: 500,
  streamsMax: 16,
}

/** Names that somebody could register, and where they lead. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'loopback.example': ['127.0.0.1'],
  'private.example': ['10.0.0.5'],
  'metadata.example': ['169.254.169.254'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'mixed.example': ['93.184.215.14', '127.0.0.1'],
}

/** What hostile input must not change: rows that stand for value, people or power. Refused claims are records of a refusal. */
const COUNTS: Readonly<Record<string, string>> = {
  claim: "SELECT claim_id, state, amount FROM claim WHERE state <> 'refused' ORDER BY claim_id",
  nullifier: 'SELECT * FROM nullifier ORDER BY 1, 2, 3',
  campaign: 'SELECT campaign_id FROM campaign ORDER BY campaign_id',
  campaign_rule: 'SELECT campaign_id, rule FROM campaign_rule ORDER BY campaign_id',
  ledger_journal: 'SELECT seq, hash FROM ledger_journal ORDER BY seq',
  rail_payment: 'SELECT seq FROM rail_payment ORDER BY seq',
  issued_credential: 'SELECT id, status FROM issued_credential ORDER BY id',
  vci_credential: 'SELECT id FROM vci_credential ORDER BY id',
  receipt: 'SELECT id FROM receipt WHERE verdict LIKE \'%"outcome":"accepted"%\' ORDER BY id',
  governance_case: 'SELECT * FROM governance_case ORDER BY 1',
  governance_act: 'SELECT * FROM governance_act ORDER BY 1',
  accreditation: 'SELECT * FROM accreditation ORDER BY 1, 2',
  api_key: 'SELECT key_id, scopes, revoked_at FROM api_key ORDER BY key_id',
}

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-hostile-'))
const listener = await openListener({ host: '127.0.0.1', port: 0 }, LIMITS)
const faults: string[] = []
const onFault = (party: PartyId, error: unknown): void => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  faults.push(`${party}: ${cause instanceof Error ? cause.stack : String(cause)}`)
}
const platform = openFilePlatform({
  directory,
  parties: worldParties,
  publicUrl: listener.url,
  onFault,
  resolve: async (host) => {
    const addresses = HOSTS[host]
    if (addresses === undefined) throw new Error('no such host')
    return addresses
  },
})
const world = await openWorld(platform)
await seedDemo(world, platform)
const distributor = world.the('distributor')
const rule = demoCampaignRule(epochMs(distributor.ports.clock.nowMs()))
unwrap(
  await announceDemo(distributor.role, {
    ...rule,
    id: brandId(OTHER_CAMPAIGN),
    // Another programme: whoever claims in one may claim in the other.
    uniqueness: { domain: 'other-members', period: 'once' },
    policy: { ...rule.policy, id: 'other-policy' },
  }),
)
await world.quiesce()
const server = await serveWorld(world, platform, { listener, onFault, limits: LIMITS })

async function fingerprint(): Promise<string> {
  const parts: string[] = []
  for (const [id, party] of world.parties) {
    const rows = await party.ports.store.read('fingerprint', async (tx) => {
      const tables = await tx.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name",
      )
      const found: unknown[] = []
      for (const { name } of tables) {
        const query = COUNTS[String(name)]
        if (query !== undefined) found.push(name, await tx.all(query))
      }
      return found
    })
    parts.push(id, JSON.stringify(rows, bytesAsHex))
  }
  return Buffer.from(sha256(parts.join('\n'))).toString('hex')
}

function bytesAsHex(_name: string, value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value
}

async function createKeys(of: World): Promise<Record<string, string>> {
  const keys: Record<string, string> = {}
  for (const id of of.parties.keys()) {
    const api = partyApi(of, id)
    const scopes = scopesOf(api.routes)
    if (scopes.length === 0) continue
    const asked = { label: `test ${randomUUID()}`, scopes, validForMs: 3_600_000 }
    keys[id] = unwrap(await createApiKey(api, asked)).key
  }
  return keys
}

const answers: { readonly [Name in Ask]: () => Promise<Answers[Name]> } = {
  async quiesce() {
    await world.quiesce()
    return undefined
  },
  fingerprint,
  faults: async () => faults.splice(0),
  async memory() {
    globalThis.gc?.()
    const { heapUsed, external } = process.memoryUsage()
    // maxRSS is in KiB and never falls: the highest water so far.
    return {
      heldBytes: heapUsed + external,
      peakBytes: process.resourceUsage().maxRSS * 1_024,
    }
  },
  async stop() {
    await server.stop()
    await platform.close()
    process.disconnect?.()
    return undefined
  },
}

// Also when whoever started it is no more.
process.on('disconnect', () => {
  rmSync(directory, { recursive: true, force: true })
  process.exit()
})
process.on('message', async ({ id, ask }: { readonly id: number; readonly ask: Ask }) => {
  try {
    const value = await answers[ask]()
    if (process.connected) process.send?.({ id, value })
  } catch (error) {
    process.send?.({ id, error: String(error) })
  }
})
const ready: Ready = {
  url: listener.url,
  directory,
  keys: await createKeys(world),
  limits: LIMITS,
  routes: [...world.parties.keys()].flatMap((party) =>
    partyApi(world, party).routes.map(({ method, path, access, budgetMs, body }) => ({
      name: `${method} /${party}${path}`,
      party,
      method,
      path,
      takesKey: access.kind === 'key',
      budgetMs,
      ...(body && { body: { mediaType: body.mediaType, bytesMax: body.bytesMax } }),
    })),
  ),
}
process.send?.(ready)
