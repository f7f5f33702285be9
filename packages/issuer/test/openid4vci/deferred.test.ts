import { unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { openIssuer } from '../support/issuer-under-test.ts'
import { offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const key = walletKey('a')
const DAY_MS = 86_400_000

async function openDeferred(expiresMs = offerRequest.expiresMs) {
  const under = await openIssuer()
  const wallet = new TestWallet(under)
  const offer = unwrap(
    await under.issuer.vci.createOffer({ ...offerRequest, deferred: true, expiresMs }),
  )
  const { json } = await wallet.token(await wallet.codeOf(offer.link))
  const token: string = json.access_token
  const poll = () => wallet.post('/deferred_credential', { transaction_id: offer.offerId }, token)
  return { under, wallet, offer, token, poll, refreshToken: json.refresh_token }
}

describe('a deferred issuance', () => {
  test('waits for the operator for days, and then gives what the operator decided', async () => {
    const { under, wallet, offer, token, poll } = await openDeferred()
    const asked = await wallet.request(token, key)
    expect(asked).toMatchObject({
      status: 202,
      json: { transaction_id: offer.offerId, interval: 5 },
    })
    expect((await wallet.request(token, key)).text).toBe(asked.text)
    under.clock.nowMs += 20 * DAY_MS
    await under.issuer.vci.sweep()
    expect((await poll()).status).toBe(202)
    expect((await under.issuer.listIssued()).credentials).toEqual([])
    const claims = { member_id: 'm-1', tier: 'silver' }
    const decided = await wallet.call(`POST /issuances/${offer.offerId}/complete`, {
      body: { claims },
    })
    expect(decided.json).toEqual({ transactionId: offer.offerId, state: 'approved' })
    const answer = await poll()
    expect(answer.status).toBe(200)
    // OpenID4VCI 1.0 allows it here, and a library that many wallets use refuses it.
    expect(answer.json).not.toHaveProperty('notification_id')
    expect((await poll()).text).toBe(answer.text)
    expect((await wallet.request(token, key)).text).toBe(answer.text)
    expect((await under.issuer.listIssued()).credentials).toMatchObject([
      { issuedAtMs: under.clock.nowMs, holderKey: key.keyId },
    ])
  })

  test('that the operator denies is refused with the words for it, and leaves no claims', async () => {
    const { under, wallet, offer, token, poll } = await openDeferred()
    await wallet.request(token, key)
    const deny = () =>
      wallet.call(`POST /issuances/${offer.offerId}/deny`, { body: { reason: 'not_a_member' } })
    expect((await deny()).json.state).toBe('denied')
    expect((await deny()).json.state).toBe('denied')
    expect(await poll()).toMatchObject({
      status: 400,
      json: { error: 'credential_request_denied', code: 'issuance_denied' },
    })
    expect((await under.issuer.vci.completeIssuance(offer.offerId)).ok).toBe(false)
    const rows = await under.store.read('rows', (tx) => tx.all('SELECT content FROM vci_offer'))
    expect(rows).toEqual([{ content: null }])
    expect((await under.issuer.vci.listOffers()).offers).toMatchObject([{ reason: 'not_a_member' }])
  })

  test('that nobody decides is denied at its deadline, before and after the sweep', async () => {
    const { under, wallet, offer, token, refreshToken } = await openDeferred()
    await wallet.request(token, key)
    under.clock.nowMs += 30 * DAY_MS
    const form = { grant_type: 'refresh_token', refresh_token: refreshToken }
    const fresh = (await wallet.post('/token', form)).json.access_token
    for (const swept of [false, true]) {
      if (swept) await under.issuer.vci.sweep()
      const body = { transaction_id: offer.offerId }
      expect((await wallet.post('/deferred_credential', body, fresh)).json).toMatchObject({
        error: 'credential_request_denied',
        code: 'issuance_expired',
      })
      expect(await under.issuer.vci.completeIssuance(offer.offerId)).toMatchObject({
        error: { code: 'issuance_not_pending' },
      })
    }
    expect((await under.events()).at(-1)?.event).toBe('IssuanceDenied')
  })

  test('that was approved and is never fetched ends as well', async () => {
    const { under, wallet, offer, token } = await openDeferred()
    await wallet.request(token, key)
    unwrap(await under.issuer.vci.completeIssuance(offer.offerId))
    under.clock.nowMs += 30 * DAY_MS
    await under.issuer.vci.sweep()
    expect((await under.issuer.vci.listOffers()).offers).toMatchObject([
      { state: 'denied', reason: 'issuance_expired', credentialIds: [] },
    ])
  })

  test('is not begun by a token that outlived its offer', async () => {
    const { under, wallet, token } = await openDeferred(60_000)
    under.clock.nowMs += 900_000
    for (const swept of [false, true]) {
      if (swept) await under.issuer.vci.sweep()
      expect((await wallet.request(token, key)).json).toMatchObject({
        error: 'credential_request_denied',
        code: 'grant_expired',
      })
    }
  })

  test('cannot be decided before the wallet asked, nor about somebody else', async () => {
    const { under, wallet, offer, token } = await openDeferred()
    const { vci } = under.issuer
    expect(await vci.completeIssuance(offer.offerId)).toMatchObject({
      error: { code: 'issuance_not_pending' },
    })
    await wallet.request(token, key)
    expect(
      await vci.completeIssuance(offer.offerId, { claims: { member_id: 'm-2' } }),
    ).toMatchObject({
      error: { code: 'reissue_subject_changed' },
    })
    expect((await vci.completeIssuance(offer.offerId)).ok).toBe(true)
    expect(await vci.denyIssuance(offer.offerId, 'late')).toMatchObject({
      error: { code: 'issuance_not_pending' },
    })
  })

  test('is asked for with its own token and for its own transaction only', async () => {
    const { under, wallet, offer, token } = await openDeferred()
    const body = { transaction_id: offer.offerId }
    expect((await wallet.post('/deferred_credential', body, token)).json).toMatchObject({
      error: 'invalid_transaction_id',
      code: 'transaction_unknown',
    })
    await wallet.request(token, key)
    const strange = unwrap(await under.issuer.vci.createOffer(offerRequest))
    const strangeToken = await wallet.tokenFor(strange.link)
    expect((await wallet.post('/deferred_credential', body, strangeToken)).json.error).toBe(
      'invalid_transaction_id',
    )
    expect((await wallet.post('/deferred_credential', body)).status).toBe(401)
    expect((await wallet.post('/deferred_credential', {}, token)).json.error).toBe(
      'invalid_credential_request',
    )
    expect(await under.issuer.vci.denyIssuance(strange.offerId, 'x')).toMatchObject({
      error: { code: 'transaction_unknown' },
    })
  })
})
