import {
  type AccreditationRecord,
  brandId,
  type CampaignRule,
  createSeededSigner,
  type PartyId,
  type Policy,
  parseJws,
  parseReceipt,
  type Receipt,
  type SubjectTerms,
  unwrap,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { type Campaign, hand, openCampaign, rule } from '../support/campaign.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  AUDIENCE,
  accreditationList,
  type CredentialParts,
  ISSUER,
  openWorld,
  payoutData,
  policy,
  present,
  record,
  statusToken,
  VCT,
  type WorldOptions,
} from '../support/test-world.ts'

/** A second issuer, with a type, a claim and a status list of its own. */
const UNIVERSITY = 'https://university.evenkeel.example'
const STUDENT = 'urn:example:student'
const UNIVERSITY_STATUS = `${UNIVERSITY}/status/1`
const universitySigner = createSeededSigner('ES256', new Uint8Array(32).fill(11))
const university: AccreditationRecord = {
  ...record,
  subject: UNIVERSITY,
  party: brandId<PartyId>('university'),
  keys: [universitySigner.publicJwk],
  credentialTypes: [STUDENT],
  actId: 'act-2',
}

const subject: SubjectTerms = {
  kind: 'national_id',
  namespace: 'CH',
  claims: { [STUDENT]: 'ahv_number' },
}
const terms: Policy = {
  ...policy,
  credentialTypes: [VCT, STUDENT],
  outputs: {},
  requiredClaims: {},
  subject,
}

/** One of the verifiers that the rule names, with both issuers on its list. */
async function openVerifier(
  change: Partial<CampaignRule> = {},
  options: WorldOptions = {},
): Promise<Campaign> {
  const verifiers = ['verifier', 'verifier-b'].map((id) => brandId<PartyId>(id))
  const campaign = await openCampaign({ policy: terms, verifiers, ...change }, options)
  const { answers } = campaign.world
  const at = START_MS
  answers.set(ACCREDITATIONS_URL, await accreditationList({ at, records: [record, university] }))
  const payload = { sub: UNIVERSITY_STATUS }
  answers.set(UNIVERSITY_STATUS, await statusToken({ at, payload, signer: universitySigner }))
  return campaign
}

const identityCard = (person: unknown): CredentialParts => ({ claims: { person } })
const studentCard = (number: unknown): CredentialParts => ({
  claims: {
    iss: UNIVERSITY,
    vct: STUDENT,
    ahv_number: number,
    status: { status_list: { idx: 3, uri: UNIVERSITY_STATUS } },
  },
  header: { typ: 'dc+sd-jwt', kid: universitySigner.keyId },
  signer: universitySigner,
})

async function receiptOf(campaign: Campaign, parts: CredentialParts): Promise<Receipt> {
  const { verdict, receipt } = unwrap(await campaign.verify(parts))
  expect(verdict.reason).toBeUndefined()
  const jws = unwrap(parseJws(receipt?.compact ?? '', { maxBytes: 32_768, maxDepth: 12 }))
  return unwrap(parseReceipt(jws.payload))
}
const nullifierOf = async (campaign: Campaign, parts: CredentialParts) =>
  (await receiptOf(campaign, parts)).nullifier

describe('one person', () => {
  test('has one nullifier, whichever verifier of the rule and whichever issuer of the set', async () => {
    const a = await openVerifier()
    const b = await openVerifier({}, { id: 'verifier-b', config: { audience: AUDIENCE } })
    const spellings = [
      [a, identityCard('756.9217.0769.85')],
      [a, studentCard('7569217076985')],
      [b, identityCard(' 756 9217 0769 85')],
      [b, studentCard('756-9217-0769-85')],
    ] as const
    const names = await Promise.all(
      spellings.map(([verifier, card]) => nullifierOf(verifier, card)),
    )
    expect(new Set(names).size).toBe(1)
    expect(await nullifierOf(b, studentCard('7561234567897'))).not.toBe(names[0])
  })

  test('has another nullifier in another period, domain or register', async () => {
    const changes: readonly Partial<CampaignRule>[] = [
      {},
      { uniqueness: { ...rule.uniqueness, period: '2027' } },
      { uniqueness: { ...rule.uniqueness, domain: 'guests' } },
      { policy: { ...terms, subject: { ...subject, namespace: 'LI' } } },
    ]
    const card = identityCard('7569217076985')
    const names = await Promise.all(
      changes.map(async (change) => nullifierOf(await openVerifier(change), card)),
    )
    expect(new Set(names).size).toBe(changes.length)
  })

  test('is somebody else to verifiers of another programme', async () => {
    const card = identityCard('7569217076985')
    const other = await openVerifier({}, { config: { programmeKey: new Uint8Array(32).fill(7) } })
    expect(await nullifierOf(other, card)).not.toBe(await nullifierOf(await openVerifier(), card))
  })

  test('is written down nowhere: not in the receipt, the verdict, an event or the store', async () => {
    const campaign = await openVerifier()
    const receipt = await receiptOf(campaign, identityCard('756.9217.0769.85'))
    const { store } = campaign.world
    const stored = await store.read('everything', async (tx) => {
      const tables = await tx.all("SELECT name FROM sqlite_master WHERE type = 'table'")
      const rows = tables.map(({ name }) => tx.all(`SELECT * FROM "${name}"`))
      return (await Promise.all(rows)).flat()
    })
    const texts = stored.flatMap((row) =>
      Object.values(row).map((value) =>
        value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value),
      ),
    )
    expect(texts.some((text) => text.includes(receipt.id))).toBe(true)
    for (const text of [...texts, JSON.stringify(receipt)]) {
      expect(text).not.toMatch(/756[.]?9217[.]?0769[.]?85/)
    }
  })
})

describe('a credential is rejected', () => {
  test.each([
    ['whose number is none', identityCard('unknown'), 'subject_identifier_malformed'],
    [
      'whose number is a JSON number',
      identityCard(7_569_217_076_985),
      'subject_identifier_malformed',
    ],
    [
      'that carries it where another type does',
      studentCard(undefined),
      'subject_identifier_missing',
    ],
  ])('%s', async (_, parts, reason) => {
    const { verdict, receipt } = unwrap(await (await openVerifier()).verify(parts))
    expect(verdict).toMatchObject({ outcome: 'rejected', reason })
    expect(receipt).toBeUndefined()
  })

  test('of an issuer that is accredited but not of the set', async () => {
    const only = { ...terms, subject: { ...subject, issuers: [ISSUER] } }
    const campaign = await openVerifier({ policy: only })
    const { verdict } = unwrap(await campaign.verify(studentCard('7569217076985')))
    expect(verdict).toMatchObject({
      outcome: 'rejected',
      reason: 'credential_issuer_not_in_domain',
    })
    await receiptOf(campaign, identityCard('7569217076985'))
  })
})

describe('a verifier does not work under a rule', () => {
  const refusal = (reason: string) => [{ outcome: 'refused', reason }]

  test('that counts people by what somebody else can take over', async () => {
    const world = await openWorld()
    const byHandle: Policy = { ...policy, subject: { kind: 'handle' } }
    expect(await hand(world, { ...rule, policy: byHandle })).toEqual(
      refusal('subject_identifier_mutable'),
    )
    const atItsRisk: Policy = { ...policy, subject: { kind: 'handle', takeover: 'accepted' } }
    expect(await hand(world, { ...rule, policy: atItsRisk })).toEqual([{ outcome: 'acknowledged' }])
  })

  test('whose nullifiers it would make with another key', async () => {
    const world = await openWorld()
    const stranger = await openWorld({ config: { programmeKey: new Uint8Array(32).fill(7) } })
    const keyCheck = world.verifier.identifiers.keyCheck(rule.id)
    const committed = { ...rule, uniqueness: { ...rule.uniqueness, keyCheck } }
    expect(await hand(world, committed)).toEqual([{ outcome: 'acknowledged' }])
    expect(await hand(stranger, committed)).toEqual(refusal('nullifier_key_mismatch'))
    expect(stranger.verifier.identifiers.keyCheck(rule.id)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('that it took with another key, before a restart', async () => {
    const { identifiers } = (await openWorld()).verifier
    const uniqueness = { ...rule.uniqueness, keyCheck: identifiers.keyCheck(rule.id) }
    const campaign = await openVerifier({ uniqueness })
    const { store, time } = campaign.world
    const config = { programmeKey: new Uint8Array(32).fill(7) }
    const restarted = await openWorld({ store, time, config })
    const nonce = restarted.verifier.createNonce()
    const transactionData = payoutData()
    const answer = await restarted.verifier.verifyForCampaign({
      campaignId: rule.id,
      presentation: await present({ nonce, transactionData }),
      nonce,
      transactionData,
      deadlineMs: time.clock.monotonicMs() + 1_000,
    })
    expect(answer).toMatchObject({ error: { code: 'nullifier_key_mismatch' } })
  })
})
