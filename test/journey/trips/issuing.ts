import { expect } from 'vitest'
import { type Clients, once } from '../support/clients.ts'
import { createOffer, receiveMembership } from '../support/steps.ts'
import {
  acceptCredential,
  bearer,
  type DeferredAnswer,
  dataOf,
  lastSegment,
  openOffer,
  refreshTokens,
  requestCredential,
  walletKey,
} from '../support/wallet.ts'

const DAY_MS = 86_400_000

/** A wallet waits for an operator, who agrees once and denies once. */
export async function waitForOperator({ issuer, anybody }: Clients): Promise<void> {
  for (const decision of ['complete', 'deny'] as const) {
    const offer = await createOffer(issuer, { deferred: true })
    const tokens = await openOffer(anybody.issuer, offer.link)
    const key = walletKey(offer.offerId)
    const pending = (await requestCredential(anybody.issuer, tokens, key)) as DeferredAnswer
    const { transaction_id: transactionId } = pending
    const poll = () =>
      anybody.issuer.POST('/deferred_credential', {
        headers: bearer(tokens),
        body: { transaction_id: transactionId },
      })
    expect((await poll()).response.status).toBe(202)
    const params = { path: { transactionId } }
    if (decision === 'complete') {
      dataOf(await issuer.POST('/issuances/{transactionId}/complete', { params, body: {} }))
      expect((await poll()).response.status).toBe(200)
    } else {
      const body = { reason: 'not_a_member' }
      dataOf(await issuer.POST('/issuances/{transactionId}/deny', { params, body }))
      expect((await poll()).error).toMatchObject({ error: 'credential_request_denied' })
    }
  }
}

/** A credential is issued anew; its wallet learns of it by the notice and fetches it by its refresh token. */
export async function reissue({ issuer, anybody }: Clients): Promise<void> {
  const old = await receiveMembership(issuer, anybody.issuer)
  const { credentialId } = old
  const path = { credentialId }
  const body = {
    claims: { ...claimsOf(old.credential), tier: 'platinum' },
    validForMs: 30 * DAY_MS,
    graceMs: DAY_MS,
  }
  const params = { path, ...once() }
  dataOf(await issuer.POST('/credentials/{credentialId}/reissue', { params, body }))
  const notice = () =>
    anybody.issuer.GET('/notices/{notice}', {
      params: { path: { notice: lastSegment(old.noticeUri) } },
    })
  expect((await notice()).data).toMatchObject({ credentials: [{ status: 'valid' }] })
  const tokens = await refreshTokens(anybody.issuer, old.tokens)
  const answer = await requestCredential(anybody.issuer, tokens, walletKey(`${credentialId} new`))
  await acceptCredential(anybody.issuer, tokens, answer)
  const ending = { status: 'valid', pending: [{ status: 'invalid', reason: 'superseded' }] }
  expect((await notice()).data).toMatchObject({ credentials: [ending] })
  const record = await issuer.GET('/credentials/{credentialId}', { params: { path } })
  expect(record.data).toMatchObject(ending)
}

/** A status goes to suspended and back; an offer ends with everything that was issued for it. */
export async function changeStatus({ issuer, anybody }: Clients): Promise<void> {
  const { credentialId } = await receiveMembership(issuer, anybody.issuer)
  const other = await receiveMembership(issuer, anybody.issuer)
  const params = { path: { credentialId } }
  const body = { reason: 'inquiry' }
  // At the same time, because the list that both wait for is published at most once a second.
  const [suspended, ended] = await Promise.all([
    issuer.POST('/credentials/{credentialId}/suspend', { params, body }),
    issuer.POST('/offers/{offerId}/revoke', { params: { path: { offerId: other.offerId } }, body }),
  ])
  expect(suspended.data).toMatchObject({ status: 'suspended' })
  expect(ended.data).toMatchObject({ credentialIds: [other.credentialId] })
  const back = await issuer.POST('/credentials/{credentialId}/reinstate', { params, body })
  expect(back.data).toMatchObject({ status: 'valid' })
  const refused = await issuer.POST('/credentials/{credentialId}/reinstate', {
    params: { path: { credentialId: other.credentialId } },
    body,
  })
  expect(refused.error).toMatchObject({ code: 'credential_revoked' })
}

/** An end is announced, and taken back before anybody can have gone by it. */
export async function announceAndCancel({ issuer, anybody }: Clients): Promise<void> {
  const { credentialId } = await receiveMembership(issuer, anybody.issuer)
  const params = { path: { credentialId } }
  const body = { reason: 'left', mode: 'coordinated' as const, notBeforeMs: Date.now() + DAY_MS }
  const { act } = dataOf(await issuer.POST('/credentials/{credentialId}/revoke', { params, body }))
  expect(act).toBeDefined()
  const cancelled = await issuer.POST('/credentials/{credentialId}/acts/{act}/cancel', {
    params: { path: { credentialId, act: act ?? '' } },
  })
  expect(cancelled.data).toMatchObject({ credentialId, act })
}

/** What anybody may read about an issuer, and a reader who has its list already. */
export async function readIssuer({ issuer, anybody }: Clients): Promise<void> {
  dataOf(await anybody.issuer.GET('/.well-known/oauth-authorization-server'))
  dataOf(await anybody.issuer.GET('/.well-known/jwt-vc-issuer'))
  const { items } = dataOf(await issuer.GET('/credentials'))
  const number = lastSegment(items[0]?.statusUri ?? '')
  const params = { path: { number } }
  const list = await anybody.issuer.GET('/status/{number}', { params, parseAs: 'text' })
  const headers = { 'if-none-match': list.response.headers.get('etag') }
  const known = await anybody.issuer.GET('/status/{number}', { params, headers, parseAs: 'text' })
  expect([list.response.status, known.response.status]).toEqual([200, 304])
  for (const form of ['head', 'bitstring/revocation', 'bitstring/suspension'] as const) {
    const read = await anybody.issuer.GET(`/status/{number}/${form}`, { params, parseAs: 'text' })
    expect(read.response.status).toBe(200)
  }
}

/** The claims that a credential's disclosures say. */
function claimsOf(credential: string): Record<string, unknown> {
  const disclosures = credential.split('~').slice(1).filter(Boolean)
  return Object.fromEntries(
    disclosures.map((disclosure) => {
      const [, name, value] = JSON.parse(Buffer.from(disclosure, 'base64url').toString())
      return [name, value]
    }),
  )
}
