import {
  encodeUtf8,
  parseJws,
  readDidDocument,
  sha256,
  unwrap,
  verifySignature,
} from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { Openid4vpClient } from '@openid4vc/openid4vp'
import { CompactEncrypt, type JWK } from 'jose'
import { expect, test } from 'vitest'
import { openCampaign } from '../support/campaign.ts'
import { campaignId } from '../support/test-world.ts'
import { lastSegment, post, presentationFor } from '../support/wallet.ts'

test.each(['direct_post', 'direct_post.jwt'] as const)(
  'an independent library resolves a request and its answer by %s decides the session',
  async (responseMode) => {
    const { world } = await openCampaign()
    const { routes } = world.openid4vp
    const created = unwrap(
      await world.openid4vp.createRequest({
        purpose: { campaignId, payoutTarget: 'account-1' },
        flow: 'cross-device',
        responseMode,
        deadlineMs: Number.MAX_SAFE_INTEGER,
      }),
    )
    const unused = () => {
      throw new Error('a wallet that only presents needs none of it')
    }
    const client = new Openid4vpClient({
      callbacks: {
        fetch: async (url) => {
          const params = { requestId: lastSegment(String(url)) }
          const { text = '' } = await callRoute(routes, 'postRequest', { params, body: {} })
          return new Response(text)
        },
        hash: (data) => sha256(data),
        async verifyJwt(signer, { compact }) {
          if (signer.method !== 'did') return { verified: false }
          const [did = ''] = signer.didUrl.split('#')
          const { text = '' } = await callRoute(routes, 'showDidDocument')
          const keys = unwrap(readDidDocument(did, encodeUtf8(text)))
          const key = keys.find(({ id }) => id === signer.didUrl)?.key
          const jws = unwrap(parseJws(compact, { maxBytes: 65_536, maxDepth: 16 }))
          if (key === undefined || !verifySignature(key, jws.signingInput, jws.signature)) {
            return { verified: false }
          }
          return { verified: true, signerJwk: { ...key.jwk } }
        },
        async encryptJwe(encryptor, data) {
          if (encryptor.method !== 'jwk') return unused()
          const { alg, enc, apu = '', apv = '', publicJwk } = encryptor
          const jwe = await new CompactEncrypt(encodeUtf8(data))
            .setProtectedHeader({ alg, enc, apu, apv, kid: publicJwk.kid ?? '' })
            .encrypt(publicJwk as JWK)
          return { jwe, encryptionJwk: publicJwk }
        },
        decryptJwe: unused,
        signJwt: unused,
        generateRandom: unused,
        clientAuthentication: unused,
        getX509CertificateMetadata: unused,
      } as ConstructorParameters<typeof Openid4vpClient>[0]['callbacks'],
    })
    const { params } = client.parseOpenid4vpAuthorizationRequest({
      authorizationRequest: created.walletUrl,
    })
    const resolved = await client.resolveOpenId4vpAuthorizationRequest({
      authorizationRequestPayload: params,
    })
    const payload = resolved.authorizationRequestPayload
    expect(resolved.client).toMatchObject({ prefix: 'decentralized_identifier' })
    expect(resolved.version).toBe(100)
    expect(resolved.transactionData?.[0]?.transactionData).toMatchObject({
      type: 'evenkeel.payout',
      payout_target: 'account-1',
      transaction_data_hashes_alg: ['sha-256'],
    })
    const request = { payload: JSON.parse(JSON.stringify(payload)), kid: '' }
    const answer = await client.createOpenid4vpAuthorizationResponse({
      authorizationRequestPayload: payload,
      authorizationResponsePayload: {
        vp_token: { credential: [await presentationFor(request)] },
      },
      ...(responseMode === 'direct_post.jwt' && {
        jarm: {
          encryption: { nonce: 'nonce-of-the-wallet' },
          serverMetadata: {
            authorization_signing_alg_values_supported: [],
            authorization_encryption_alg_values_supported: ['ECDH-ES'],
            authorization_encryption_enc_values_supported: ['A128GCM'],
          },
        },
      }),
    })
    const { vp_token: token, state = '' } = answer.authorizationResponsePayload
    const form =
      answer.jarm === undefined
        ? { vp_token: JSON.stringify(token), state }
        : { response: answer.jarm.responseJwt }
    expect(await post(world, request, form)).toMatchObject({ status: 200, json: {} })
    expect(await world.openid4vp.showPresentation(created.sessionId)).toMatchObject({
      value: { state: 'answered', result: { verdict: { outcome: 'accepted' } } },
    })
  },
)
