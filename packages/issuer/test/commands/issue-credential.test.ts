import { createHash } from 'node:crypto'
import {
  type Alg,
  brandId,
  type CredentialId,
  decodeBase64url,
  encodeUtf8,
  importPublicJwk,
  leaseRuleOf,
  parseSdJwt,
  resolveDisclosures,
  unwrap,
  verifySignature,
} from '@evenkeel/kernel'
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc'
import { describe, expect, test } from 'vitest'
import type { IssueRequest } from '../../src/index.ts'
import { holder, request } from '../support/issue-request.ts'
import { ISSUER_URL, openIssuer, START_MS } from '../support/issuer-under-test.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 12 }

describe('issuing', () => {
  test('a credential binds the holder key, names its status entry and hides what the holder may withhold', async () => {
    const { issuer } = await openIssuer()
    const issued = unwrap(await issuer.issueCredential(request))
    const { jws, disclosures, keyBinding } = unwrap(parseSdJwt(issued.credential, LIMITS))
    expect(jws.payload).toMatchObject({
      iss: ISSUER_URL,
      vct: request.vct,
      level: 3,
      iat: START_MS / 1_000,
      exp: START_MS / 1_000 + 86_400,
      cnf: { jwk: holder.publicJwk },
      status: { status_list: { idx: issued.statusIndex, uri: `${ISSUER_URL}/status/1` } },
    })
    expect(jws.payload).not.toHaveProperty('person')
    expect(keyBinding).toBeUndefined()
    expect(unwrap(resolveDisclosures(jws.payload, disclosures))).toMatchObject(request.claims)
  })

  test('the list that a credential names is served before the credential is handed out', async () => {
    const { issuer } = await openIssuer()
    expect(await issuer.document?.('/status/1')).toBeUndefined()
    unwrap(await issuer.issueCredential(request))
    expect(await issuer.document?.('/status/1')).toBeDefined()
  })

  test('200 concurrent issues from two processes get 200 different indices', async () => {
    const under = await openIssuer()
    const second = await under.again()
    const issues = Array.from({ length: 200 }, (_, i) =>
      (i % 2 === 0 ? under.issuer : second).issueCredential(request),
    )
    const issued = (await Promise.all(issues)).map(unwrap)
    expect(new Set(issued.map(({ statusIndex }) => statusIndex)).size).toBe(200)
    expect(new Set(issued.map(({ credentialId }) => credentialId)).size).toBe(200)
    // Random, not in the order of issue.
    expect(Math.max(...issued.map(({ statusIndex }) => statusIndex))).toBeGreaterThan(65_536)
  })

  test('an index that is taken is drawn again, and drawing ends', async () => {
    const draws = [7, 7, 8, ...Array<number>(100).fill(7)]
    const { issuer } = await openIssuer({ draws })
    expect(unwrap(await issuer.issueCredential(request)).statusIndex).toBe(7)
    expect(unwrap(await issuer.issueCredential(request)).statusIndex).toBe(8)
    expect(await issuer.issueCredential(request)).toMatchObject({
      error: { code: 'status_index_exhausted' },
    })
    expect((await issuer.listIssued()).credentials).toHaveLength(2)
  })

  test('a list that is half full is followed by another', async () => {
    const { issuer, store } = await openIssuer()
    unwrap(await issuer.issueCredential(request))
    await store.transact('fill', (tx) => tx.run('UPDATE status_list SET used = 65535'))
    const last = unwrap(await issuer.issueCredential(request))
    expect(last.statusUri).toBe(`${ISSUER_URL}/status/1`)
    const next = unwrap(await issuer.issueCredential(request))
    expect(next.statusUri).toBe(`${ISSUER_URL}/status/2`)
    expect(await issuer.document?.('/status/2')).toBeDefined()
  })

  test('a list of another size than is configured now takes no more credentials', async () => {
    const before = await openIssuer()
    const old = unwrap(await before.issuer.issueCredential(request))
    const { store } = before
    const after = await openIssuer({ store, listSize: 262_144, draws: [200_000] })
    const { statusUri, statusIndex, credentialId } = unwrap(
      await after.issuer.issueCredential(request),
    )
    expect([statusUri, statusIndex]).toEqual([`${ISSUER_URL}/status/2`, 200_000])
    expect((await after.issuer.revokeCredential(credentialId, 'fraud')).ok).toBe(true)
    expect((await after.issuer.revokeCredential(old.credentialId, 'fraud')).ok).toBe(true)
    const next = unwrap(await after.issuer.issueCredential(request))
    expect(next.statusUri).toBe(statusUri)
  })

  test('what was issued can be shown and listed in the order of issue, page by page', async () => {
    const { issuer } = await openIssuer()
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) {
      ids.push(unwrap(await issuer.issueCredential(request)).credentialId)
    }
    const first = await issuer.listIssued({ limit: 3 })
    const rest = await issuer.listIssued({ limit: 3, after: first.next ?? 0 })
    expect([...first.credentials, ...rest.credentials].map((each) => each.credentialId)).toEqual(
      ids,
    )
    expect(rest.next).toBeUndefined()
    const [shown] = first.credentials
    expect(shown).toMatchObject({ status: 'valid', holderKey: holder.keyId, vct: request.vct })
    expect(unwrap(await issuer.showCredential(shown?.credentialId ?? ('' as never)))).toEqual(shown)
  })

  test('under an id that is taken, another content is a conflict and the same is a repeat', async () => {
    const { issuer, store } = await openIssuer()
    const given = { ...request, credentialId: brandId<CredentialId>('cred-1') }
    const { statusIndex } = unwrap(await issuer.issueCredential(given))
    const others: Partial<IssueRequest>[] = [
      { claims: { ...request.claims, tier: 'silver' } },
      { disclose: ['person'] },
      { validForMs: request.validForMs + 1 },
      { notBeforeMs: 1 },
    ]
    for (const other of others) {
      expect(await issuer.issueCredential({ ...given, ...other })).toMatchObject({
        error: { code: 'idempotency_conflict' },
      })
    }
    const repeat = { ...given, claims: Object.fromEntries(Object.entries(given.claims).reverse()) }
    expect(unwrap(await issuer.issueCredential(repeat)).statusIndex).toBe(statusIndex)
    const rows = await store.read('rows', (tx) => tx.all('SELECT * FROM issued_credential'))
    expect(JSON.stringify(rows)).not.toMatch(/p-1|gold/)
    // What was recorded before there were tags is told by its type and key.
    await store.transact('age', (tx) => tx.run('UPDATE issued_credential SET content_tag = NULL'))
    expect(unwrap(await issuer.issueCredential(given)).statusIndex).toBe(statusIndex)
  })

  test('an event tells of each issue, without claims', async () => {
    const under = await openIssuer()
    const { credentialId } = unwrap(await under.issuer.issueCredential(request))
    expect(await under.events()).toEqual([{ event: 'CredentialIssued', credential: credentialId }])
  })

  test.each([
    [
      'a claim that is the issuer’s own',
      { claims: { status: 1 }, disclose: [] },
      'malformed_message',
    ],
    ['a reserved claim', { claims: { _sd: [] }, disclose: [] }, 'malformed_message'],
    [
      'a digest planted inside a claim',
      { claims: { a: [{ b: { _sd: ['x'] } }] }, disclose: [] },
      'disclosure_name_reserved',
    ],
    [
      'an array element planted inside a claim',
      { claims: { a: [{ '...': 'x' }] }, disclose: ['a'] },
      'disclosure_name_reserved',
    ],
    [
      'a claim nested deeper than verifiers read',
      { claims: { a: JSON.parse('['.repeat(13) + ']'.repeat(13)) }, disclose: ['a'] },
      'nesting_too_deep',
    ],
    [
      'a claim nested so deep that reading it is the attack',
      { claims: { a: JSON.parse('['.repeat(5_000) + ']'.repeat(5_000)) }, disclose: ['a'] },
      'nesting_too_deep',
    ],
    [
      'a claim that is no Unicode',
      { claims: { a: ['\ud800'] }, disclose: [] },
      'malformed_message',
    ],
    ['a claim that is no JSON', { claims: { a: Number.NaN }, disclose: [] }, 'malformed_message'],
    ['a type that is no text', { vct: 'a\0b' }, 'malformed_message'],
    ['a disclosure of no claim', { disclose: ['absent'] }, 'disclosure_unknown'],
    ['a disclosure named twice', { disclose: ['tier', 'tier'] }, 'malformed_message'],
    [
      'claims that are too large',
      { claims: { a: 'x'.repeat(20_000) }, disclose: [] },
      'message_too_large',
    ],
    ['no validity', { validForMs: 0 }, 'malformed_message'],
    ['a validity that is no number', { validForMs: Number.NaN }, 'malformed_message'],
    ['a beginning after the end', { notBeforeMs: 86_400_000 }, 'malformed_message'],
    ['a type without a name', { vct: '' }, 'malformed_message'],
    ['a private holder key', { holderJwk: { ...holder.publicJwk, d: 'AA' } }, 'key_malformed'],
  ])('%s is refused and nothing is issued', async (_, change, code) => {
    const { issuer } = await openIssuer()
    const refused = await issuer.issueCredential({ ...request, ...(change as object) })
    expect(refused).toMatchObject({ ok: false, error: { code } })
    expect((await issuer.listIssued()).credentials).toEqual([])
  })

  test('a configuration with a small herd or a broken lease is refused', async () => {
    const { createIssuer } = await import('../../src/index.ts')
    const { signer } = await openIssuer()
    const config = {
      signer,
      secret: new Uint8Array(32),
      network: 'network' as never,
      issuerUrl: ISSUER_URL,
      statusListSize: 131_072,
      leaseRule: leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 2_000 }),
    }
    const context = { ports: {} } as never
    expect(() => createIssuer(context, { ...config, statusListSize: 1_024 })).toThrow('131072')
    const leaseRule = leaseRuleOf({ leaseMs: 60_000, clockBoundMs: 30_000 })
    expect(() => createIssuer(context, { ...config, leaseRule })).toThrow('lease_rule_unworkable')
    expect(() => createIssuer(context, { ...config, issuerUrl: 'http://x' })).toThrow('https')
    expect(() => createIssuer(context, { ...config, secret: new Uint8Array(31) })).toThrow('32')
  })
})

describe.each<Alg>(['ES256', 'EdDSA'])('against the reference library, %s', (alg) => {
  test('it verifies what we issue, with its status, and refuses it once it is revoked', async () => {
    const { issuer, signer } = await openIssuer({ alg })
    const key = unwrap(importPublicJwk(signer.publicJwk))
    const library = new SDJwtVcInstance({
      hasher: (data: string | ArrayBuffer) =>
        new Uint8Array(
          createHash('sha256')
            .update(data as string)
            .digest(),
        ),
      verifier: (data: string, signature: string) =>
        verifySignature(key, encodeUtf8(data), decodeBase64url(signature) ?? new Uint8Array()),
      statusListFetcher: async (uri: string) =>
        new TextDecoder().decode(await issuer.document?.(new URL(uri).pathname)),
    })
    const { credential, credentialId } = unwrap(await issuer.issueCredential(request))
    const currentDate = START_MS / 1_000
    const { payload } = await library.verify(credential, { currentDate })
    expect(payload).toMatchObject(request.claims)
    unwrap(await issuer.revokeCredential(credentialId, 'key_compromise'))
    await expect(library.verify(credential, { currentDate })).rejects.toThrow(/status/i)
  })
})
