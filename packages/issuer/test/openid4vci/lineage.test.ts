import { unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { openIssuer, START_MS } from '../support/issuer-under-test.ts'
import { offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const key = walletKey('a')
const thief = walletKey('thief')
const DAY_MS = 86_400_000
const reissue = {
  claims: { member_id: 'm-1', tier: 'platinum' },
  validForMs: 30 * DAY_MS,
  graceMs: 2 * DAY_MS,
}

async function openWithOffer() {
  const under = await openIssuer()
  const offer = unwrap(
    await under.issuer.vci.createOffer({ ...offerRequest, validForMs: 30 * DAY_MS }),
  )
  const wallet = new TestWallet(under)
  const exchange = async () => (await wallet.token(await wallet.codeOf(offer.link))).json
  const refresh = (token: string) =>
    wallet.post('/token', { grant_type: 'refresh_token', refresh_token: token })
  return { under, vci: under.issuer.vci, offer, wallet, exchange, refresh }
}

/** A wallet that has a batch, and the ids of its credentials. */
async function openWithBatch(size: number) {
  const opened = await openWithOffer()
  const tokens = await opened.exchange()
  const keys = Array.from({ length: size }, (_, i) => walletKey(`k${i}`))
  expect((await opened.wallet.request(tokens.access_token, ...keys)).status).toBe(200)
  const { credentials } = await opened.under.issuer.listIssued()
  const [{ credentialId } = { credentialId: 'none' as never }] = credentials
  return { ...opened, credentialId, refreshToken: String(tokens.refresh_token) }
}

describe('a refresh token', () => {
  test('of an exchange that was repeated is void, also for the re-issue months later', async () => {
    const { under, vci, wallet, exchange, refresh } = await openWithOffer()
    const stolen = await exchange()
    const own = await exchange()
    expect((await refresh(stolen.refresh_token)).json).toMatchObject({
      error: 'invalid_grant',
      code: 'grant_not_accepted',
    })
    expect((await wallet.request(own.access_token, key)).status).toBe(200)
    const [issued] = (await under.issuer.listIssued()).credentials
    unwrap(await vci.reissueCredential(issued?.credentialId as never, reissue))
    expect((await refresh(stolen.refresh_token)).json.code).toBe('grant_not_accepted')
    expect((await refresh(own.refresh_token)).status).toBe(200)
  })

  test('holds for a wallet that lost the answer to it, and the lost access token does not', async () => {
    const { under, vci, wallet, credentialId, refresh, refreshToken } = await openWithBatch(1)
    unwrap(await vci.reissueCredential(credentialId, reissue))
    const lost = (await refresh(refreshToken)).json
    under.clock.nowMs += 1_000
    const { json } = await refresh(refreshToken)
    expect((await wallet.request(lost.access_token, thief)).status).toBe(401)
    expect((await wallet.request(json.access_token, key)).status).toBe(200)
    expect((await refresh(json.refresh_token)).status).toBe(200)
    under.clock.nowMs += 1_000
    const later = (await refresh(refreshToken)).json
    expect((await wallet.request(json.access_token, key)).status).toBe(401)
    expect((await wallet.request(later.access_token, key)).status).toBe(200)
    expect((await refresh(json.refresh_token)).status).toBe(200)
  })

  test('neither revives an offer that has expired nor puts its end off for ever', async () => {
    const { under, wallet, exchange, refresh } = await openWithOffer()
    const { refresh_token } = await exchange()
    under.clock.nowMs += offerRequest.expiresMs - 1_000
    expect((await refresh(refresh_token)).status).toBe(200)
    under.clock.nowMs += 2_000
    const { json } = await refresh(refresh_token)
    expect((await wallet.request(json.access_token, key)).json).toMatchObject({
      error: 'credential_request_denied',
      code: 'grant_expired',
    })
  })

  test('of the credential before voids what somebody else has exchanged for its re-issue', async () => {
    const { vci, wallet, credentialId, refresh, refreshToken } = await openWithBatch(1)
    const { link } = unwrap(await vci.reissueCredential(credentialId, reissue))
    const stolen = (await wallet.token(await wallet.codeOf(link))).json
    expect((await refresh(refreshToken)).status).toBe(200)
    expect((await wallet.request(stolen.access_token, thief)).status).toBe(401)
    expect((await refresh(stolen.refresh_token)).json.code).toBe('grant_not_accepted')
  })

  test('of the credential before does not keep its re-issue open for ever', async () => {
    const { under, vci, wallet, credentialId, refresh, refreshToken } = await openWithBatch(1)
    unwrap(await vci.reissueCredential(credentialId, { ...reissue, graceMs: 600_000 }))
    const gets = async () => {
      under.clock.nowMs += 600_000
      return (await refresh(refreshToken)).json.access_token
    }
    under.clock.nowMs -= 60_000
    let token = ''
    for (let i = 0; i < 12; i += 1) token = await gets()
    expect((await wallet.request(token, thief)).json.code).toBe('credential_already_issued')
  })

  test('does not stand in for the transaction code of a re-issue', async () => {
    const { vci, wallet, credentialId, refresh, refreshToken } = await openWithBatch(1)
    const offer = unwrap(
      await vci.reissueCredential(credentialId, { ...reissue, transactionCode: true }),
    )
    const { json } = await refresh(refreshToken)
    expect((await wallet.request(json.access_token, thief)).json.code).toBe(
      'credential_already_issued',
    )
    const code = String(offer.transactionCode)
    const token = await wallet.tokenFor(offer.link, { tx_code: code })
    expect((await wallet.request(token, key)).status).toBe(200)
  })
})

describe('a revocation', () => {
  test('of a batch is published once, not once for each copy', async () => {
    const { under, vci, offer } = await openWithBatch(16)
    const before = under.clock.nowMs
    unwrap(await vci.revokeOffer(offer.offerId, 'fraud'))
    const { credentials } = await under.issuer.listIssued()
    expect(credentials.every(({ status }) => status === 'invalid')).toBe(true)
    expect(under.clock.nowMs - before).toBeLessThanOrEqual(2_000)
  })

  test('of what was replaced already bars the re-issue that nobody has fetched', async () => {
    const { under, vci, wallet, credentialId, refresh, refreshToken } = await openWithBatch(2)
    unwrap(await vci.reissueCredential(credentialId, { ...reissue, expiresMs: 9 * DAY_MS }))
    under.clock.nowMs += 3 * DAY_MS
    await vci.sweep()
    const shown = async () => unwrap(await under.issuer.showCredential(credentialId))
    const superseded = await shown()
    expect(superseded.reason).toBe('superseded')
    unwrap(await under.issuer.revokeCredential(credentialId, 'fraud'))
    expect(await shown()).toEqual({ ...superseded, reason: 'fraud' })
    const { json } = await refresh(refreshToken)
    expect((await wallet.request(json.access_token, key)).json.code).toBe('credential_revoked')
  })

  test('of an offer ends what replaced it, fetched or not', async () => {
    for (const isFetched of [true, false]) {
      const opened = await openWithBatch(2)
      const { under, vci, offer, wallet, credentialId, refresh, refreshToken } = opened
      const next = unwrap(
        await vci.reissueCredential(credentialId, { ...reissue, expiresMs: 9 * DAY_MS }),
      )
      if (isFetched) {
        const { json } = await refresh(refreshToken)
        expect((await wallet.request(json.access_token, key)).status).toBe(200)
      }
      under.clock.nowMs += 3 * DAY_MS
      await vci.sweep()
      unwrap(await vci.revokeOffer(offer.offerId, 'fraud'))
      const { credentials } = await under.issuer.listIssued()
      expect(credentials).toHaveLength(isFetched ? 3 : 2)
      expect(credentials.every(({ reason }) => reason === 'fraud')).toBe(true)
      expect((await vci.listOffers()).offers.at(-1)).toMatchObject({
        offerId: next.offerId,
        state: isFetched ? 'issued' : 'denied',
      })
    }
  })
})

test('graces that end together are ended by one sweep, in the time of one publication', async () => {
  const under = await openIssuer()
  const { vci } = under.issuer
  const wallet = new TestWallet(under)
  for (let i = 0; i < 8; i += 1) {
    const offer = unwrap(await vci.createOffer({ ...offerRequest, validForMs: 30 * DAY_MS }))
    const keys = [walletKey(`${i} a`), walletKey(`${i} b`)]
    await wallet.request(await wallet.tokenFor(offer.link), ...keys)
    const { credentialIds } = (await vci.listOffers()).offers.at(-1) ?? { credentialIds: [] }
    unwrap(await vci.reissueCredential(credentialIds[0] as never, reissue))
  }
  under.clock.nowMs = START_MS + 3 * DAY_MS
  await vci.sweep()
  const { credentials } = await under.issuer.listIssued()
  expect(credentials.map(({ status }) => status)).toEqual(Array(16).fill('invalid'))
  expect(under.clock.nowMs - START_MS - 3 * DAY_MS).toBeLessThanOrEqual(2_000)
})
