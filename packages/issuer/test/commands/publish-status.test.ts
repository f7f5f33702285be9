import { createSeededSigner, parseJws, type Signer, unwrap } from '@evenkeel/kernel'
import { expect, test } from 'vitest'
import { request } from '../support/issue-request.ts'
import { LEASE_MS, openIssuer, RULE } from '../support/issuer-under-test.ts'
import { readServedList } from '../support/read-served-list.ts'

const working = createSeededSigner('EdDSA', new Uint8Array(32).fill(1))

test('a sweep publishes anew when a period has passed, and not before', async () => {
  const { issuer, clock, signer } = await openIssuer()
  unwrap(await issuer.issueCredential(request))
  const first = await readServedList(issuer, signer.publicJwk)
  clock.nowMs += RULE.periodMs - 1_000
  await issuer.sweep?.()
  expect((await readServedList(issuer, signer.publicJwk)).iat).toBe(first.iat)
  clock.nowMs += 2_000
  await issuer.sweep?.()
  const second = await readServedList(issuer, signer.publicJwk)
  expect(second.iat).toBe(first.iat + RULE.periodMs / 1_000 + 1)
  expect(second.exp - second.iat).toBe(LEASE_MS / 1_000)
})

test('the lease is durable before the token that carries it is signed', async () => {
  const seen: number[] = []
  const stores: { read?: () => Promise<number> } = {}
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) {
        seen.push(Number(payload.exp))
        expect(await stores.read?.()).toBeGreaterThanOrEqual(Number(payload.exp))
      }
      return working.sign(data)
    },
  }
  const { issuer, store, clock } = await openIssuer({ signer })
  stores.read = async () => {
    const row = await store.read('exp', (tx) => tx.get('SELECT exp_max FROM status_list'))
    return Number(row?.exp_max)
  }
  const { credentialId } = unwrap(await issuer.issueCredential(request))
  clock.nowMs += 10_000
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  expect(seen).toHaveLength(2)
})

test('no two tokens of a list share an iat, whoever signs them and however fast', async () => {
  const iats: number[] = []
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) iats.push(Number(payload.iat))
      return working.sign(data)
    },
  }
  const under = await openIssuer({ signer })
  const second = await under.again()
  const issued = await Promise.all(
    Array.from({ length: 20 }, () => under.issuer.issueCredential(request)),
  )
  await Promise.all(
    issued.map((each, i) =>
      (i % 2 === 0 ? under.issuer : second).revokeCredential(unwrap(each).credentialId, 'fraud'),
    ),
  )
  expect(iats.length).toBeGreaterThan(2)
  expect(new Set(iats).size).toBe(iats.length)
})

test('a burst of revocations waits for the clock instead of running ahead of it', async () => {
  const { issuer, clock, signer } = await openIssuer()
  for (let i = 0; i < 5; i += 1) {
    const { credentialId } = unwrap(await issuer.issueCredential(request))
    unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
    const { iat } = await readServedList(issuer, signer.publicJwk)
    expect(iat * 1_000).toBeLessThanOrEqual(clock.nowMs)
  }
})

test('a clock that is set back neither stops publications nor repeats an iat', async () => {
  const { issuer, clock, signer } = await openIssuer()
  const { credentialId } = unwrap(await issuer.issueCredential(request))
  const first = await readServedList(issuer, signer.publicJwk)
  clock.nowMs -= 3_600_000
  unwrap(await issuer.revokeCredential(credentialId, 'fraud'))
  const second = await readServedList(issuer, signer.publicJwk)
  expect(second.iat).toBe(first.iat + 1)
  // The wait for the next second is at most one.
  expect(clock.nowMs).toBeLessThanOrEqual(first.iat * 1_000 - 3_600_000 + 1_000)
})

test('an older token never replaces a newer one that another process has served meanwhile', async () => {
  const gate = Promise.withResolvers<void>()
  let held = 0
  const signer: Signer = {
    ...working,
    async sign(data) {
      const { payload } = unwrap(
        parseJws(`${new TextDecoder().decode(data)}.AA`, { maxBytes: 5_000_000, maxDepth: 8 }),
      )
      if (payload.status_list !== undefined) {
        held += 1
        // The second publication is the slow one.
        if (held === 2) await gate.promise
      }
      return working.sign(data)
    },
  }
  const under = await openIssuer({ signer })
  const second = await under.again()
  const a = unwrap(await under.issuer.issueCredential(request))
  const b = unwrap(await under.issuer.issueCredential(request))
  const slow = under.issuer.revokeCredential(a.credentialId, 'fraud')
  while (held < 2) await new Promise((resolve) => setImmediate(resolve))
  unwrap(await second.revokeCredential(b.credentialId, 'fraud'))
  const newest = await readServedList(under.issuer, signer.publicJwk)
  gate.resolve()
  unwrap(await slow)
  const served = await readServedList(under.issuer, signer.publicJwk)
  expect(served.iat).toBe(newest.iat)
  expect(served.compact).toBe(newest.compact)
})

test('a list has one path', async () => {
  const { issuer } = await openIssuer()
  unwrap(await issuer.issueCredential(request))
  for (const path of ['/status/01', '/status/1/', '/status/1?x', '/status/', '/status/2', '/']) {
    expect(await issuer.document?.(path)).toBeUndefined()
  }
  expect(await issuer.document?.('/status/1')).toBeDefined()
})
