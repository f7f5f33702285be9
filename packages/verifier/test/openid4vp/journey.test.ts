import {
  checkReceipt,
  parseClaimSubmission,
  parseJws,
  parsePayoutTransaction,
  payoutCommitment,
  thumbprintJwk,
  transactionDataHash,
  unwrap,
  verifyJws,
} from '@evenkeel/kernel'
import { callRoute } from '@evenkeel/kernel/testing'
import { describe, expect, test } from 'vitest'
import type { PresentationRequest } from '../../src/openid4vp/index.ts'
import { ask, create, open, REDIRECT, show } from '../support/session.ts'
import {
  campaignId,
  EPSILON_MS,
  INDEX,
  policy,
  STATUS_URI,
  statusToken,
  verifierSigner,
} from '../support/test-world.ts'
import { formFor, post, presentationFor, publicKey, readRequest } from '../support/wallet.ts'

const LIMITS = { maxBytes: 65_536, maxDepth: 16 }

describe('an ordinary wallet', () => {
  test.each([
    ['direct_post.jwt', undefined],
    ['direct_post', undefined],
    ['direct_post.jwt', 'http://127.0.0.1:1234/verifier'],
    ['direct_post', 'https://example.org:8443/parties/verifier'],
  ])(
    'presents by %s to a verifier at %s and gets a claim ready for the distributor',
    async (responseMode, url) => {
      const world = await open(url === undefined ? {} : { url })
      const created = await create(world, { ...ask, responseMode })
      expect(await show(world, created)).toMatchObject({ state: 'pending' })
      const request = await readRequest(world, created)
      expect(request.payload.dcql_query).toEqual({
        credentials: [
          {
            id: 'credential',
            format: 'dc+sd-jwt',
            meta: { vct_values: policy.credentialTypes },
            claims: [
              { path: ['country'], values: ['XA'] },
              { path: ['person'] },
              { path: ['tier'] },
            ],
          },
        ],
      })
      const presentation = await presentationFor(request)
      const reply = await post(world, request, await formFor(request, presentation))
      expect(reply).toMatchObject({ status: 200, json: {} })

      const { state, result } = await show(world, created)
      expect(state).toBe('answered')
      expect(result?.verdict).toMatchObject({ outcome: 'accepted', outputs: { tier: 'gold' } })
      const submission = unwrap(parseClaimSubmission(result?.submission))
      if (!('approval' in submission)) throw new Error('not an approval')
      const { keyBinding, holderJwk, transactionData } = submission.approval
      const receipt = unwrap(
        checkReceipt(submission.receipt, {
          audience: `campaign:${campaignId}`,
          keyOf: () => publicKey(verifierSigner.publicJwk),
          nowMs: world.time.nowMs(),
          clockBoundMs: EPSILON_MS,
          statusAgeMaxMs: 600_000,
        }),
      )
      const binding = unwrap(parseJws(keyBinding, LIMITS))
      unwrap(verifyJws(binding, publicKey(holderJwk), { typ: 'kb+jwt' }))
      expect(thumbprintJwk(holderJwk)).toBe(receipt.holderKey)
      expect(binding.payload).toMatchObject({
        nonce: receipt.nonce,
        transaction_data_hashes: [transactionDataHash(transactionData)],
      })
      const payout = unwrap(parsePayoutTransaction(transactionData))
      expect(payout).toMatchObject({ campaign_id: campaignId, payout_target: 'account-1' })
      const opening = { salt: payout.payout_salt, target: payout.payout_target }
      expect(payoutCommitment(opening)).toBe(receipt.payoutCommitment)
      expect(await world.verifier.replayReceipt(receipt.id)).toMatchObject({ kind: 'same' })
    },
  )

  test('that sends a nonce of its own gets it back signed', async () => {
    const world = await open()
    const request = await readRequest(world, await create(world), 'nonce-of-the-wallet')
    expect(request.payload.wallet_nonce).toBe('nonce-of-the-wallet')
  })

  test('on the same device sends the person back, and only that browser reads the result', async () => {
    const world = await open()
    const created = await create(world, { ...ask, flow: 'same-device', redirectUri: REDIRECT })
    const request = await readRequest(world, created)
    const form = await formFor(request, await presentationFor(request))
    const { json } = await post(world, request, form)
    const [uri, code] = String((json as { redirect_uri?: string }).redirect_uri).split(
      '#response_code=',
    )
    expect(uri).toBe(REDIRECT)
    const view = await show(world, created)
    expect(view.state).toBe('answered')
    expect(view.result).toBeUndefined()
    expect((await show(world, created, { response_code: code })).result?.submission).toBeDefined()
    const params = { sessionId: created.sessionId }
    const query = { response_code: created.sessionId }
    const wrong = await callRoute(world.openid4vp.routes, 'showPresentation', { params, query })
    expect(wrong.problem).toBe('response_code_mismatch')
  })

  test('learns nothing of the verdict, which the application reads in words', async () => {
    const world = await open()
    world.answers.set(
      STATUS_URI,
      await statusToken({ at: world.time.nowMs(), values: { [INDEX]: 1 } }),
    )
    const created = await create(world)
    const request = await readRequest(world, created)
    const reply = await post(world, request, await formFor(request, await presentationFor(request)))
    expect(reply).toMatchObject({ status: 200, json: {} })
    const { result } = await show(world, created)
    expect(result?.verdict).toMatchObject({ outcome: 'rejected', reason: 'credential_revoked' })
    expect(result?.verdict.words).toContain('revoked')
    expect(result?.receipt).toBeUndefined()
    expect(result?.submission).toBeUndefined()
  })

  test('that nobody can decide about now gets a claim that will be held', async () => {
    const world = await open()
    world.answers.set(STATUS_URI, 'unreachable')
    const created = await create(world)
    const request = await readRequest(world, created)
    await post(world, request, await formFor(request, await presentationFor(request)))
    const { result } = await show(world, created)
    expect(result?.verdict).toMatchObject({ outcome: 'undetermined', reason: 'status_unavailable' })
    expect(result?.submission).toBeDefined()
  })

  test('presents under a policy of the caller’s own, and the result is a verdict alone', async () => {
    const world = await open()
    const reply = await callRoute(world.openid4vp.routes, 'createPolicyPresentation', {
      body: { policy, flow: 'cross-device' },
    })
    const created = reply.json as unknown as PresentationRequest
    const request = await readRequest(world, created)
    expect(request.payload.transaction_data).toBeUndefined()
    await post(world, request, await formFor(request, await presentationFor(request)))
    const { result } = await show(world, created)
    expect(result?.verdict.outcome).toBe('accepted')
    expect(result?.receipt).toBeUndefined()
  })
})
