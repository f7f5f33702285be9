import { createSeededSigner, encodeHex, getStatus, sha256, unwrap } from '@evenkeel/kernel'
import { expect, test } from 'vitest'
import { request } from '../support/issue-request.ts'
import { openIssuer, START_MS } from '../support/issuer-under-test.ts'
import { readServedHead, readServedList } from '../support/read-served-list.ts'

async function openWithCredential() {
  const under = await openIssuer()
  const issued = unwrap(await under.issuer.issueCredential(request))
  const served = () => readServedList(under.issuer, under.signer.publicJwk)
  const bit = async () => unwrap(getStatus((await served()).list, issued.statusIndex))
  return { ...under, ...issued, served, bit }
}

test('a revocation is in the served list when the call returns', async () => {
  const { issuer, credentialId, bit } = await openWithCredential()
  expect(await bit()).toBe(0)
  unwrap(await issuer.revokeCredential(credentialId, 'key_compromise'))
  expect(await bit()).toBe(1)
})

test('a revocation is effective everywhere when the last lease without it has ended', async () => {
  const { issuer, clock, credentialId, served } = await openWithCredential()
  const before = await served()
  clock.nowMs += 100_000
  const change = unwrap(await issuer.revokeCredential(credentialId, 'key_compromise'))
  expect(change.effectiveEverywhereAtMs).toBe(before.exp * 1_000)
  expect(change).toMatchObject({ changedAtMs: START_MS + 100_000, status: 'invalid' })
  // The list with the revocation lives longer, and that does not matter.
  expect((await served()).exp).toBeGreaterThan(before.exp)
})

test('a repeated revocation changes nothing and tells the same times', async () => {
  const { issuer, clock, credentialId, events } = await openWithCredential()
  const first = unwrap(await issuer.revokeCredential(credentialId, 'key_compromise'))
  clock.nowMs += 5_000
  const again = unwrap(await issuer.revokeCredential(credentialId, 'other_reason'))
  expect(again.effectiveEverywhereAtMs).toBe(first.effectiveEverywhereAtMs)
  expect(again.changedAtMs).toBe(first.changedAtMs)
  expect(unwrap(await issuer.showCredential(credentialId)).reason).toBe('key_compromise')
  expect((await events()).filter(({ event }) => event === 'CredentialRevoked')).toHaveLength(1)
})

test('a suspension can be lifted, a revocation cannot', async () => {
  const { issuer, credentialId, bit } = await openWithCredential()
  unwrap(await issuer.suspendCredential(credentialId, 'investigation'))
  expect(await bit()).toBe(2)
  unwrap(await issuer.reinstateCredential(credentialId, 'cleared', { mode: 'immediate' }))
  expect(await bit()).toBe(0)
  unwrap(await issuer.suspendCredential(credentialId, 'investigation'))
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  for (const change of [issuer.reinstateCredential, issuer.suspendCredential]) {
    expect(await change(credentialId, 'second_thoughts', { mode: 'immediate' })).toMatchObject({
      ok: false,
      error: { code: 'credential_revoked' },
    })
  }
  expect(await bit()).toBe(1)
})

test('100 concurrent revocations from two processes lose none and touch nobody else', async () => {
  const under = await openIssuer()
  const second = await under.again()
  const issued = (
    await Promise.all(Array.from({ length: 150 }, () => under.issuer.issueCredential(request)))
  ).map(unwrap)
  const revoked = issued.slice(0, 100)
  const changes = await Promise.all(
    revoked.map(({ credentialId }, i) =>
      (i % 2 === 0 ? under.issuer : second).revokeCredential(credentialId, 'fraud'),
    ),
  )
  expect(changes.every(({ ok }) => ok)).toBe(true)
  const { list } = await readServedList(under.issuer, under.signer.publicJwk)
  const statusOf = ({ statusIndex }: { readonly statusIndex: number }) =>
    unwrap(getStatus(list, statusIndex))
  expect(revoked.map(statusOf)).toEqual(revoked.map(() => 1))
  expect(issued.slice(100).map(statusOf)).toEqual(issued.slice(100).map(() => 0))
  expect(list.bytes.reduce((sum, byte) => sum + (byte === 0 ? 0 : 1), 0)).toBeLessThanOrEqual(100)
})

test('100 concurrent revocations share a few publications', async () => {
  const under = await openIssuer()
  const issued = (
    await Promise.all(Array.from({ length: 100 }, () => under.issuer.issueCredential(request)))
  ).map(unwrap)
  const before = await readServedList(under.issuer, under.signer.publicJwk)
  await Promise.all(
    issued.map(({ credentialId }) => under.issuer.revokeCredential(credentialId, 'fraud')),
  )
  const after = await readServedList(under.issuer, under.signer.publicJwk)
  expect(after.iat - before.iat).toBeLessThanOrEqual(4)
})

test('a change survives a signer that fails, and the next sweep publishes it', async () => {
  const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))
  let isDown = false
  const signer: typeof working = {
    ...working,
    sign: (data) => (isDown ? Promise.reject(new Error('out of reach')) : working.sign(data)),
  }
  const under = await openIssuer({ signer })
  const { credentialId, statusIndex } = unwrap(await under.issuer.issueCredential(request))
  isDown = true
  await expect(under.issuer.revokeCredential(credentialId, 'fraud')).rejects.toThrow('out of reach')
  expect(unwrap(await under.issuer.showCredential(credentialId)).status).toBe('invalid')
  isDown = false
  await under.issuer.sweep?.()
  const { list } = await readServedList(under.issuer, signer.publicJwk)
  expect(unwrap(getStatus(list, statusIndex))).toBe(1)
})

test('events tell of the act and of its publication', async () => {
  const { issuer, credentialId, events } = await openWithCredential()
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  expect((await events()).slice(1)).toEqual([
    { event: 'CredentialRevoked', credential: credentialId },
    { event: 'StatusPublished', credential: credentialId },
  ])
})

test('every publication owes the log a leaf with its hash and the hash before it', async () => {
  const { issuer, store, signer, credentialId } = await openWithCredential()
  const served = () => readServedHead(issuer, signer.publicJwk)
  const first = await served()
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  const second = await served()
  expect(second.head.prev).toBe(encodeHex(sha256(first.compact)))
  const rows = await store.read('leaves', (tx) =>
    tx.all("SELECT body FROM handoff_out WHERE kind = 'network.append' ORDER BY id"),
  )
  const hashOf = ({ compact }: { readonly compact: string }) => encodeHex(sha256(compact))
  const leaves = rows.map((row) => JSON.parse(String(row.body)))
  expect(leaves).toMatchObject([
    { kind: 'head', seq: first.head.seq, bodyHash: hashOf(first) },
    { kind: 'head', seq: second.head.seq, bodyHash: hashOf(second), prev: hashOf(first) },
  ])
})

test('bad input is refused with its reason', async () => {
  const { issuer, credentialId } = await openWithCredential()
  expect(await issuer.revokeCredential('cred-none' as never, 'fraud')).toMatchObject({
    error: { code: 'not_found' },
  })
  expect(await issuer.revokeCredential(credentialId, 'Not A Code')).toMatchObject({
    error: { code: 'malformed_message' },
  })
  for (const id of ['nobody', 'a\0b', '\ud800', '']) {
    const notFound = { error: { code: 'not_found' } }
    expect(await issuer.showCredential(id as never)).toMatchObject(notFound)
    expect(await issuer.revokeCredential(id as never, 'fraud')).toMatchObject(notFound)
  }
})
