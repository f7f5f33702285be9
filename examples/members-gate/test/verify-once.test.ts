import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  brandId,
  type CampaignId,
  type CredentialId,
  type PartyId,
  type Ports,
  unwrap,
} from '@evenkeel/kernel'
import {
  claimWithReceipt,
  DEMO_CAMPAIGN,
  type FilePlatform,
  MEMBERSHIP_TYPE,
  openFilePlatform,
  openWorld,
  presentForCampaign,
  seedDemo,
  type World,
  worldParties,
} from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createGate, type Gate, gateMigrations } from '../src/gate.ts'

let directory = ''
let platform: FilePlatform
let world: World
let gate: Gate

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'members-gate-world-'))
  platform = openFilePlatform({ directory, parties: worldParties })
  world = await openWorld(platform)
  await seedDemo(world, platform)
  await world.quiesce()
  // Any party's ports do: the gate takes a store, a clock and a signer.
  const { clock, signer, store }: Ports = world.the('holder').ports
  await store.migrate(gateMigrations)
  const terms = { name: 'members-gate', keyOf: platform.directory.keyOf, statusAgeMaxMs: 60_000 }
  gate = createGate({ clock, signer, store }, terms)
})

afterAll(async () => {
  await platform.close()
  rmSync(directory, { recursive: true, force: true })
})

async function issue(memberId: string): Promise<CredentialId> {
  const holder = world.the('holder').role
  const issued = unwrap(
    await world.the('issuer', 'issuer-strict').role.issueCredential({
      vct: MEMBERSHIP_TYPE,
      claims: { member_id: memberId, tier: 'gold' },
      disclose: ['member_id', 'tier'],
      holderJwk: await holder.createKey(),
      validForMs: 86_400_000,
    }),
  )
  const { credentialId, credential } = issued
  unwrap(await holder.storeCredential({ credentialId, credential }))
  return credentialId
}

const claimOf = (credentialId: CredentialId) => ({
  campaignId: DEMO_CAMPAIGN as CampaignId,
  credentialId,
  verifier: brandId<PartyId>('verifier-a'),
  payoutTarget: 'me',
})

describe('one presentation', () => {
  it('pays at the distributor and opens the gate, each once, in either order', async () => {
    for (const [member, gateFirst] of [
      ['m-gate-1', true],
      ['m-gate-2', false],
    ] as const) {
      const request = claimOf(await issue(member))
      const { receipt, payoutSalt } = unwrap(await presentForCampaign(world, request))
      if (receipt === undefined) throw new Error('the credential is good')
      const enter = () => gate.admit(receipt, `request-of-${member}`)
      const claim = async () =>
        unwrap(await claimWithReceipt(world, request, { receipt, payoutSalt })).answer
      if (gateFirst) expect(await enter()).toMatchObject({ ok: true })
      expect(await claim()).toMatchObject({ kind: 'ticket' })
      expect(await enter()).toMatchObject({ ok: true })
      expect(await gate.admit(receipt, 'another-request')).toMatchObject({
        error: { code: 'receipt_replayed' },
      })
    }
    await world.quiesce()
    const shown = unwrap(await world.the('ledger').role.showCampaign(DEMO_CAMPAIGN))
    expect(shown.settled).toBe(20_000n)
  })
})
