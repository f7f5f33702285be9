import { randomUUID } from 'node:crypto'
import type { DistributorClient, IssuerClient, VerifierClient } from '@evenkeel/client'
import type { CampaignRule, PartyId, Signer } from '@evenkeel/kernel'
import { DEMO_CAMPAIGN, demoAccreditation, demoCampaignRule } from '@evenkeel/node'
import { type Clients, once, plainJson } from './clients.ts'
import type { JourneyWorld } from './journey-world.ts'
import {
  acceptCredential,
  answerRequest,
  credentialOf,
  dataOf,
  type IssuedAnswer,
  openOffer,
  requestCredential,
  type Tokens,
  walletKey,
} from './wallet.ts'

const DAY_MS = 86_400_000

/** Accredits an issuer with high assurance; returns the act's id. */
export async function accreditIssuer(
  { platform, world }: JourneyWorld,
  { governance }: Clients,
  issuer: string,
): Promise<string> {
  const now = world.the('governance').ports.clock.nowMs()
  const demo = demoAccreditation(issuer as PartyId, platform, now)
  const record = plainJson({ ...demo, assurance: 'high' as const })
  const body = { record, mode: 'immediate' as const }
  const { act } = dataOf(await governance.POST('/accreditations', { body }))
  await world.quiesce()
  return act.actId
}

/** Announces the demo's campaign, or one with other terms, and lets it open. */
export async function openCampaign(
  { world }: JourneyWorld,
  { distributor, secondDistributor }: Clients,
  terms: Partial<CampaignRule> = {},
): Promise<void> {
  const demo = demoCampaignRule(world.the('distributor').ports.clock.nowMs())
  const rule = { ...demo, ...terms }
  const made = dataOf(
    await distributor.POST('/campaigns', { params: once(), body: plainJson({ rule }) }),
  )
  const path = { campaignId: made.campaignId }
  const tried = { people: [{ person: 'ada', claims: {} }] }
  dataOf(
    await distributor.POST('/campaigns/{campaignId}/dry-run', {
      params: { ...once(), path },
      body: tried,
    }),
  )
  for (const person of [distributor, secondDistributor]) {
    const params = { ...once(), path }
    const body = { ruleHash: made.ruleHash }
    dataOf(await person.POST('/campaigns/{campaignId}/announcement', { params, body }))
  }
  await world.quiesce()
}

export interface OfferOptions {
  readonly transactionCode?: boolean
  readonly deferred?: boolean
}

export interface Offer {
  readonly offerId: string
  readonly link: string
  readonly transactionCode?: string
}

/** Has an issuer offer a membership to somebody new. */
export async function createOffer(
  issuer: IssuerClient,
  options: OfferOptions = {},
): Promise<Offer> {
  const body = {
    configurationId: 'membership',
    claims: { member_id: `m-${randomUUID()}`, tier: 'gold' },
    validForMs: 30 * DAY_MS,
    expiresMs: DAY_MS,
    ...options,
  }
  return dataOf(await issuer.POST('/offers', { params: once(), body }))
}

/** What a person has after following an offer. */
export interface Membership {
  readonly offerId: string
  readonly credentialId: string
  readonly credential: string
  readonly key: Signer
  readonly tokens: Tokens
  readonly noticeUri: string
}

/** Offers a membership, by its operator, and receives it, as anybody's wallet. */
export async function receiveMembership(
  operator: IssuerClient,
  issuer: IssuerClient,
): Promise<Membership> {
  const offer = await createOffer(operator, { transactionCode: true })
  const tokens = await openOffer(issuer, offer.link, offer.transactionCode)
  const key = walletKey(offer.offerId)
  const answer = (await requestCredential(issuer, tokens, key)) as IssuedAnswer
  await acceptCredential(issuer, tokens, answer)
  const { items } = dataOf(await operator.GET('/offers'))
  const [credentialId = ''] =
    items.find(({ offerId }) => offerId === offer.offerId)?.credentialIds ?? []
  const credential = credentialOf(answer)
  return {
    offerId: offer.offerId,
    credentialId,
    credential,
    key,
    tokens,
    noticeUri: answer.notice_uri,
  }
}

export interface Presented {
  readonly verdict: { readonly outcome: string }
  readonly receipt?: string
  readonly submission?: object
  /** The stream that the application watched. */
  readonly events: string
}

/** Asks for a presentation for the campaign, lets the wallet answer, and reads the result. */
export async function presentForCampaign(
  verifier: VerifierClient,
  membership: Membership,
  campaignId: string = DEMO_CAMPAIGN,
): Promise<Presented> {
  const body = {
    campaignId,
    payoutTarget: `purse-${membership.credentialId}`,
    flow: 'cross-device' as const,
    responseMode: 'direct_post' as const,
  }
  const asked = dataOf(await verifier.POST('/presentations', { params: once(), body }))
  const params = { path: { sessionId: asked.sessionId } }
  const watching = verifier.GET('/presentations/{sessionId}/events', { params, parseAs: 'text' })
  await answerRequest(verifier, asked.walletUrl, membership)
  const events = dataOf(await watching)
  const { result } = dataOf(await verifier.GET('/presentations/{sessionId}', { params }))
  if (result === undefined) throw new Error('nobody answered')
  return { ...result, events }
}

/** Posts a claim as it came out of a presentation. */
export async function postClaim(
  distributor: DistributorClient,
  { submission }: Presented,
  campaignId: string = DEMO_CAMPAIGN,
): Promise<PostedClaim> {
  if (submission === undefined) throw new Error('no submission')
  const params = { path: { campaignId } }
  const body = plainJson(submission)
  const answer = await distributor.POST('/campaigns/{campaignId}/claims', { params, body })
  return { status: answer.response.status, ...dataOf(answer) }
}

export interface PostedClaim {
  readonly status: number
  readonly claimId: string
  readonly ticket: string
}

/** The id of a signed receipt. */
export function receiptIdOf(receipt: string | undefined): string {
  const [, payload = ''] = (receipt ?? '').split('.')
  return (JSON.parse(Buffer.from(payload, 'base64url').toString()) as { id: string }).id
}

/** The data of each event of a stream. */
export function eventsOf(stream: string): readonly Record<string, unknown>[] {
  return stream
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as Record<string, unknown>)
}
