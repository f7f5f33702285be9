import { randomUUID } from 'node:crypto'
import { MEMBERSHIP_TYPE } from '@evenkeel/node'
import { expect } from 'vitest'
import type { Presented, PresentOptions } from './credo-present.ts'
import type { CredoWallet } from './credo-wallet.ts'
import { type Called, until, type WalletWorld } from './wallet-world.ts'

export const ISSUER = 'issuer-strict'
const DAY_MS = 86_400_000

/** Claims of somebody new. */
export function newMember(): { member_id: string; tier: string } {
  return { member_id: `m-${randomUUID()}`, tier: 'gold' }
}

/** What the issuer calls memberships, from its own metadata. */
export async function membershipConfiguration({ call }: WalletWorld): Promise<string> {
  const { json } = await call(ISSUER, 'GET', '/.well-known/openid-credential-issuer')
  const configurations = Object.entries<{ vct: string }>(json.credential_configurations_supported)
  const found = configurations.find(([, { vct }]) => vct === MEMBERSHIP_TYPE)
  if (found === undefined) throw new Error('the issuer has no memberships')
  return found[0]
}

export interface MadeOffer {
  readonly offerId: string
  readonly link: string
  readonly transactionCode?: string
}

/** Has the issuer offer a membership. */
export async function createOffer(
  place: WalletWorld,
  options: { readonly claims?: object; readonly [option: string]: unknown } = {},
): Promise<MadeOffer> {
  const offer = await place.call(ISSUER, 'POST', '/offers', {
    asOperator: true,
    body: {
      configurationId: await membershipConfiguration(place),
      claims: newMember(),
      validForMs: 30 * DAY_MS,
      expiresMs: DAY_MS,
      ...options,
    },
  })
  expect(offer).toMatchObject({ status: 201 })
  return offer.json
}

/** Ids of the credentials that were issued under an offer. */
export async function credentialIds(
  { call }: WalletWorld,
  offerId: string,
): Promise<readonly string[]> {
  const { json } = await call(ISSUER, 'GET', '/offers', { asOperator: true })
  const found = json.items.find((offer: { offerId: string }) => offer.offerId === offerId)
  return found?.credentialIds ?? []
}

export interface Presenting extends PresentOptions {
  readonly campaignId: string
  readonly verifier?: string
  readonly responseMode?: 'direct_post' | 'direct_post.jwt'
  readonly payoutTarget?: string
}

export interface Outcome {
  readonly presented: Presented
  /** How the application that asked sees it. */
  readonly view: Called['json']
}

/** Asks for a presentation, lets the wallet answer it, and reads the result as the application that asked. */
export async function presentFor(
  place: WalletWorld,
  wallet: CredoWallet,
  { campaignId, verifier = 'verifier-a', responseMode, payoutTarget, ...options }: Presenting,
): Promise<Outcome> {
  const asked = await place.call(verifier, 'POST', '/presentations', {
    body: {
      campaignId,
      payoutTarget: payoutTarget ?? `purse-${randomUUID()}`,
      flow: 'cross-device',
      ...(responseMode && { responseMode }),
    },
  })
  expect(asked).toMatchObject({ status: 201 })
  const { sessionId, walletUrl } = asked.json
  const presented = await wallet.present(walletUrl, options)
  const { json: view } = await place.call(verifier, 'GET', `/presentations/${sessionId}`)
  return { presented, view }
}

/** Posts a claim as it came out of a presentation. */
export function postClaim(
  { call }: WalletWorld,
  campaignId: string,
  submission: object,
): Promise<Called> {
  return call('distributor', 'POST', `/campaigns/${campaignId}/claims`, { body: submission })
}

/** Waits for the last state document of a claim. */
export function awaitEnd({ call }: WalletWorld, claimId: string): Promise<Called['json']> {
  return until(10_000, async () => {
    const { json } = await call('distributor', 'GET', `/claims/${claimId}`)
    return json.terminal ? json : undefined
  })
}
