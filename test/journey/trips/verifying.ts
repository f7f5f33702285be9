import type { VerifierClient } from '@evenkeel/client'
import { encodePayoutTransaction } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN, demoCampaignRule, MEMBERSHIP_TYPE } from '@evenkeel/node'
import { expect } from 'vitest'
import { type Clients, once, plainJson } from '../support/clients.ts'
import type { JourneyWorld } from '../support/journey-world.ts'
import { receiveMembership } from '../support/steps.ts'
import { answerRequest, dataOf, FORM, lastSegment, present, walletKey } from '../support/wallet.ts'

/** A service issues to a key that it vouches for, and verifies without OpenID4VP. */
export async function verifyDirectly({ issuer, verifier }: Clients): Promise<void> {
  const key = walletKey('vouched for')
  const holderJwk = { ...key.publicJwk }
  const { credential } = dataOf(
    await issuer.POST('/credentials', { params: once(), body: { ...membership, holderJwk } }),
  )
  const { nonce, audience } = dataOf(await verifier.POST('/nonces'))
  const transactionData = encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: DEMO_CAMPAIGN,
    payout_target: 'purse-of-a-service',
    payout_salt: 'A'.repeat(22),
  })
  const presentation = await present({ credential, key, audience, nonce, transactionData })
  const body = { campaignId: DEMO_CAMPAIGN, nonce, presentation, transactionData }
  const judged = await verifier.POST('/verifications', { params: once(), body })
  expect(judged.data?.verdict).toMatchObject({ outcome: 'accepted' })
  const repeated = await verifier.POST('/verifications', { params: once(), body })
  expect(repeated.data?.verdict).toMatchObject({ outcome: 'rejected' })
}

/** A holder that a service keeps gets a credential and asks how it stands. */
export async function keepForHolder({ issuer, holder }: Clients): Promise<void> {
  const { jwk: holderJwk } = dataOf(await holder.POST('/keys', { params: once() }))
  const issued = dataOf(
    await issuer.POST('/credentials', { params: once(), body: { ...membership, holderJwk } }),
  )
  const { credentialId, credential } = issued
  dataOf(await holder.POST('/credentials', { body: { credentialId, credential } }))
  const { items } = dataOf(await holder.GET('/credentials'))
  expect(items.map((item) => item.credentialId)).toEqual([credentialId])
  const params = { path: { credentialId } }
  const standing = await holder.GET('/credentials/{credentialId}/status', { params })
  expect(standing.data).toMatchObject({ status: 'valid' })
}

/** A service asks under a policy of its own; the wallet that reads the request by GET declines. */
export async function declineRequest(place: JourneyWorld, clients: Clients): Promise<void> {
  const { verifier, anybody } = clients
  const asked = await askForPolicy(place, verifier, { flow: 'cross-device' })
  const params = { path: { requestId: lastSegment(asked.requestUri) } }
  const request = await anybody.verifier.GET('/requests/{requestId}', { params, parseAs: 'text' })
  const [, payload = ''] = dataOf(request).split('.')
  const { state } = JSON.parse(Buffer.from(payload, 'base64url').toString())
  const body = { error: 'access_denied', state }
  dataOf(await anybody.verifier.POST('/responses/{requestId}', { params, headers: FORM, body }))
  const shown = await showResult(anybody.verifier, asked.sessionId)
  expect(shown.data).toMatchObject({ state: 'declined', reason: 'presentation_declined' })
}

/** On one device the wallet sends the person back with a code, and only that browser reads the result. */
export async function presentOnOneDevice(place: JourneyWorld, clients: Clients): Promise<void> {
  const { verifier, anybody, issuer } = clients
  const { baseUrl } = await place.optionsFor('verifier-a')
  const back = { flow: 'same-device', redirectUri: `${baseUrl}/done`, responseMode: 'direct_post' }
  const asked = await askForPolicy(place, verifier, back)
  const held = await receiveMembership(issuer, anybody.issuer)
  const redirectUri = await answerRequest(anybody.verifier, asked.walletUrl, held)
  const fragment = new URLSearchParams(new URL(redirectUri ?? '').hash.slice(1))
  const show = (code?: string) => showResult(anybody.verifier, asked.sessionId, code)
  const code = fragment.get('response_code') ?? ''
  expect((await show(code)).data?.result?.verdict).toMatchObject({ outcome: 'accepted' })
  expect((await show()).data).not.toHaveProperty('result')
  expect((await show('another')).error).toMatchObject({ code: 'response_code_mismatch' })
}

interface Asked {
  readonly sessionId: string
  readonly requestUri: string
  readonly walletUrl: string
}

async function askForPolicy(
  { world }: JourneyWorld,
  verifier: VerifierClient,
  how: object,
): Promise<Asked> {
  const { policy } = demoCampaignRule(world.the('verifier').ports.clock.nowMs())
  const body = plainJson({ policy, ...how })
  return dataOf(await verifier.POST('/policy-presentations', { params: once(), body }))
}

function showResult(verifier: VerifierClient, sessionId: string, code?: string) {
  const query = code === undefined ? {} : { response_code: code }
  return verifier.GET('/presentations/{sessionId}', { params: { path: { sessionId }, query } })
}

const membership = {
  vct: MEMBERSHIP_TYPE,
  claims: { member_id: 'm-of-a-service', tier: 'gold' },
  disclose: ['member_id', 'tier'],
  validForMs: 86_400_000,
}
