import {
  importPublicJwk,
  parseSdJwt,
  resolveDisclosures,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { describe, expect, test } from 'vitest'
import { callAt } from '../support/call-at.ts'
import { ISSUER_URL, openIssuer } from '../support/issuer-under-test.ts'
import { GRANT, offerRequest, TestWallet, walletKey } from '../support/test-wallet.ts'

const LIMITS = { maxBytes: 100_000, maxDepth: 12 }

/** What a verifier would read in a credential, its issuer's signature checked. */
function readCredential(credential: unknown, publicJwk: object): Record<string, unknown> {
  const { jws, disclosures } = unwrap(parseSdJwt(String(credential), LIMITS))
  unwrap(verifyJws(jws, unwrap(importPublicJwk(publicJwk as never)), { typ: 'dc+sd-jwt' }))
  return unwrap(resolveDisclosures(jws.payload, disclosures))
}

describe('a wallet that follows the specification', () => {
  test('finds the endpoints by the metadata and receives a credential for its own key', async () => {
    const under = await openIssuer()
    const wallet = new TestWallet(under)
    const key = walletKey('a')
    const offered = await wallet.call('POST /offers', { body: offerRequest, requestId: 'r-1' })
    expect(offered.status).toBe(201)
    const uri = new URL(String(offered.json.link)).searchParams.get('credential_offer_uri')
    const offer = (await wallet.call(`GET ${uri?.slice(ISSUER_URL.length)}`)).json
    expect(offer).toEqual(offered.json.credentialOffer)
    expect(offer).toMatchObject({
      credential_issuer: ISSUER_URL,
      credential_configuration_ids: ['membership'],
    })

    const metadata = (await wallet.call('GET /.well-known/openid-credential-issuer')).json
    expect(metadata.credential_issuer).toBe(ISSUER_URL)
    expect(metadata.credential_configurations_supported).toMatchObject({
      membership: { format: 'dc+sd-jwt', vct: 'urn:example:member' },
    })
    const server = (await wallet.call('GET /.well-known/oauth-authorization-server')).json
    expect(server.issuer).toBe(ISSUER_URL)
    const pathOf = (url: unknown) => String(url).slice(ISSUER_URL.length)

    const token = await wallet.post(pathOf(server.token_endpoint), {
      grant_type: GRANT,
      'pre-authorized_code': offer.grants[GRANT]['pre-authorized_code'],
    })
    expect(token.json).toMatchObject({ token_type: 'bearer', expires_in: 900 })
    expect(token.headers['cache-control']).toBe('no-store')
    const { c_nonce } = (await wallet.post(pathOf(metadata.nonce_endpoint), undefined)).json
    const answer = await wallet.post(
      pathOf(metadata.credential_endpoint),
      {
        credential_configuration_id: 'membership',
        proofs: { jwt: [await wallet.proof(key, c_nonce)] },
      },
      token.json.access_token,
    )
    expect(answer.status).toBe(200)
    const [{ credential }] = answer.json.credentials
    expect(readCredential(credential, under.signer.publicJwk)).toMatchObject({
      iss: ISSUER_URL,
      vct: 'urn:example:member',
      member_id: 'm-1',
      tier: 'gold',
      cnf: { jwk: key.publicJwk },
    })
    const noted = await wallet.post(
      pathOf(metadata.notification_endpoint),
      { notification_id: answer.json.notification_id, event: 'credential_accepted' },
      token.json.access_token,
    )
    expect(noted.status).toBe(204)
    const page = await callAt(under.issuer.vci.routes, 'GET /offers')
    expect(page.json.items).toMatchObject([
      { state: 'issued', credentialIds: [expect.any(String)] },
    ])
  })
})
