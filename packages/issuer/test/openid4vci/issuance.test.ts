import { parseSdJwt, type Store, unwrap } from '@evenkeel/kernel'
import { openSqliteStore } from '@evenkeel/kernel/adapters'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../support/call-at.ts'
import { type Crashes, crashingStore } from '../support/crashing-store.ts'
import { openIssuer } from '../support/issuer-under-test.ts'
import { offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 12 }
const keys = Array.from({ length: 4 }, (_, i) => walletKey(`k${i}`))
const [key = walletKey('a'), other = walletKey('b')] = keys

async function openWithToken(change: Partial<typeof offerRequest> = {}) {
  const under = await openIssuer()
  const offer = unwrap(await under.issuer.vci.createOffer({ ...offerRequest, ...change }))
  const wallet = new TestWallet(under)
  return { under, wallet, token: await wallet.tokenFor(offer.link) }
}

describe('a batch', () => {
  test('gets one credential for each key, each with its own id and status index', async () => {
    const { under, wallet, token } = await openWithToken()
    const answer = await wallet.request(token, ...keys)
    expect(answer.json.credentials).toHaveLength(4)
    const { credentials } = await under.issuer.listIssued()
    expect(new Set(credentials.map(({ holderKey }) => holderKey))).toEqual(
      new Set(keys.map(({ keyId }) => keyId)),
    )
    expect(new Set(credentials.map(({ statusIndex }) => statusIndex)).size).toBe(4)
  })

  test('says the same rounded times as the batch of another person of that day', async () => {
    const timesOf = ({ json }: Answer): unknown[] =>
      json.credentials.map(({ credential }: { credential: string }) => {
        const { iat, exp } = unwrap(parseSdJwt(credential, LIMITS)).jws.payload
        return { iat, exp }
      })
    const { under, wallet, token } = await openWithToken({ validForMs: 30 * 86_400_000 })
    const offer = await under.issuer.vci.createOffer({
      ...offerRequest,
      validForMs: 30 * 86_400_000,
    })
    const first = timesOf(await wallet.request(token, ...keys))
    under.clock.nowMs += 123_456
    const second = timesOf(await wallet.request(await wallet.tokenFor(unwrap(offer).link), key))
    expect(new Set([...first, ...second].map((times) => JSON.stringify(times))).size).toBe(1)
  })

  test('is no larger than the offer allows', async () => {
    const { wallet, token } = await openWithToken({ batchSize: 2 })
    expect((await wallet.request(token, ...keys)).json.code).toBe('batch_too_large')
    expect((await wallet.request(token, key, other)).status).toBe(200)
  })
})

describe('a credential request that is repeated', () => {
  test('for the same keys gets the same bytes, with the old proofs and with new ones', async () => {
    const { under, wallet, token } = await openWithToken()
    const nonce = await wallet.nonce()
    const proofs = [await wallet.proof(key, nonce)]
    const first = await wallet.requestWith(token, proofs)
    expect((await wallet.requestWith(token, proofs)).text).toBe(first.text)
    expect((await wallet.request(token, key)).text).toBe(first.text)
    expect((await under.issuer.listIssued()).credentials).toHaveLength(1)
  })

  test('for another key, or one key more, gets nothing', async () => {
    const { under, wallet, token } = await openWithToken()
    await wallet.request(token, key)
    for (const signers of [[other], [key, other]]) {
      expect(await wallet.request(token, ...signers)).toMatchObject({
        status: 400,
        json: { error: 'credential_request_denied', code: 'credential_already_issued' },
      })
    }
    expect((await under.issuer.listIssued()).credentials).toHaveLength(1)
  })

  test('gets nothing once the answer is no longer kept', async () => {
    const under = await openIssuer()
    const offer = unwrap(await under.issuer.vci.createOffer(offerRequest))
    const wallet = new TestWallet(under)
    const { json } = await wallet.token(await wallet.codeOf(offer.link))
    await wallet.request(json.access_token, key)
    under.clock.nowMs += 899_999
    await under.issuer.vci.sweep()
    expect((await wallet.request(json.access_token, key)).status).toBe(200)
    under.clock.nowMs += 1
    await under.issuer.vci.sweep()
    const refresh = { grant_type: 'refresh_token', refresh_token: json.refresh_token }
    const { json: fresh } = await wallet.post('/token', refresh)
    expect((await wallet.request(fresh.access_token, key)).json.code).toBe(
      'credential_already_issued',
    )
  })

  test('many times at once, in two processes, is issued once and answered alike', async () => {
    const { under, wallet, token } = await openWithToken()
    const second = new TestWallet({ issuer: await under.again(), clock: under.clock })
    const nonce = await wallet.nonce()
    const proofs = [await wallet.proof(key, nonce)]
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, i) => (i % 2 ? wallet : second).requestWith(token, proofs)),
    )
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
    expect(answers[0]?.status).toBe(200)
    expect((await under.issuer.listIssued()).credentials).toHaveLength(1)
  })

  test('at once for two keys under one token gets a credential for one of them', async () => {
    const { under, wallet, token } = await openWithToken()
    const answers = await Promise.all([wallet.request(token, key), wallet.request(token, other)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400])
    expect((await under.issuer.listIssued()).credentials).toHaveLength(1)
  })
})

describe('a crash', () => {
  test('at any transaction, before or after its commit, neither issues twice nor strands the wallet', async () => {
    const crash = fc.record({ after: fc.nat({ max: 7 }), committed: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(crash, { maxLength: 4 }), fc.boolean(), async (plan, deferred) => {
        const inner = await openSqliteStore({ path: ':memory:' })
        const crashes: Crashes = { next: undefined }
        const store: Store = crashingStore(inner, crashes)
        const under = await openIssuer({ store })
        const offer = unwrap(await under.issuer.vci.createOffer({ ...offerRequest, deferred }))
        const token = await new TestWallet(under).tokenFor(offer.link)
        const answers: string[] = []
        for (const next of [...plan, undefined, undefined]) {
          const wallet = new TestWallet({ issuer: await under.again(), clock: under.clock })
          crashes.next = next === undefined ? undefined : { ...next }
          try {
            const answer = await wallet.request(token, key, other)
            if (answer.status === 202) await wallet.issuer.vci.completeIssuance(offer.offerId)
            else answers.push(answer.text)
          } catch {
            // The process died; the next one goes on.
          }
          crashes.next = undefined
        }
        expect(answers.length).toBeGreaterThan(0)
        expect(new Set(answers).size).toBe(1)
        expect(JSON.parse(answers[0] ?? '').credentials).toHaveLength(2)
        expect((await under.issuer.listIssued()).credentials).toHaveLength(2)
        await inner.close()
      }),
      { numRuns: 40 },
    )
  })

  test('of the signer leaves the indices to the repeat', async () => {
    let isDown = false
    const base = walletKey('issuer')
    const signer = {
      ...base,
      sign: (data: Uint8Array) =>
        isDown ? Promise.reject(new Error('out of reach')) : base.sign(data),
    }
    const under = await openIssuer({ signer })
    const wallet = new TestWallet(under)
    const token = async () =>
      wallet.tokenFor(unwrap(await under.issuer.vci.createOffer(offerRequest)).link)
    await wallet.request(await token(), other)
    const second = await token()
    isDown = true
    await expect(wallet.request(second, key)).rejects.toThrow('out of reach')
    isDown = false
    expect((await wallet.request(second, key)).status).toBe(200)
    expect((await under.issuer.listIssued()).credentials).toHaveLength(2)
  })
})

describe('an offer that is revoked', () => {
  test('ends every copy of its batch, and its kept answer is not given out again', async () => {
    const { under, wallet, token } = await openWithToken()
    await wallet.request(token, ...keys)
    const [offer] = (await under.issuer.vci.listOffers()).offers
    const revoke = () =>
      wallet.call(`POST /offers/${offer?.offerId}/revoke`, { body: { reason: 'fraud' } })
    expect((await revoke()).json.credentialIds).toHaveLength(4)
    expect((await revoke()).status).toBe(200)
    const { credentials } = await under.issuer.listIssued()
    expect(credentials.map(({ status, reason }) => `${status} ${reason}`)).toEqual(
      Array(4).fill('invalid fraud'),
    )
    expect((await wallet.request(token, ...keys)).json.code).toBe('credential_already_issued')
  })

  test('while its batch is being signed gives nothing, and says that it was denied', async () => {
    let whileSigning: () => Promise<unknown> = async () => undefined
    const base = walletKey('issuer')
    const signer = {
      ...base,
      async sign(data: Uint8Array) {
        await whileSigning()
        return base.sign(data)
      },
    }
    const under = await openIssuer({ signer })
    const wallet = new TestWallet(under)
    const offer = unwrap(await under.issuer.vci.createOffer(offerRequest))
    const token = await wallet.tokenFor(offer.link)
    whileSigning = () => under.issuer.vci.revokeOffer(offer.offerId, 'mistaken')
    expect(await wallet.request(token, key, other)).toMatchObject({
      status: 400,
      json: { error: 'credential_request_denied', code: 'issuance_denied' },
    })
  })

  test('before anything was issued for it gives nothing to anybody', async () => {
    const { under, wallet, token } = await openWithToken()
    const [offer] = (await under.issuer.vci.listOffers()).offers
    unwrap(await under.issuer.vci.revokeOffer(String(offer?.offerId), 'mistaken'))
    expect((await wallet.request(token, key)).json.error).toBe('credential_request_denied')
    expect((await under.issuer.listIssued()).credentials).toEqual([])
    expect(await under.issuer.vci.revokeOffer('offer-x', 'mistaken')).toMatchObject({
      error: { code: 'not_found' },
    })
  })
})

test('an offer asked for twice under one id is one offer, and another content under it is refused', async () => {
  const { issuer } = await openIssuer()
  const request = { ...offerRequest, offerId: 'offer-1', transactionCode: true }
  const first = unwrap(await issuer.vci.createOffer(request))
  expect(unwrap(await issuer.vci.createOffer(request))).toEqual(first)
  const changed = { ...request, claims: { member_id: 'm-2' } }
  expect(await issuer.vci.createOffer(changed)).toMatchObject({
    error: { code: 'idempotency_conflict' },
  })
  expect((await issuer.vci.listOffers()).offers).toHaveLength(1)
})

test.each([
  ['an unknown configuration', { configurationId: 'x' }, 'credential_configuration_unknown'],
  ['a batch of none', { batchSize: 0 }, 'malformed_message'],
  ['a batch of seventeen', { batchSize: 17 }, 'malformed_message'],
  ['no time to fetch it', { expiresMs: 1 }, 'malformed_message'],
  ['a year to fetch it', { expiresMs: 31_536_000_000 }, 'malformed_message'],
  ['an id with a dot', { offerId: 'a.b' }, 'malformed_message'],
  ["a claim that is the re-issue's", { claims: { replaces: 'x' } }, 'malformed_message'],
  ["a claim that is the issuer's", { claims: { iss: 'x' } }, 'malformed_message'],
  ['a disclosure of nothing', { disclose: ['x'] }, 'disclosure_unknown'],
])('an offer with %s is refused and leaves no trace', async (_, change, code) => {
  const { issuer } = await openIssuer()
  expect(await issuer.vci.createOffer({ ...offerRequest, ...change })).toMatchObject({
    error: { code },
  })
  expect((await issuer.vci.listOffers()).offers).toEqual([])
})
