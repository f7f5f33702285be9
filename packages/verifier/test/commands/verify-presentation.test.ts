import { canonicalJson, createSeededSigner, encodeBase64url, encodeUtf8 } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { hashOf, replayVerdict } from '../../src/index.ts'
import { START_MS } from '../support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  accreditationList,
  bind,
  EPSILON_MS,
  holderSigner,
  INDEX,
  issue,
  NOW_S,
  openWorld,
  payoutData,
  policy,
  present,
  record,
  STATUS_URI,
  statusToken,
  strangerSigner,
  summary,
  type TestWorld,
} from '../support/test-world.ts'

describe('a presentation that is in order', () => {
  test('is accepted, with every check and the age of its evidence', async () => {
    const world = await openWorld()
    await world.time.advance(30_000)
    const verified = await world.verify(await present({ issuedAtS: NOW_S + 29 }))
    const { verdict, timings } = verified
    expect(summary(verified)).toBe(
      'accepted, -, format ok, accreditation ok, signature ok, validity ok, type ok, holder_binding ok, status ok, rule ok, witness skipped',
    )
    expect(verdict.checks.find(({ check }) => check === 'status')?.evidence).toEqual({
      kind: 'status',
      source: STATUS_URI,
      seq: NOW_S,
      issuedAtMs: START_MS,
      observedAtMs: START_MS + 30_000,
      ageMs: 30_000,
      boundMs: 600_000 - EPSILON_MS,
    })
    expect(verdict.horizon).toEqual({ [ACCREDITATIONS_URL]: 1, [STATUS_URI]: NOW_S })
    expect(verdict.outputs).toEqual({ tier: 'gold' })
    expect(verdict.handle).toMatch(/^h1-[A-Za-z0-9_-]{43}$/)
    expect(Object.keys(timings)).toEqual(
      expect.arrayContaining([
        'read',
        'accreditation',
        'signatures',
        'status',
        'decision',
        'record',
      ]),
    )
  })

  test('gives a verdict that replays to the same hash from its kept input, which is plain JSON', async () => {
    const world = await openWorld()
    const cases = [
      await present({ nonce: 'nonce-1' }),
      await present({ audience: 'https://other.example' }),
      'garbage',
      await present({ credential: await issue({ signer: strangerSigner }) }),
    ]
    for (const presentation of cases) {
      const { verdict, input } = await world.verify(presentation)
      const kept = JSON.parse(canonicalJson(input))
      expect(hashOf(replayVerdict(kept))).toBe(hashOf(verdict))
      expect(hashOf(replayVerdict({ ...kept, nowMs: kept.nowMs + 1 }))).not.toBe(hashOf(verdict))
    }
  })

  test('leaves an event without any claim value', async () => {
    const world = await openWorld()
    const { verdict } = await world.verify(await present())
    const rows = await world.store.read('events', (tx) =>
      tx.all('SELECT body FROM lifecycle_event'),
    )
    expect(rows.map((row) => JSON.parse(String(row.body)))).toEqual([
      {
        event: 'VerdictReached',
        atMs: START_MS,
        ids: { credential: verdict.handle },
        detail: { outcome: 'accepted', policy: 'policy-1', statusSeq: NOW_S, accreditationSeq: 1 },
      },
    ])
  })
})

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
  ['a text that is too long', 'format', 'message_too_large', async () => 'x'.repeat(70_000)],
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
    'holder_binding_invalid',
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
    'credential_claim_not_accepted',
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

  test.each([
    ['none', 'none'],
    ['HS256, a MAC under the public key', 'HS256'],
    ['ES384', 'ES384'],
  ])('a credential whose alg is %s', async (_, alg) => {
    const world = await openWorld()
    const sdJwt = await issue()
    const header = encodeBase64url(encodeUtf8(JSON.stringify({ alg, typ: 'dc+sd-jwt' })))
    const forged = sdJwt.replace(/^[^.]*/, header)
    const { verdict } = await world.verify(await bind(forged))
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'algorithm_not_accepted' })
    expect(verdict.outputs).toEqual({})
    expect(verdict.handle).toBeUndefined()
  })

  test('the approval of another transaction than the one asked for', async () => {
    const world = await openWorld()
    const presentation = await present({ transactionData: payoutData('campaign-2') })
    const { verdict } = await world.verify(presentation, { transactionData: payoutData() })
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'holder_binding_invalid' })
  })
})

describe('a nonce', () => {
  test('is taken once, also by 20 at a time and after a restart', async () => {
    const world = await openWorld()
    const presentation = await present()
    const verdicts = await Promise.all(Array.from({ length: 20 }, () => world.verify(presentation)))
    const outcomes = verdicts.map(({ verdict }) => verdict.reason ?? verdict.outcome).sort()
    expect(outcomes).toEqual(['accepted', ...Array<string>(19).fill('nonce_replayed')])
    const restarted = await world.restart()
    expect((await restarted.verify(presentation)).verdict.reason).toBe('nonce_replayed')
  })

  test('is not used up by somebody without the holder’s key', async () => {
    const world = await openWorld()
    const thief = createSeededSigner('EdDSA', new Uint8Array(32).fill(8))
    await world.verify(await present({ signer: thief }))
    expect((await world.verify(await present())).verdict.outcome).toBe('accepted')
  })

  test('is remembered as long as its presentation would be fresh, and then forgotten', async () => {
    const world = await openWorld()
    const presentation = await present()
    await world.verify(presentation)
    await world.time.advance(300_000 + EPSILON_MS)
    await world.verifier.sweep?.()
    expect((await world.verify(presentation)).verdict.reason).toBe('nonce_replayed')
    await world.time.advance(100_000)
    await world.verifier.sweep?.()
    const left = await world.store.read('nonces', (tx) => tx.all('SELECT * FROM used_nonce'))
    expect(left).toEqual([])
    expect((await world.verify(presentation)).verdict.reason).toBe('holder_binding_invalid')
  })
})

test('a presentation that no accredited issuer stands behind leaves nothing in the store', async () => {
  const world = await openWorld()
  for (const presentation of [
    'garbage',
    await present({ credential: await issue({ signer: strangerSigner }) }),
    await bind(await issue({ claims: { iss: 'https://nobody.example' } })),
  ]) {
    expect((await world.verify(presentation)).verdict.outcome).toBe('rejected')
  }
  const count = (table: string) =>
    world.store.read('count', (tx) => tx.get(`SELECT count(*) AS n FROM ${table}`))
  expect(await count('used_nonce')).toEqual({ n: 0 })
  expect(await count('lifecycle_event')).toEqual({ n: 0 })
  // Nor does it make us retrieve a URL that it names.
  expect(world.fetches(STATUS_URI)).toBe(0)
})

test('a policy that is none is a fault of the caller', async () => {
  const world = await openWorld()
  const broken = { ...policy, credentialTypes: [] }
  await expect(world.verify(await present(), { policy: broken })).rejects.toThrow('not a policy')
})

test('the handle names the credential within the programme, and nothing else does', async () => {
  const world = await openWorld()
  const other = await openWorld({ config: { programmeKey: new Uint8Array(32).fill(7) } })
  const again = await openWorld()
  const handleOf = async (each: TestWorld, index = INDEX) => {
    const credential = await issue({ index })
    return (await each.verify(await present({ credential, nonce: 'nonce-1' }))).verdict.handle
  }
  const handle = await handleOf(world)
  expect(await handleOf(again)).toBe(handle)
  expect(await handleOf(other)).not.toBe(handle)
  expect(holderSigner.keyId).not.toBe(handle)
  expect(await handleOf(await openWorld(), INDEX + 1)).not.toBe(handle)
})
