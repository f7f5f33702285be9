import { createJws, unwrap } from '@evenkeel/kernel'
import { clientAuthenticationNone } from '@openid4vc/oauth2'
import { Openid4vciClient } from '@openid4vc/openid4vci'
import { expect, test } from 'vitest'
import { callAt } from '../support/call-at.ts'
import { ISSUER_URL, type IssuerUnderTest, openIssuer } from '../support/issuer-under-test.ts'
import { offerRequest, walletKey } from '../support/test-wallet.ts'

const key = walletKey('library')
const proofSigner = { method: 'jwk', alg: key.alg, publicJwk: { ...key.publicJwk } } as const

/** A client that others wrote, whose requests reach the routes instead of a network. */
function openClient(under: IssuerUnderTest): Openid4vciClient {
  const unused = () => {
    throw new Error('not needed for a credential by pre-authorized code')
  }
  return new Openid4vciClient({
    callbacks: {
      fetch: (async (url: string | URL, init: RequestInit = {}) => {
        const path = String(url).slice(ISSUER_URL.length)
        const headers = Object.fromEntries(new Headers(init.headers))
        const text = init.body === undefined || init.body === null ? '' : String(init.body)
        const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
        const body = isForm
          ? Object.fromEntries(new URLSearchParams(text))
          : text === ''
            ? undefined
            : JSON.parse(text)
        const line = `${init.method ?? 'GET'} ${path}`
        const answer = await callAt(under.issuer.vci.routes, line, { headers, body })
        const hasBody = answer.status !== 204
        return new Response(hasBody ? answer.text : null, {
          status: answer.status ?? 404,
          headers: { 'content-type': 'application/json', ...answer.headers },
        })
      }) as never,
      signJwt: (async (_: unknown, { header, payload }: { header: object; payload: object }) => ({
        // Members that are not set are undefined there, and absent in JSON.
        jwt: await createJws({ ...JSON.parse(JSON.stringify({ header, payload })), signer: key }),
        signerJwk: key.publicJwk,
      })) as never,
      hash: unused,
      generateRandom: unused,
      clientAuthentication: clientAuthenticationNone({ clientId: 'wallet' }),
    },
  })
}

/** Up to the credential request, as that client does it. */
async function receive(under: IssuerUnderTest, link: string, txCode?: string) {
  const client = openClient(under)
  const credentialOffer = await client.resolveCredentialOffer(link)
  const issuerMetadata = await client.resolveIssuerMetadata(credentialOffer.credential_issuer)
  const { accessTokenResponse } = await client.retrievePreAuthorizedCodeAccessTokenFromOffer({
    credentialOffer,
    issuerMetadata,
    ...(txCode !== undefined && { txCode }),
  })
  const accessToken = accessTokenResponse.access_token
  const { c_nonce } = await client.requestNonce({ issuerMetadata })
  const { jwt } = await client.createCredentialRequestJwtProof({
    issuerMetadata,
    credentialConfigurationId: offerRequest.configurationId,
    signer: proofSigner,
    nonce: c_nonce,
    issuedAt: new Date(under.clock.nowMs),
  })
  const { credentialResponse } = await client.retrieveCredentials({
    issuerMetadata,
    accessToken,
    credentialConfigurationId: offerRequest.configurationId,
    proofs: { jwt: [jwt] },
  })
  return { client, issuerMetadata, accessToken, credentialResponse }
}

test('a client library that others wrote receives a credential with a transaction code and says so', async () => {
  const under = await openIssuer()
  const offer = unwrap(
    await under.issuer.vci.createOffer({ ...offerRequest, transactionCode: true }),
  )
  const { client, credentialResponse, ...session } = await receive(
    under,
    offer.link,
    offer.transactionCode,
  )
  expect(credentialResponse.credentials).toHaveLength(1)
  await client.sendNotification({
    ...session,
    notification: {
      notificationId: String(credentialResponse.notification_id),
      event: 'credential_accepted',
    },
  })
  expect((await under.events()).at(-1)?.event).toBe('CredentialAccepted')
})

test('a client library that others wrote understands a deferred issuance, waiting and done', async () => {
  const under = await openIssuer()
  const offer = unwrap(await under.issuer.vci.createOffer({ ...offerRequest, deferred: true }))
  const { client, credentialResponse, ...session } = await receive(under, offer.link)
  const transactionId = String(credentialResponse.transaction_id)
  const waiting = await client.retrieveDeferredCredentials({ ...session, transactionId })
  expect(waiting.deferredCredentialResponse).toMatchObject({ interval: 5 })
  unwrap(await under.issuer.vci.completeIssuance(offer.offerId))
  const done = await client.retrieveDeferredCredentials({ ...session, transactionId })
  expect(done.deferredCredentialResponse.credentials).toHaveLength(1)
})
