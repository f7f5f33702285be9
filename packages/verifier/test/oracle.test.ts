import { createHash } from 'node:crypto'
import {
  type Alg,
  createSeededSigner,
  encodeBase64url,
  encodeUtf8,
  type Signer,
} from '@evenkeel/kernel'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { describe, expect, test } from 'vitest'
import { START_MS } from './support/manual-time.ts'
import {
  ACCREDITATIONS_URL,
  AUDIENCE,
  accreditationList,
  INDEX,
  ISSUER,
  NOW_S,
  openWorld,
  record,
  STATUS_URI,
  statusToken,
  type TestWorld,
  VCT,
} from './support/test-world.ts'

const signWith = (signer: Signer) => async (data: string) =>
  encodeBase64url(await signer.sign(encodeUtf8(data)))

/** The reference library, as an issuer and as a wallet with our keys. */
function openLibrary(issuer: Signer, holder: Signer): SDJwtVcInstance {
  let salts = 0
  return new SDJwtVcInstance({
    signer: signWith(issuer),
    signAlg: issuer.alg,
    hasher: (data) =>
      new Uint8Array(
        createHash('sha256')
          .update(data as string)
          .digest(),
      ),
    hashAlg: 'sha-256',
    saltGenerator: () => `salt-of-at-least-16-bytes-${salts++}`,
    kbSigner: signWith(holder),
    kbSignAlg: holder.alg,
  })
}

const claims = { person: 'p-1', tier: 'gold', country: 'XA', secret: 'kept back' }
const shown = { person: true, tier: true, country: true } as const

describe.each<[Alg, Alg]>([
  ['ES256', 'EdDSA'],
  ['EdDSA', 'ES256'],
])('what the reference library makes, issuer %s and holder %s', (issuerAlg, holderAlg) => {
  const issuer = createSeededSigner(issuerAlg, new Uint8Array(32).fill(21))
  const holder = createSeededSigner(holderAlg, new Uint8Array(32).fill(22))
  const library = openLibrary(issuer, holder)

  async function openAccredited(values: Record<number, number> = {}): Promise<TestWorld> {
    const world = await openWorld()
    const records = [{ ...record, keys: [issuer.publicJwk] }]
    world.answers.set(ACCREDITATIONS_URL, await accreditationList({ at: START_MS, records }))
    world.answers.set(STATUS_URI, await statusToken({ at: START_MS, values, signer: issuer }))
    return world
  }

  function issue(vct = VCT): Promise<string> {
    return library.issue(
      {
        iss: ISSUER,
        vct,
        iat: NOW_S - 10,
        exp: NOW_S + 1_000,
        cnf: { jwk: { ...holder.publicJwk, use: 'sig' }, kid: 'holder-1' },
        status: { status_list: { idx: INDEX, uri: STATUS_URI, note: 'x' } },
        ...claims,
      },
      { _sd: ['person', 'tier', 'country', 'secret'], _sd_decoy: 3 },
    )
  }

  async function present(credential: string, audience = AUDIENCE): Promise<string> {
    return library.present(credential, shown, {
      kb: { payload: { iat: NOW_S, aud: audience, nonce: 'nonce-1' } },
    })
  }

  test('is accepted under our status list and accreditation', async () => {
    const world = await openAccredited()
    const { verdict } = await world.verify(await present(await issue()))
    expect(verdict.checks.filter(({ result }) => result !== 'ok')).toEqual([
      { check: 'witness', result: 'skipped', because: 'no witness exists yet' },
    ])
    expect(verdict).toMatchObject({ outcome: 'accepted', outputs: { tier: 'gold' } })
  })

  test('is rejected once it is revoked', async () => {
    const world = await openAccredited({ [INDEX]: 1 })
    const { verdict } = await world.verify(await present(await issue()))
    expect(verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
  })

  const tamper = {
    disclosure: (text: string) => {
      const [jws, first = '', ...rest] = text.split('~')
      const forged = `["salt-of-at-least-16-bytes","tier","platinum"]`
      return [jws, first, encodeBase64url(encodeUtf8(forged)), ...rest.slice(1)].join('~')
    },
    payload: (text: string) => {
      const [header, payload = '', ...rest] = text.split('.')
      const changed = JSON.parse(Buffer.from(payload, 'base64url').toString())
      const bytes = encodeUtf8(JSON.stringify({ ...changed, exp: NOW_S + 999_999 }))
      return [header, encodeBase64url(bytes), ...rest].join('.')
    },
    withheld: (text: string) => {
      const parts = text.split('~')
      return [...parts.slice(0, 1), ...parts.slice(2)].join('~')
    },
  }

  test.each<[string, string, (text: string) => string]>([
    ['one disclosure was replaced', 'disclosure_unreferenced', tamper.disclosure],
    ['the payload was changed', 'credential_signature_invalid', tamper.payload],
    ['one disclosure was taken away after it was bound', 'holder_binding_invalid', tamper.withheld],
  ])('is rejected when %s', async (_, reason, change) => {
    const world = await openAccredited()
    const { verdict } = await world.verify(change(await present(await issue())))
    expect(verdict.outcome).toBe('rejected')
    expect(verdict.checks.flatMap((check) => ('reason' in check ? check.reason : []))).toContain(
      reason,
    )
  })

  test('is rejected when it is bound to another audience, or is of another type', async () => {
    const world = await openAccredited()
    const elsewhere = await world.verify(await present(await issue(), 'https://other.example'))
    expect(elsewhere.verdict.reason).toBe('audience_mismatch')
    const other = await world.verify(await present(await issue('urn:example:other')))
    expect(other.verdict.reason).toBe('credential_issuer_not_accredited')
  })
})
