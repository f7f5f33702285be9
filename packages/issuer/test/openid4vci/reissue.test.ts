import { parseSdJwt, resolveDisclosures, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { createOpenid4vci } from '../../src/openid4vci/index.ts'
import { request as plainRequest } from '../support/issue-request.ts'
import { ISSUER_URL, membership, openIssuer } from '../support/issuer-under-test.ts'
import { offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const key = walletKey('a')
const newKey = walletKey('b')
const DAY_MS = 86_400_000
const reissue = {
  claims: { member_id: 'm-1', tier: 'platinum' },
  validForMs: 10 * DAY_MS,
  graceMs: 2 * DAY_MS,
}

/** A wallet that has received two copies of a credential, and what it got with them. */
async function openWithCredential() {
  const under = await openIssuer()
  const wallet = new TestWallet(under)
  const offer = unwrap(
    await under.issuer.vci.createOffer({ ...offerRequest, validForMs: 30 * DAY_MS }),
  )
  const { json: token } = await wallet.token(await wallet.codeOf(offer.link))
  const { json } = await wallet.request(token.access_token, key, walletKey('a2'))
  const noticePath = String(json.notice_uri).slice(ISSUER_URL.length)
  const ids = (await under.issuer.listIssued()).credentials.map((each) => each.credentialId)
  const [id = ids[0] as never] = ids
  return {
    under,
    wallet,
    ids,
    id,
    refresh: () =>
      wallet.post('/token', { grant_type: 'refresh_token', refresh_token: token.refresh_token }),
    notice: async () => (await wallet.call(`GET ${noticePath}`)).json,
    statuses: async () =>
      (await under.issuer.listIssued()).credentials.map(({ status }) => status).join(' '),
  }
}

describe('a re-issue', () => {
  test('is learnt of by the notice before anybody refuses, fetched by the refresh token, and ends the old one when it was received', async () => {
    const { under, wallet, id, refresh, notice, statuses } = await openWithCredential()
    expect(await notice()).not.toHaveProperty('replacement')
    const again = await wallet.call(`POST /credentials/${id}/reissue`, {
      body: reissue,
      requestId: 'r-1',
    })
    expect(again.status).toBe(201)
    expect(await notice()).toMatchObject({
      credentials: [{ credentialId: id, status: 'valid' }, { status: 'valid' }],
      replacement: {
        credentialOfferUri: again.json.credentialOfferUri,
        oldEndsAtMs: under.clock.nowMs + 2 * DAY_MS,
      },
    })

    const { json: token } = await refresh()
    const { json } = await wallet.request(token.access_token, newKey)
    const { jws, disclosures } = unwrap(
      parseSdJwt(json.credentials[0].credential, { maxBytes: 100_000, maxDepth: 12 }),
    )
    expect(jws.payload).not.toHaveProperty('replaces')
    expect(unwrap(resolveDisclosures(jws.payload, disclosures))).toMatchObject({
      ...reissue.claims,
      replaces: id,
    })
    expect(await statuses()).toBe('valid valid valid')

    const accepted = { notification_id: json.notification_id, event: 'credential_accepted' }
    expect((await wallet.post('/notification', accepted, token.access_token)).status).toBe(204)
    // The end is announced: no verifier refuses before all of them do.
    expect(await statuses()).toBe('valid valid valid')
    expect((await wallet.post('/notification', accepted, token.access_token)).status).toBe(204)
    const announced = await notice()
    const ending = { pending: [{ status: 'invalid', reason: 'superseded' }] }
    expect(announced).toMatchObject({ credentials: [ending, ending], replacement: {} })
    expect(await under.issuer.vci.reissueCredential(id, reissue)).toMatchObject({
      error: { code: 'credential_revoked' },
    })
    under.clock.nowMs = announced.credentials[0].pending[0].effectiveAtMs
    await under.issuer.sweep?.()
    expect(await statuses()).toBe('invalid invalid valid')
    expect(await notice()).toMatchObject({
      credentials: [{ status: 'invalid', reason: 'superseded' }, { status: 'invalid' }],
    })
    const replaced = (await under.events()).filter(({ event }) => event === 'CredentialReplaced')
    expect(replaced).toEqual([{ event: 'CredentialReplaced', credential: id }])
  })

  test('ends the old one when the grace has passed, also when nobody fetched the new one', async () => {
    const { under, id, statuses } = await openWithCredential()
    unwrap(await under.issuer.vci.reissueCredential(id, reissue))
    under.clock.nowMs += 2 * DAY_MS - 1_000
    await under.issuer.vci.sweep()
    expect(await statuses()).toBe('valid valid')
    under.clock.nowMs += 1_000
    await under.issuer.vci.sweep()
    expect(await statuses()).toBe('invalid invalid')
  })

  test('that a wallet could not keep leaves the old one until the grace has passed', async () => {
    const { under, wallet, id, refresh, statuses } = await openWithCredential()
    unwrap(await under.issuer.vci.reissueCredential(id, reissue))
    const { json: token } = await refresh()
    const { json } = await wallet.request(token.access_token, newKey)
    const failed = { notification_id: json.notification_id, event: 'credential_failure' }
    expect((await wallet.post('/notification', failed, token.access_token)).status).toBe(204)
    expect(await statuses()).toBe('valid valid valid')
  })

  test('that the operator denies leaves the old one as it is', async () => {
    const { under, wallet, id, refresh, statuses } = await openWithCredential()
    const { vci } = under.issuer
    const offer = unwrap(await vci.reissueCredential(id, { ...reissue, deferred: true }))
    const { json: token } = await refresh()
    expect((await wallet.request(token.access_token, newKey)).status).toBe(202)
    unwrap(await vci.denyIssuance(offer.offerId, 'mistaken'))
    under.clock.nowMs += 3 * DAY_MS
    await vci.sweep()
    expect(await statuses()).toBe('valid valid')
    expect((await vci.reissueCredential(id, reissue)).ok).toBe(true)
  })

  test('is no way round a revocation or a suspension that came after it was offered', async () => {
    const { under, wallet, id, refresh, statuses } = await openWithCredential()
    unwrap(await under.issuer.vci.reissueCredential(id, reissue))
    unwrap(await under.issuer.suspendCredential(id, 'inquiry'))
    const ask = async () => (await wallet.request((await refresh()).json.access_token, newKey)).json
    expect(await ask()).toMatchObject({
      error: 'credential_request_denied',
      code: 'credential_suspended',
    })
    unwrap(await under.issuer.reinstateCredential(id, 'cleared', { mode: 'immediate' }))
    expect((await under.issuer.vci.listOffers()).offers.at(-1)?.state).toBe('offered')
    unwrap(await under.issuer.revokeCredential(id, 'fraud'))
    expect((await ask()).code).toBe('credential_revoked')
    expect(await statuses()).toBe('invalid valid')
  })

  test('whose old credential is suspended when the grace ends is withdrawn, and the suspension stays', async () => {
    const { under, wallet, id, refresh, statuses } = await openWithCredential()
    unwrap(await under.issuer.vci.reissueCredential(id, { ...reissue, expiresMs: 5 * DAY_MS }))
    unwrap(await under.issuer.suspendCredential(id, 'inquiry'))
    under.clock.nowMs += 3 * DAY_MS
    await under.issuer.vci.sweep()
    expect(await statuses()).toBe('suspended valid')
    const { json } = await wallet.request((await refresh()).json.access_token, newKey)
    expect(json.code).toBe('credential_already_issued')
    expect((await under.issuer.vci.listOffers()).offers.at(-1)).toMatchObject({
      state: 'denied',
      reason: 'credential_suspended',
    })
  })

  test('can still be fetched after the grace has ended the old one', async () => {
    const { under, wallet, id, refresh, statuses } = await openWithCredential()
    unwrap(await under.issuer.vci.reissueCredential(id, { ...reissue, expiresMs: 5 * DAY_MS }))
    under.clock.nowMs += 3 * DAY_MS
    await under.issuer.vci.sweep()
    const { json: token } = await refresh()
    expect((await wallet.request(token.access_token, newKey)).status).toBe(200)
    expect(await statuses()).toBe('invalid invalid valid')
  })

  test('keeps the subject, so that its nullifiers continue, unless the operator says otherwise', async () => {
    const { under, id } = await openWithCredential()
    const { vci } = under.issuer
    const claims = { ...reissue.claims, member_id: 'm-2' }
    for (const wrong of [claims, { tier: 'platinum' }]) {
      expect(await vci.reissueCredential(id, { ...reissue, claims: wrong })).toMatchObject({
        error: { code: 'reissue_subject_changed' },
      })
    }
    expect((await vci.reissueCredential(id, { ...reissue, claims, subjectChanges: true })).ok).toBe(
      true,
    )
  })

  test('of one credential is one: the same request again is the same offer, another is refused', async () => {
    const { under, id, ids } = await openWithCredential()
    const { vci } = under.issuer
    const request = { ...reissue, offerId: 'offer-2' }
    const first = unwrap(await vci.reissueCredential(id, request))
    expect(unwrap(await vci.reissueCredential(id, request))).toEqual(first)
    const [, copy = id] = ids
    for (const credentialId of [id, copy]) {
      expect(await vci.reissueCredential(credentialId, reissue)).toMatchObject({
        error: { code: 'reissue_pending' },
      })
    }
  })

  test('asked for by many at once is one', async () => {
    const { under, id } = await openWithCredential()
    const made = await Promise.all(
      Array.from({ length: 8 }, () => under.issuer.vci.reissueCredential(id, reissue)),
    )
    expect(made.filter(({ ok }) => ok)).toHaveLength(1)
  })

  test('of a credential that was not issued to a wallet needs a word about its subject, and ends that one', async () => {
    const { issuer, clock } = await openIssuer()
    const { credentialId } = unwrap(await issuer.issueCredential(plainRequest))
    expect(await issuer.vci.reissueCredential(credentialId, reissue)).toMatchObject({
      error: { code: 'reissue_subject_changed' },
    })
    unwrap(await issuer.vci.reissueCredential(credentialId, { ...reissue, subjectChanges: true }))
    clock.nowMs += 2 * DAY_MS
    await issuer.vci.sweep()
    expect(unwrap(await issuer.showCredential(credentialId)).status).toBe('invalid')
  })

  test('of a revoked or unknown credential, or with a grace beyond its offer, is refused', async () => {
    const { under, id } = await openWithCredential()
    const { vci } = under.issuer
    expect(await vci.reissueCredential('cred-x' as never, reissue)).toMatchObject({
      error: { code: 'not_found' },
    })
    expect(await vci.reissueCredential(id, { ...reissue, expiresMs: 20_000 })).toMatchObject({
      error: { code: 'malformed_message' },
    })
    unwrap(await under.issuer.revokeCredential(id, 'fraud'))
    expect(await vci.reissueCredential(id, reissue)).toMatchObject({
      error: { code: 'credential_revoked' },
    })
  })
})

describe('a refresh token without a re-issue', () => {
  test('gets a token under which the same keys get the same credentials, and no others', async () => {
    const { wallet, refresh } = await openWithCredential()
    const { json: token } = await refresh()
    expect((await wallet.request(token.access_token, key, walletKey('a2'))).status).toBe(200)
    expect((await wallet.request(token.access_token, newKey)).json.code).toBe(
      'credential_already_issued',
    )
  })
})

test('a notice that nobody gave is not found, and a notification of another offer is refused', async () => {
  const { under, wallet } = await openWithCredential()
  expect((await wallet.call('GET /notices/offer-x.AAAAAAAAAAAAAAAAAAAAAA')).json.code).toBe(
    'not_found',
  )
  const offer = unwrap(await under.issuer.vci.createOffer(offerRequest))
  const token = await wallet.tokenFor(offer.link)
  const { json } = await wallet.request(token, newKey)
  const event = 'credential_accepted'
  const strange = { notification_id: 'offer-x.AAAAAAAAAAAAAAAAAAAAAA', event }
  expect((await wallet.post('/notification', strange, token)).json).toMatchObject({
    error: 'invalid_notification_id',
    code: 'notification_unknown',
  })
  const odd = { notification_id: json.notification_id, event: 'credential_lost' }
  expect((await wallet.post('/notification', odd, token)).json.error).toBe(
    'invalid_notification_request',
  )
  const own = { notification_id: json.notification_id, event }
  expect((await wallet.post('/notification', own)).status).toBe(401)
  for (let i = 0; i < 3; i += 1) {
    expect((await wallet.post('/notification', own, token)).status).toBe(204)
    const gone = { ...own, event: 'credential_deleted' }
    expect((await wallet.post('/notification', gone, token)).status).toBe(204)
  }
  const told = (await under.events()).map((each) => each.event)
  expect(told.filter((each) => each === 'CredentialAccepted')).toHaveLength(1)
  expect(told.filter((each) => each === 'CredentialDeleted')).toHaveLength(1)
})

test('a configuration of which no claim says who the subject is cannot be offered: its re-issues could be anybody’s', async () => {
  const { issuer, signer } = await openIssuer()
  const configure = (...configurations: (typeof membership)[]) =>
    createOpenid4vci({ ports: {} } as never, issuer, {
      issuerUrl: ISSUER_URL,
      signerJwks: [signer.publicJwk],
      secret: new Uint8Array(32),
      displayName: 'Members’ office',
      configurations,
    })
  const nameless = { ...membership, id: 'voucher', claims: [{ name: 'tier', label: 'Tier' }] }
  expect(() => configure(membership, nameless)).toThrow('no claim of voucher')
})
