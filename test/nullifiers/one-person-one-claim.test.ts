import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ClaimAnswer } from '@evenkeel/distributor'
import {
  brandId,
  type CampaignRule,
  type CredentialId,
  type JsonObject,
  type PartyId,
  unwrap,
} from '@evenkeel/kernel'
import {
  claimWithReceipt,
  demoAccreditation,
  demoCampaignRule,
  openFilePlatform,
  openWorld,
  presentForCampaign,
  type World,
  worldParties,
} from '@evenkeel/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { announceDemo } from '../../apps/node/src/demo/announce-demo.ts'

const IDENTITY = 'https://registry.example/types/identity'
const STUDENT = 'https://university.example/types/student'
const typeOf: Readonly<Record<string, string>> = {
  'issuer-strict': IDENTITY,
  'issuer-sloppy': STUDENT,
}

const directory = mkdtempSync(join(tmpdir(), 'evenkeel-nullifiers-'))
const files = openFilePlatform({ directory, parties: worldParties })
let world: World

afterAll(async () => {
  await files.close()
  rmSync(directory, { recursive: true, force: true })
})

/** Residents of one register, who prove themselves by a card of the registry or of the university; counted once in all. */
function residents(change: Partial<CampaignRule> = {}): CampaignRule {
  const { policy, ...demo } = demoCampaignRule(world.the('distributor').ports.clock.nowMs())
  return {
    ...demo,
    id: brandId('residents'),
    policy: {
      ...policy,
      id: 'residents',
      credentialTypes: [IDENTITY, STUDENT],
      assuranceMin: 'low',
      outputs: {},
      subjectClaim: 'person_number',
      subject: { kind: 'national_id', namespace: 'CH', claims: { [STUDENT]: 'ahv_number' } },
    },
    uniqueness: { domain: 'residents', period: '2027' },
    ...change,
  }
}

async function open(rule: CampaignRule): Promise<void> {
  unwrap(await announceDemo(world.the('distributor').role, rule))
  await world.quiesce()
}

beforeAll(async () => {
  world = await openWorld(files)
  for (const [issuer, type] of Object.entries(typeOf)) {
    const nowMs = world.the('governance').ports.clock.nowMs()
    const record = {
      ...demoAccreditation(brandId<PartyId>(issuer), files, nowMs),
      credentialTypes: [type],
    }
    unwrap(await world.the('governance').role.accredit({ record, mode: 'immediate' }))
  }
  await world.quiesce()
  await open(residents())
}, 60_000)

async function issue(issuer: string, claims: JsonObject): Promise<CredentialId> {
  const holder = world.the('holder').role
  const { credentialId, credential } = unwrap(
    await world.the('issuer', issuer).role.issueCredential({
      vct: typeOf[issuer] ?? '',
      claims,
      disclose: Object.keys(claims),
      holderJwk: await holder.createKey(),
      validForMs: 86_400_000,
    }),
  )
  unwrap(await holder.storeCredential({ credentialId, credential }))
  return credentialId
}

interface Visit {
  readonly verifier?: string
  readonly disclose?: readonly string[]
  readonly campaignId?: CampaignRule['id']
}

/** What the distributor answers, or why the verifier gave no receipt. */
async function claim(credentialId: CredentialId, visit: Visit = {}): Promise<string> {
  const request = {
    campaignId: visit.campaignId ?? brandId('residents'),
    credentialId,
    verifier: visit.verifier ?? 'verifier-a',
    payoutTarget: `purse-${credentialId}`,
    disclose: visit.disclose ?? ['person_number'],
  }
  const { verdict, receipt, payoutSalt } = unwrap(await presentForCampaign(world, request))
  if (receipt === undefined) return verdict.reason ?? verdict.outcome
  const { answer } = unwrap(await claimWithReceipt(world, request, { receipt, payoutSalt }))
  await world.quiesce()
  return saying(answer)
}

function saying(answer: ClaimAnswer): string {
  return answer.kind === 'ticket' ? 'ticket' : answer.reason
}

const asStudent: Visit = { verifier: 'verifier-b', disclose: ['ahv_number'] }

describe('one person is paid once', () => {
  test('with cards of two issuers, shown to two verifiers', async () => {
    const card = await issue('issuer-strict', { person_number: '756.9217.0769.85' })
    const studentCard = await issue('issuer-sloppy', { ahv_number: '756 9217 0769 85' })
    expect(await claim(card)).toBe('ticket')
    expect(await claim(studentCard, asStudent)).toBe('already_claimed')
    const another = await issue('issuer-sloppy', { ahv_number: '756 1234 5678 97' })
    expect(await claim(another, asStudent)).toBe('ticket')
  }, 60_000)

  test('also after the credential that was paid is gone and another was issued in its place', async () => {
    const card = await issue('issuer-strict', { person_number: '756.3047.5009.62' })
    expect(await claim(card)).toBe('ticket')
    unwrap(await world.the('issuer', 'issuer-strict').role.revokeCredential(card, 'superseded'))
    const again = await issue('issuer-strict', { person_number: '7563047500962' })
    expect(await claim(again, { verifier: 'verifier-b' })).toBe('already_claimed')
  }, 60_000)

  test('in each period: the next one is a campaign of its own', async () => {
    const card = await issue('issuer-strict', { person_number: '756.6319.4102.16' })
    expect(await claim(card)).toBe('ticket')
    const campaignId = brandId<CampaignRule['id']>('residents-2028')
    await open(residents({ id: campaignId, uniqueness: { domain: 'residents', period: '2028' } }))
    expect(await claim(card, { campaignId })).toBe('ticket')
    expect(await claim(card, { campaignId, verifier: 'verifier-b' })).toBe('already_claimed')
  }, 60_000)
})

test('a credential that does not show the number is refused with that reason', async () => {
  const card = await issue('issuer-strict', { person_number: '756.1111.2222.33', tier: 'gold' })
  expect(await claim(card, { disclose: ['tier'] })).toBe('subject_identifier_missing')
  expect(await claim(card)).toBe('ticket')
}, 60_000)

describe('a campaign is not made', () => {
  test('that counts by what somebody else can take over, unless it says that it bears the loss', async () => {
    const { createCampaign } = world.the('distributor').role
    const rule = residents({ id: brandId('by-mail') })
    const byMail = (takeover?: 'accepted'): CampaignRule => ({
      ...rule,
      policy: {
        ...rule.policy,
        subjectClaim: 'email',
        subject: { kind: 'email', ...(takeover && { takeover }) },
      },
    })
    expect(await createCampaign(byMail())).toMatchObject({
      error: { code: 'subject_identifier_mutable' },
    })
    expect((await createCampaign(byMail('accepted'))).ok).toBe(true)
  })
})

test('a campaign does not open when a verifier that it names would count people by another key', async () => {
  const { role } = world.the('verifier', 'verifier-a')
  const id = brandId<CampaignRule['id']>('with-key-check')
  const wrong = brandId<CampaignRule['id']>('with-another-key')
  const checkOf = (keyCheck: string) => ({ domain: 'residents', period: '2027', keyCheck })
  await open(residents({ id, uniqueness: checkOf(role.identifiers.keyCheck(id)) }))
  await open(residents({ id: wrong, uniqueness: checkOf(role.identifiers.keyCheck(id)) }))
  const stateOf = async (campaignId: CampaignRule['id']) =>
    unwrap(await world.the('distributor').role.showCampaign(campaignId))
  expect((await stateOf(id)).state).toBe('open')
  const stuck = await stateOf(wrong)
  expect(stuck.state).not.toBe('open')
  expect(stuck.waitingFor.map(({ reason }) => reason)).toContain('nullifier_key_mismatch')
}, 60_000)
