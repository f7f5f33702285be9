import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createJws,
  createKeyOf,
  createSeededSigner,
  encodeHex,
  epochMs,
  importPublicJwk,
  type PartyId,
  type Ports,
  parseJws,
  RECEIPT_TYP,
  type Signer,
  sha256,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createGate, type GateConfig, gateMigrations, PASS_TYP } from '../src/gate.ts'
import { FORGET_BATCH_MAX, PASS_MS } from '../src/limits.ts'
import { type OpenedGate, openGate } from '../src/open-gate.ts'
import { readVerifiers } from '../src/read-verifiers.ts'

const NOW_S = 1_800_000_000
const verifier = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
const other = createSeededSigner('EdDSA', new Uint8Array(32).fill(2))
const key = (signer: Signer) => unwrap(importPublicJwk(signer.publicJwk))

const facts = {
  v: 1,
  id: 'receipt-1',
  iss: 'verifier-a',
  aud: ['campaign:demo-grant', 'members-gate'],
  nonce: 'n-1',
  iat: NOW_S,
  exp: NOW_S + 600,
  outcome: 'accepted',
  verdictHash: 'a'.repeat(64),
  policyId: 'policy-1',
  policyHash: 'b'.repeat(64),
  horizon: { 'https://issuer.example/status/1': NOW_S - 20, 'https://n.example/accreditations': 7 },
  handle: 'h1:abc',
  nullifier: 'n1:abc',
  outputs: { tier: 'gold' },
  holderKey: 'c'.repeat(43),
  payoutCommitment: 'd'.repeat(64),
}

const receipt = (changes: object = {}, signer: Signer = verifier): Promise<string> =>
  createJws({
    header: { typ: RECEIPT_TYP, kid: signer.keyId },
    payload: { ...facts, ...changes },
    signer,
  })

let directory = ''
let nowS = NOW_S
let gate: OpenedGate

const clock: Ports['clock'] = {
  nowMs: () => epochMs(nowS * 1_000),
  monotonicMs: () => nowS * 1_000,
}

const terms = (): GateConfig => ({
  name: 'members-gate',
  keyOf: createKeyOf(new Map([['verifier-a' as PartyId, [key(verifier)]]])),
  statusAgeMaxMs: 60_000,
})

const open = (): Promise<OpenedGate> =>
  openGate({ ...terms(), directory, address: { host: '127.0.0.1', port: 0 }, clock })

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'members-gate-'))
  nowS = NOW_S
  gate = await open()
})

afterEach(async () => {
  await gate.stop()
  rmSync(directory, { recursive: true, force: true })
})

let requests = 0

interface Answer {
  readonly status: number
  readonly body: Readonly<Record<string, unknown>>
}

async function bring(compact: string, request = `request-number-${++requests}`): Promise<Answer> {
  const response = await fetch(`${gate.url}/admissions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': request },
    body: JSON.stringify({ receipt: compact }),
  })
  return { status: response.status, body: (await response.json()) as Answer['body'] }
}

describe('the members’ gate', () => {
  it('opens for a receipt that was made for a campaign and for it, without any presentation', async () => {
    const { status, body } = await bring(await receipt())
    expect(status).toBe(201)
    expect(body.untilMs).toBe(NOW_S * 1_000 + PASS_MS)
    const { jwk } = (await (await fetch(`${gate.url}/pass-key`)).json()) as { jwk: object }
    const pass = unwrap(parseJws(String(body.pass), { maxBytes: 4_096, maxDepth: 4 }))
    expect(
      verifyJws(pass, unwrap(importPublicJwk(jwk as Signer['publicJwk'])), { typ: PASS_TYP }),
    ).toMatchObject({ ok: true })
    expect(pass.payload).toMatchObject({ iss: 'members-gate', outputs: { tier: 'gold' } })
    // Nothing in the pass leads back to the credential or to the claim.
    expect(JSON.stringify(pass.payload)).not.toMatch(/h1:abc|n1:abc|receipt-1/)
    // Also not for those who have the receipt: the verifier that made it, the distributor that paid for it.
    expect(pass.payload.sub).not.toBe(encodeHex(sha256('verifier-a receipt-1')))
  })

  it('takes each receipt once, also after a restart, and gives a lost pass to the same request again', async () => {
    const compact = await receipt()
    const first = await bring(compact, 'request-that-is-repeated')
    expect(await bring(compact, 'request-that-is-repeated')).toEqual(first)
    expect(await bring(compact)).toMatchObject({ status: 409, body: { code: 'receipt_replayed' } })
    await gate.stop()
    gate = await open()
    expect(await bring(compact)).toMatchObject({ status: 409, body: { code: 'receipt_replayed' } })
    expect(await bring(compact, 'request-that-is-repeated')).toEqual(first)
    // The verifier's signature on it is no part of what it is.
    const resigned = await receipt({ nonce: 'n-2' })
    expect(await bring(resigned)).toMatchObject({ body: { code: 'receipt_replayed' } })
  })

  it('admits one of sixty-four who bring the same receipt at the same time', async () => {
    const compact = await receipt()
    const answers = await Promise.all(Array.from({ length: 64 }, () => bring(compact)))
    expect(answers.filter(({ status }) => status === 201).length).toBe(1)
    expect(answers.filter(({ body }) => body.code === 'receipt_replayed').length).toBe(63)
  })

  it.each<readonly [string, () => Promise<string>, string, number]>([
    ['for others', () => receipt({ aud: ['campaign:demo-grant'] }), 'receipt_wrong_audience', 422],
    ['that has expired', () => receipt({ iat: NOW_S - 900, exp: NOW_S }), 'receipt_expired', 422],
    [
      'whose status is older than the gate takes',
      () => receipt({ horizon: { 'https://issuer.example/status/1': NOW_S - 70 } }),
      'receipt_status_stale',
      422,
    ],
    ['that rests on no status', () => receipt({ horizon: {} }), 'receipt_status_stale', 422],
    ['from the future', () => receipt({ iat: NOW_S + 60, exp: NOW_S + 900 }), 'clock_unsafe', 503],
    [
      'of a verifier that it does not know',
      () => receipt({ iss: 'verifier-z' }),
      'receipt_verifier_not_named',
      422,
    ],
    [
      'signed with a key that the verifier never had',
      () => receipt({}, other),
      'receipt_verifier_not_named',
      422,
    ],
    [
      'about an undetermined verdict',
      () => receipt({ outcome: 'undetermined', reason: 'status_stale' }),
      'receipt_outcome_not_accepted',
      422,
    ],
    [
      'that was changed after it was signed',
      async () => {
        const [header, , signature] = (await receipt()).split('.')
        const payload = { ...facts, exp: NOW_S + 9_999 }
        return `${header}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.${signature}`
      },
      'receipt_signature_invalid',
      422,
    ],
    ['that is none', async () => 'x.y.z', 'receipt_malformed', 400],
  ])('stays shut for a receipt %s', async (_what, make, code, status) => {
    const refused = await bring(await make())
    expect(refused).toMatchObject({ status, body: { code, title: expect.any(String) } })
    expect(JSON.stringify(refused.body)).not.toMatch(/node:|\bat \S+ \(/)
  })

  it('forgets a receipt when it has expired, and stays shut for it all the same', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    await store.migrate(gateMigrations)
    const small = createGate({ store, clock, signer: other }, terms())
    const compact = await receipt()
    expect(await small.admit(compact, 'request-1')).toMatchObject({ ok: true })
    nowS += 599
    expect(await small.sweep()).toBe(0)
    nowS += 10
    expect(await small.sweep()).toBe(1)
    expect(await small.admit(compact, 'request-2')).toMatchObject({
      error: { code: 'receipt_expired' },
    })
    await store.close()
  })

  it('forgets all that has expired at one sweep, however many came since the last', async () => {
    const store = await openSqliteStore({ path: ':memory:' })
    await store.migrate(gateMigrations)
    const small = createGate({ store, clock, signer: other }, terms())
    const names = Array.from({ length: FORGET_BATCH_MAX + 1 }, (_, i) => `receipt-${i}`)
    await store.transact('admitted-long-ago', (tx) =>
      tx.insertMany({
        table: 'admission',
        columns: ['receipt', 'request', 'admitted_at', 'receipt_ends'],
        rows: names.map((name) => [name, 'request', 0, 1]),
        onConflict: 'fail',
      }),
    )
    expect(await small.sweep()).toBe(names.length)
    await store.close()
  })
})

describe('the list of trusted verifiers', () => {
  const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

  it('gives the keys of each verifier, the current one without a key id', () => {
    const jwks = [verifier.publicJwk, other.publicJwk]
    const keyOf = unwrap(readVerifiers(bytes({ 'verifier-a': jwks })))
    const id = 'verifier-a' as PartyId
    expect(keyOf(id)?.thumbprint).toBe(verifier.keyId)
    expect(keyOf(id, other.keyId)?.thumbprint).toBe(other.keyId)
    expect(keyOf(id, 'unknown')).toBeUndefined()
    expect(keyOf('verifier-b' as PartyId)).toBeUndefined()
  })

  it.each<readonly [string, unknown]>([
    ['no verifier', {}],
    ['a verifier without keys', { 'verifier-a': [] }],
    ['a name that is none', { '../x': [verifier.publicJwk] }],
    ['a list', [verifier.publicJwk]],
    ['a private key', { 'verifier-a': [{ ...verifier.publicJwk, d: 'x' }] }],
    ['a key that is none', { 'verifier-a': [{ kty: 'OKP', crv: 'Ed25519', x: 'x' }] }],
  ])('is refused when it has %s', (_what, value) => {
    expect(readVerifiers(bytes(value))).toMatchObject({ ok: false })
  })
})
