import {
  canonicalJson,
  createSeededSigner,
  createStatusList,
  deflateStatusList,
  encodeBase64url,
  encodeUtf8,
  setStatus,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  bind,
  EPSILON_MS,
  INDEX,
  issue,
  NOW_S,
  openWorld,
  payoutData,
  present,
  record,
  STATUS_URI,
  statusToken,
  strangerSigner,
  type TestWorld,
} from '../support/test-world.ts'

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** What a case changes before the presentation is verified. */
type Prepare = (world: TestWorld) => Promise<string>

async function withStatus(world: TestWorld, value: number): Promise<string> {
  world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values: { [INDEX]: value } }))
  return present()
}

async function withRecord(world: TestWorld, change: Partial<typeof record>): Promise<string> {
  const records = [{ ...record, ...change }]
  world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
  return present()
}

const rejections: readonly (readonly [string, string, string, Prepare])[] = [
  ['a text that is nothing', 'format', 'credential_malformed', async () => 'garbage'],
  ['a text of 1 MB', 'format', 'message_too_large', async () => 'x'.repeat(1_048_576)],
  [
    'a presentation of 1 MB that is in order otherwise',
    'format',
    'message_too_large',
    async () => bind(await issue({ claims: { picture: 'x'.repeat(786_432) } })),
  ],
  [
    'claims nested 200 levels deep',
    'format',
    'credential_malformed',
    async () => bind(await issue({ claims: { deep: JSON.parse(nested(200)) } })),
  ],
  [
    'a disclosure nested 200 levels deep',
    'format',
    'credential_malformed',
    async () => bind(`${await issue()}${encodeBase64url(encodeUtf8(nested(200)))}~`),
  ],
  [
    '257 disclosures',
    'format',
    'message_too_large',
    async () => bind(`${await issue()}${'W10~'.repeat(254)}`),
  ],
  [
    'a disclosure that was changed',
    'format',
    'disclosure_unreferenced',
    async () => {
      const sdJwt = await issue()
      const forged = encodeBase64url(encodeUtf8(canonicalJson(['salt', 'tier', 'platinum'])))
      const parts = sdJwt.split('~')
      return bind([...parts.slice(0, 2), forged, ...parts.slice(3)].join('~'))
    },
  ],
  [
    'a disclosure that the issuer never signed',
    'format',
    'disclosure_unreferenced',
    async () => {
      const extra = encodeBase64url(encodeUtf8(canonicalJson(['salt', 'admin', true])))
      return bind(`${await issue()}${extra}~`)
    },
  ],
  [
    'a disclosure given twice',
    'format',
    'disclosure_duplicate',
    async () => {
      const sdJwt = await issue()
      return bind(`${sdJwt}${sdJwt.split('~')[1]}~`)
    },
  ],
  [
    'an expiry that the holder could withhold',
    'format',
    'disclosure_name_reserved',
    async () => {
      const credential = await issue({ disclose: ['exp', 'person', 'tier', 'country'] })
      return present({ credential, show: ['exp', 'person', 'tier', 'country'] })
    },
  ],
  [
    'an issuer that nobody accredited',
    'accreditation',
    'credential_issuer_unknown',
    async () => present({ credential: await issue({ claims: { iss: 'https://nobody.example' } }) }),
  ],
  [
    'an issuer that is suspended',
    'accreditation',
    'credential_issuer_suspended',
    (world) => withRecord(world, { status: 'suspended' }),
  ],
  [
    'an issuer that was withdrawn',
    'accreditation',
    'credential_issuer_not_accredited',
    (world) => withRecord(world, { status: 'withdrawn' }),
  ],
  [
    'an issuer whose accreditation has ended',
    'accreditation',
    'credential_issuer_not_accredited',
    (world) => withRecord(world, { validUntilMs: START_MS + EPSILON_MS }),
  ],
  [
    'an issuer whose accreditation has not begun',
    'accreditation',
    'credential_issuer_not_accredited',
    (world) => withRecord(world, { validFromMs: START_MS }),
  ],
  [
    'an issuer that may not issue this type',
    'accreditation',
    'credential_issuer_not_accredited',
    (world) => withRecord(world, { credentialTypes: ['urn:example:other'] }),
  ],
  [
    'an issuer that is only accredited to verify',
    'accreditation',
    'credential_issuer_unknown',
    (world) => withRecord(world, { action: 'verify' }),
  ],
  [
    'an issuer with too little assurance',
    'accreditation',
    'credential_assurance_too_low',
    (world) => withRecord(world, { assurance: 'low' }),
  ],
  [
    'a credential that somebody else signed',
    'signature',
    'credential_signature_invalid',
    async () => present({ credential: await issue({ signer: strangerSigner }) }),
  ],
  [
    'a credential that brings the key along that it is signed with',
    'signature',
    'credential_signature_invalid',
    async () => {
      const header = { typ: 'dc+sd-jwt', jwk: strangerSigner.publicJwk }
      return present({ credential: await issue({ signer: strangerSigner, header }) })
    },
  ],
  [
    'a credential of another type of token',
    'signature',
    'header_not_accepted',
    async () => present({ credential: await issue({ header: { typ: 'kb+jwt' } }) }),
  ],
  [
    'a credential of the media type that drafts before dc+sd-jwt had',
    'signature',
    'header_not_accepted',
    async () => present({ credential: await issue({ header: { typ: 'vc+sd-jwt' } }) }),
  ],
  ...(['none', 'HS256', 'ES384', 'EdDSA'] as const).map((alg): (typeof rejections)[number] => [
    `a credential signed with ES256 whose header says ${alg}`,
    'signature',
    'algorithm_not_accepted',
    async () => {
      const header = encodeBase64url(encodeUtf8(JSON.stringify({ alg, typ: 'dc+sd-jwt' })))
      return bind((await issue()).replace(/^[^.]*/, header))
    },
  ]),
  [
    'a credential with an extension that must be understood',
    'signature',
    'header_not_accepted',
    async () =>
      present({ credential: await issue({ header: { typ: 'dc+sd-jwt', crit: ['b64'] } }) }),
  ],
  [
    'a credential that has expired, counting the clock bound',
    'validity',
    'credential_expired',
    async () =>
      present({ credential: await issue({ claims: { exp: NOW_S + EPSILON_MS / 1_000 } }) }),
  ],
  [
    'a credential that is not valid yet, counting the clock bound',
    'validity',
    'credential_not_yet_valid',
    async () => present({ credential: await issue({ claims: { nbf: NOW_S } }) }),
  ],
  [
    'a credential from the future',
    'validity',
    'credential_not_yet_valid',
    async () => present({ credential: await issue({ claims: { iat: NOW_S + 60 } }) }),
  ],
  [
    'a credential of another type',
    'type',
    'credential_type_not_accepted',
    async (world) => {
      await withRecord(world, { credentialTypes: ['urn:example:other'] })
      return present({ credential: await issue({ claims: { vct: 'urn:example:other' } }) })
    },
  ],
  [
    'a presentation without key binding',
    'holder_binding',
    'holder_binding_missing',
    async () => issue(),
  ],
  [
    'a credential without a holder key',
    'holder_binding',
    'holder_binding_missing',
    async () => present({ credential: await issue({ claims: { cnf: undefined } }) }),
  ],
  [
    'a key binding by another key',
    'holder_binding',
    'holder_binding_invalid',
    async () => present({ signer: createSeededSigner('EdDSA', new Uint8Array(32).fill(8)) }),
  ],
  [
    'a key binding for another verifier',
    'holder_binding',
    'audience_mismatch',
    async () => present({ audience: 'https://other.example' }),
  ],
  [
    'a key binding for another session',
    'holder_binding',
    'nonce_mismatch',
    async () => present({ nonce: 'nonce-2' }),
  ],
  [
    'a key binding that is too old',
    'holder_binding',
    'holder_binding_invalid',
    async () => present({ issuedAtS: NOW_S - 303 }),
  ],
  [
    'a key binding from the future',
    'holder_binding',
    'holder_binding_invalid',
    async () => present({ issuedAtS: NOW_S + 63 }),
  ],
  [
    'a key binding beyond an expiry of its own',
    'holder_binding',
    'holder_binding_invalid',
    async () => present({ claims: { exp: NOW_S + EPSILON_MS / 1_000 } }),
  ],
  [
    'a key binding before a time of its own',
    'holder_binding',
    'holder_binding_invalid',
    async () => present({ claims: { nbf: NOW_S + 63 } }),
  ],
  [
    'a key binding over other disclosures',
    'holder_binding',
    'holder_binding_invalid',
    async () => {
      const binding = (await present({ show: ['person', 'tier', 'country'] })).split('~').at(-1)
      return `${(await issue()).replace(/[^~]*~$/, '')}${binding}`
    },
  ],
  [
    'the approval of a transaction that nobody asked for',
    'holder_binding',
    'transaction_not_approved',
    async () => present({ transactionData: payoutData() }),
  ],
  ['a revoked credential', 'status', 'credential_revoked', (world) => withStatus(world, 1)],
  ['a suspended credential', 'status', 'credential_suspended', (world) => withStatus(world, 2)],
  [
    'an index that the list does not have',
    'status',
    'status_index_out_of_range',
    async () => present({ credential: await issue({ index: 131_072 }) }),
  ],
  [
    'a required claim that is not shown',
    'rule',
    'disclosure_missing',
    async () => present({ show: ['person', 'tier'] }),
  ],
  [
    'a required claim with another value',
    'rule',
    'credential_claim_not_accepted',
    async () => present({ credential: await issue({ claims: { country: 'XB' } }) }),
  ],
  [
    'a subject that is no identifier',
    'rule',
    'subject_identifier_malformed',
    async () => present({ credential: await issue({ claims: { person: ['p-1'] } }) }),
  ],
]

describe('is rejected with its reason:', () => {
  test.each(rejections)('%s', async (_, name, reason, prepare) => {
    const world = await openWorld()
    const { verdict } = await world.verify(await prepare(world))
    expect(verdict.outcome).toBe('rejected')
    const check = verdict.checks.find((candidate) => candidate.check === name)
    expect(check).toMatchObject({ result: 'failed', reason })
    expect(
      verdict.checks.filter(({ result }) => result === 'failed').map((c) => c.check),
    ).toContain(name)
    expect(verdict.checks).toHaveLength(9)
  })

  test('a forged credential, of which nothing is repeated or named', async () => {
    const world = await openWorld()
    const { verdict } = await world.verify(
      await present({ credential: await issue({ signer: strangerSigner }) }),
    )
    expect(verdict.outputs).toEqual({})
    expect(verdict.handle).toBeUndefined()
  })

  test('the approval of another transaction than the one asked for', async () => {
    const world = await openWorld()
    const presentation = await present({ transactionData: payoutData('campaign-2') })
    const { verdict } = await world.verify(presentation, { transactionData: payoutData() })
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'transaction_not_approved' })
  })
})

test('a credential whose status sits in a member of another standard is undetermined, never accepted', async () => {
  const world = await openWorld()
  const credentialStatus = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: String(INDEX),
    statusListCredential: STATUS_URI,
  }
  const credential = await issue({ claims: { status: undefined, credentialStatus } })
  const { verdict } = await world.verify(await present({ credential }))
  expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
})

test.each([1, 4, 8] as const)(
  'a revocation is seen in a list of %i bits an entry',
  async (bits) => {
    const list = createStatusList(131_072, bits)
    setStatus(list, INDEX, 1)
    const lst = encodeBase64url(deflateStatusList(list.bytes))
    for (const [index, reason] of [
      [INDEX, 'credential_revoked'],
      [INDEX + 1, undefined],
      [INDEX - 1, undefined],
    ] as const) {
      const world = await openWorld()
      world.answers.set(STATUS_URI, await statusToken({ at: START_MS, bits, lst }))
      const { verdict } = await world.verify(await present({ credential: await issue({ index }) }))
      expect(verdict.reason).toBe(reason)
    }
  },
)

test('a credential that names no status list is undetermined, and its presentation is used up', async () => {
  const world = await openWorld()
  const presentation = await present({ credential: await issue({ claims: { status: undefined } }) })
  const { verdict } = await world.verify(presentation)
  expect(verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
  expect(verdict.handle).toBeUndefined()
  expect((await world.verify(presentation)).verdict.reason).toBe('nonce_replayed')
})

test('an issuer with as many keys as a record may have is found out by trying, when a foreign kid names none', async () => {
  const world = await openWorld()
  const others = Array.from({ length: 15 }, (_, n) =>
    createSeededSigner('ES256', new Uint8Array(32).fill(100 + n)),
  )
  const keys = [...others, strangerSigner].map((signer) => signer.publicJwk)
  const at = START_MS
  world.answers.set(
    ACCREDITATIONS_URL,
    await accreditationList({ at, records: [{ ...record, keys }] }),
  )
  world.answers.set(STATUS_URI, await statusToken({ at, signer: strangerSigner }))
  const header = { typ: 'dc+sd-jwt', kid: 'key-of-2026' }
  const credential = await issue({ signer: strangerSigner, header })
  expect((await world.verify(await present({ credential }))).verdict.outcome).toBe('accepted')
})
