import { didJwkOf, parseSdJwt, readStatusToken, unwrap } from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { issuerRoutes } from '../src/index.ts'
import { callAt } from './support/call-at.ts'
import { request } from './support/issue-request.ts'
import { ISSUER_URL, LEASE_MS, openIssuer, RULE } from './support/issuer-under-test.ts'
import { walletKey } from './support/test-wallet.ts'

async function openApi() {
  const under = await openIssuer()
  const routes = issuerRoutes(under.issuer)
  return {
    ...under,
    call: (line: string, call = {}) => callAt(routes, line, call),
    issue: (requestId: string, body: object = request) =>
      callAt(routes, 'POST /credentials', { body, requestId }),
  }
}

describe('issuing over HTTP', () => {
  test('that is repeated after a crash takes no second index and gets the same times', async () => {
    const { issue, issuer, clock } = await openApi()
    const first = await issue('r-1')
    expect(first.status).toBe(201)
    clock.nowMs += 5_000
    const second = await issue('r-1')
    const { credential: _, ...place } = first.json
    expect(second.json).toMatchObject(place)
    const payloadOf = (credential: string) => {
      const { exp, iat } = unwrap(parseSdJwt(credential, { maxBytes: 100_000, maxDepth: 12 })).jws
        .payload
      return { exp, iat }
    }
    expect(payloadOf(second.json.credential)).toEqual(payloadOf(first.json.credential))
    expect((await issue('r-2')).json.credentialId).not.toBe(first.json.credentialId)
    expect((await issuer.listIssued()).credentials).toHaveLength(2)
  })

  test('to another key under the same request is a conflict', async () => {
    const { issue } = await openApi()
    await issue('r-1')
    const refused = await issue('r-1', { ...request, holderJwk: walletKey('x').publicJwk })
    expect(refused.json.code).toBe('idempotency_conflict')
  })

  test('of something that is not in order is refused', async () => {
    const { issue } = await openApi()
    const private_ = { ...request, holderJwk: { ...request.holderJwk, d: 'AA' } }
    expect((await issue('r-1', private_)).json.code).toBe('key_malformed')
    expect((await issue('r-2', { ...request, disclose: ['x'] })).json.code).toBe(
      'disclosure_unknown',
    )
    expect((await issue('r-3', { ...request, more: 1 })).json.code).toBe('malformed_message')
  })
})

test('credentials are listed page by page, shown, and no claim is among what is kept', async () => {
  const { issue, call } = await openApi()
  const ids = []
  for (let i = 0; i < 3; i += 1) ids.push((await issue(`r-${i}`)).json.credentialId)
  const all = await call('GET /credentials')
  expect(all.json.items.map((each: { credentialId: string }) => each.credentialId)).toEqual(ids)
  expect(all.text).not.toMatch(/p-1|gold/)
  const rest = await call('GET /credentials', { query: { after: '1' } })
  expect(rest.json.items).toHaveLength(2)
  expect((await call('GET /credentials', { query: { after: 'x' } })).json.code).toBe(
    'malformed_message',
  )
  expect((await call(`GET /credentials/${ids[0]}`)).json).toEqual(all.json.items[0])
  expect((await call('GET /credentials/cred-x')).json.code).toBe('not_found')
  expect((await call('GET /credentials/%00')).json.code).toBe('not_found')
})

test('a status is changed over HTTP, and invalid is permanent there too', async () => {
  const { issue, call } = await openApi()
  const { credentialId } = (await issue('r-1')).json
  const change = (verb: string, reason = 'lost') =>
    call(`POST /credentials/${credentialId}/${verb}`, { body: { reason } })
  expect((await change('suspend')).json.status).toBe('suspended')
  expect((await change('reinstate')).json.status).toBe('valid')
  expect((await change('revoke')).json).toMatchObject({ credentialId, status: 'invalid' })
  expect((await change('reinstate')).json.code).toBe('credential_revoked')
  expect((await change('revoke', 'Not a code')).json.code).toBe('malformed_message')
})

describe('a status list over HTTP', () => {
  test('is kept by caches for a period, and not past it', async () => {
    const { issue, call, clock } = await openApi()
    await issue('r-1')
    const fresh = await call('GET /status/1')
    expect(fresh.headers['cache-control']).toBe(`public, max-age=${RULE.periodMs / 1_000}`)
    const { payload } = unwrap(
      readStatusToken(new TextEncoder().encode(fresh.text), `${ISSUER_URL}/status/1`),
    )
    expect(payload.exp * 1_000 - clock.nowMs).toBe(LEASE_MS)
    clock.nowMs += RULE.periodMs + 1_000
    expect((await call('GET /status/1')).headers['cache-control']).toBe('public, max-age=0')
  })

  test('that the reader has already is not sent again', async () => {
    const { issue, call, issuer } = await openApi()
    const { credentialId } = (await issue('r-1')).json
    const { etag = '' } = (await call('GET /status/1')).headers
    const again = { headers: { 'if-none-match': `"x", ${etag}` } }
    expect(await call('GET /status/1', again)).toMatchObject({ status: 304, text: '' })
    for (const tag of ['*', `W/${etag}`]) {
      const known = { headers: { 'if-none-match': tag } }
      expect((await call('GET /status/1', known)).status).toBe(304)
    }
    unwrap(await issuer.revokeCredential(credentialId, 'lost'))
    expect((await call('GET /status/1', again)).status).toBe(200)
  })

  test.each(['0', '01', '2', '-1', 'x', '99999999999'])('%s is not found', async (number) => {
    const { issue, call } = await openApi()
    await issue('r-1')
    expect((await call(`GET /status/${number}`)).json.code).toBe('not_found')
  })
})

test.each([
  ['did:jwk', (jwk: never) => didJwkOf(jwk), (did: string) => `${did}#0`],
  ['did:web', () => 'did:web:issuer.example', (did: string, keyId: string) => `${did}#${keyId}`],
])(
  'a credential of an issuer with a %s names its key by an absolute DID URL',
  async (_, didOf, kidOf) => {
    const signer = walletKey('issuer')
    const issuerId = didOf(signer.publicJwk as never)
    const { issuer } = await openIssuer({ signer, issuerId })
    const { credential } = unwrap(await issuer.issueCredential(request))
    const { jws } = unwrap(parseSdJwt(credential, { maxBytes: 100_000, maxDepth: 12 }))
    expect(jws.header.kid).toBe(kidOf(issuerId, signer.keyId))
    expect(jws.payload.iss).toBe(issuerId)
    const did = await callAt(issuer.vci.routes, 'GET /did.json')
    if (issuerId.startsWith('did:web:')) {
      expect(did.json).toMatchObject({ id: issuerId, assertionMethod: [jws.header.kid] })
    } else expect(did.json.code).toBe('not_found')
    const keys = await callAt(issuer.vci.routes, 'GET /.well-known/jwt-vc-issuer')
    expect(keys.json).toMatchObject({ issuer: ISSUER_URL, jwks: { keys: [{ kid: signer.keyId }] } })
  },
)
