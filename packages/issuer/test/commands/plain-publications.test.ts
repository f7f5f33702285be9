import { gunzipSync } from 'node:zlib'
import { checkStatus } from '@digitalbazaar/vc-bitstring-status-list'
import {
  createSeededSigner,
  getStatus,
  importPublicJwk,
  parseJws,
  type Signer,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { getListFromStatusListJWT } from '@sd-jwt/jwt-status-list'
import { describe, expect, test } from 'vitest'
import type { Issuer } from '../../src/index.ts'
import { request } from '../support/issue-request.ts'
import { ISSUER_URL, openIssuer, RULE } from '../support/issuer-under-test.ts'
import { readServedHead, readServedList } from '../support/read-served-list.ts'

const { periodMs } = RULE

/** Reads a status list credential as Bitstring Status List 1.0 §3.2 tells a verifier to, with nothing of ours but the signature check. */
async function readBitstring(issuer: Issuer, signer: Signer, purpose: string) {
  const path = `/status/1/bitstring/${purpose}`
  const bytes = await issuer.document?.(path)
  if (bytes === undefined) throw new Error('no bitstring is served')
  const jws = unwrap(parseJws(bytes, { maxBytes: 5_000_000, maxDepth: 8 }))
  unwrap(verifyJws(jws, unwrap(importPublicJwk(signer.publicJwk)), { typ: 'vc+jwt' }))
  // biome-ignore lint/suspicious/noExplicitAny: as any reader sees it
  const credential = jws.payload as any
  const { credentialSubject: list } = credential
  expect(credential).toMatchObject({
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: `${ISSUER_URL}${path}`,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: ISSUER_URL,
  })
  expect(list).toMatchObject({ type: 'BitstringStatusList', statusPurpose: purpose })
  expect(list.encodedList).toMatch(/^u[A-Za-z0-9_-]+$/)
  const bits = gunzipSync(Buffer.from(list.encodedList.slice(1), 'base64url'))
  return {
    ttlMs: list.ttl,
    validFromMs: Date.parse(credential.validFrom),
    validUntilMs: Date.parse(credential.validUntil),
    size: bits.length * 8,
    set: bits.reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0),
    // The first entry is the leftmost bit.
    isSet: (index: number) => (((bits[index >> 3] ?? 0) >> (7 - (index % 8))) & 1) === 1,
  }
}

test('the same entries stand in the head, in the token as the reference library reads it, and in the bitstrings, with the same end', async () => {
  const { issuer, signer } = await openIssuer()
  const issued = []
  for (let n = 0; n < 12; n += 1) issued.push(unwrap(await issuer.issueCredential(request)))
  const immediate = { mode: 'immediate' } as const
  for (const [n, { credentialId }] of issued.entries()) {
    if (n % 3 === 1) unwrap(await issuer.revokeCredential(credentialId, 'left', immediate))
    if (n % 3 === 2) unwrap(await issuer.suspendCredential(credentialId, 'unpaid', immediate))
  }
  const { head, list } = await readServedHead(issuer, signer.publicJwk)
  const token = await readServedList(issuer, signer.publicJwk)
  const library = getListFromStatusListJWT(token.compact)
  const revoked = await readBitstring(issuer, signer, 'revocation')
  const suspended = await readBitstring(issuer, signer, 'suspension')
  for (const [n, { statusIndex }] of issued.entries()) {
    expect(unwrap(getStatus(list, statusIndex))).toBe(n % 3)
    expect(library.getStatus(statusIndex)).toBe(n % 3)
    expect(revoked.isSet(statusIndex)).toBe(n % 3 === 1)
    expect(suspended.isSet(statusIndex)).toBe(n % 3 === 2)
  }
  for (const each of [revoked, suspended]) {
    expect(each).toMatchObject({
      size: 131_072,
      set: 4,
      ttlMs: periodMs,
      validFromMs: head.iat * 1_000,
      validUntilMs: token.exp * 1_000,
    })
  }
  expect(token.iat).toBe(head.iat)
})

test('a W3C verifier finds every entry as it is in the credentials that we publish, and takes none of another issuer or purpose', async () => {
  const { issuer, signer } = await openIssuer()
  const issued = []
  for (let n = 0; n < 6; n += 1) issued.push(unwrap(await issuer.issueCredential(request)))
  for (const [n, { credentialId }] of issued.entries()) {
    const options = { mode: 'immediate' } as const
    if (n % 3 === 1) unwrap(await issuer.revokeCredential(credentialId, 'left', options))
    if (n % 3 === 2) unwrap(await issuer.suspendCredential(credentialId, 'unpaid', options))
  }
  /** Checks the envelope, which the library does not know, and gives it the credential inside. */
  async function documentLoader(url: string) {
    const bytes = await issuer.document?.(url.slice(ISSUER_URL.length))
    const jws = unwrap(parseJws(bytes ?? '', { maxBytes: 5_000_000, maxDepth: 8 }))
    unwrap(verifyJws(jws, unwrap(importPublicJwk(signer.publicJwk)), { typ: 'vc+jwt' }))
    return { document: jws.payload }
  }
  const entry = (purpose: string, statusListIndex: number, list = purpose) => ({
    type: 'BitstringStatusListEntry',
    statusPurpose: purpose,
    statusListIndex: String(statusListIndex),
    statusListCredential: `${ISSUER_URL}/status/1/bitstring/${list}`,
  })
  const check = (credentialStatus: object[], by = ISSUER_URL) =>
    checkStatus({
      credential: {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        type: ['VerifiableCredential'],
        issuer: by,
        credentialStatus,
      },
      documentLoader,
      verifyBitstringStatusListCredential: false,
      verifyMatchingIssuers: true,
    })
  for (const [n, { statusIndex }] of issued.entries()) {
    const both = [entry('revocation', statusIndex), entry('suspension', statusIndex)]
    expect(await check(both)).toMatchObject({
      verified: true,
      results: [{ status: n % 3 === 1 }, { status: n % 3 === 2 }],
    })
  }
  const byOther = await check([entry('revocation', 0)], 'https://other.example')
  const ofOther = await check([entry('suspension', 0, 'revocation')])
  expect(byOther.error?.message).toContain('Issuers')
  expect(ofOther.error?.message).toContain('purpose')
})

describe('plain publications cannot say what is announced', () => {
  async function openWithAnnouncement() {
    const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
    const under = await openIssuer({ signer: working })
    const { issuer, clock, signer } = under
    const [a, b] = [
      unwrap(await issuer.issueCredential(request)),
      unwrap(await issuer.issueCredential(request)),
    ]
    const { effectiveEverywhereAtMs: T } = unwrap(
      await issuer.revokeCredential(a.credentialId, 'left'),
    )
    const plain = () => readServedList(issuer, signer.publicJwk)
    async function sweepAt(nowMs: number) {
      clock.nowMs = nowMs
      await issuer.sweep?.()
    }
    return { ...under, a, b, T, plain, sweepAt }
  }

  test('so every end that they state comes no later than it', async () => {
    const { issuer, signer, T, plain, sweepAt, clock } = await openWithAnnouncement()
    for (let nowMs = clock.nowMs; nowMs < T; nowMs += 40_000) {
      await sweepAt(nowMs)
      const { exp, iat, ttl = 0 } = await plain()
      expect(exp * 1_000).toBeLessThanOrEqual(T)
      expect((iat + ttl) * 1_000).toBeLessThanOrEqual(T)
      const { validUntilMs, ttlMs, validFromMs } = await readBitstring(issuer, signer, 'revocation')
      expect(validUntilMs).toBeLessThanOrEqual(T)
      expect(validFromMs + ttlMs).toBeLessThanOrEqual(T)
      const { freshForMs = Number.NaN } = (await issuer.statusList(1)) ?? {}
      expect(nowMs + freshForMs).toBeLessThanOrEqual(T)
    }
    const { head } = await readServedHead(issuer, signer.publicJwk)
    expect(head.exp * 1_000).toBeGreaterThan(T)
  })

  test('so the next ones are ready before it, and are served from then on by time alone', async () => {
    const { issuer, signer, a, T, plain, sweepAt, clock } = await openWithAnnouncement()
    await sweepAt(T - 5_000)
    clock.nowMs = T - 1
    expect(unwrap(getStatus((await plain()).list, a.statusIndex))).toBe(0)
    clock.nowMs = T
    const next = await plain()
    expect(next.iat * 1_000).toBe(T)
    expect(unwrap(getStatus(next.list, a.statusIndex))).toBe(1)
    expect((await readBitstring(issuer, signer, 'revocation')).isSet(a.statusIndex)).toBe(true)
    const { head } = await readServedHead(issuer, signer.publicJwk)
    expect(head).toMatchObject({ seq: T / 1_000, pending: [] })
    // Made before the turn, it puts off no act that is announced until then.
    expect(head.exp * 1_000).toBe(T - 5_000 + RULE.leaseMs)
    await issuer.sweep?.()
    expect((await plain()).iat * 1_000).toBeGreaterThan(T)
  })

  test('so an immediate act in between replaces the next ones, under another second', async () => {
    const { issuer, b, T, plain, sweepAt, clock } = await openWithAnnouncement()
    await sweepAt(T - 5_000)
    unwrap(await issuer.revokeCredential(b.credentialId, 'fraud'))
    clock.nowMs = T
    expect(unwrap(getStatus((await plain()).list, b.statusIndex))).toBe(1)
    await sweepAt(T - 3_000)
    clock.nowMs = T + 1_000
    const next = await plain()
    expect(next.iat * 1_000).toBe(T + 1_000)
    expect(unwrap(getStatus(next.list, b.statusIndex))).toBe(1)
  })
})

test('a publisher that takes over from one that died between its note and its signature signs a later second', async () => {
  const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
  const seqs: number[] = []
  let dies = false
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.seq !== undefined) seqs.push(Number(payload.seq))
      if (dies) throw new Error('died')
      return working.sign(data)
    },
  }
  const { issuer, again, clock } = await openIssuer({ signer })
  const standby = await again()
  const { credentialId } = unwrap(await issuer.issueCredential(request))
  clock.nowMs += 5_000
  dies = true
  await expect(issuer.revokeCredential(credentialId, 'fraud')).rejects.toThrow('died')
  dies = false
  await standby.sweep?.()
  await Promise.all([issuer.publishStatus(), standby.publishStatus()])
  expect(seqs.length).toBeGreaterThan(2)
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(seqs).toEqual([...seqs].sort((x, y) => x - y))
  const { head } = await readServedHead(standby, signer.publicJwk)
  expect(head.seq).toBe(seqs.at(-1))
})
