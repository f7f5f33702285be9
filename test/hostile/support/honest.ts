import { randomBytes, randomUUID } from 'node:crypto'
import {
  brandId,
  CLAIM_TYP,
  createKbJwt,
  encodeHex,
  encodePayoutTransaction,
  type JsonObject,
  parseSdJwt,
  presentSdJwt,
  type Signer,
  sha256,
  transactionDataHash,
  unwrap,
} from '@evenkeel/kernel'
import { createNativeSigner } from '@evenkeel/kernel/adapters'
import { DEMO_CAMPAIGN, MEMBERSHIP_TYPE } from '@evenkeel/node'
import { payloadOf, sign } from './forge.ts'
import type { HostileWorld } from './hostile-world.ts'
import type { Answer } from './raw-http.ts'

/** What honest people do here: the material that hostile input is made from, and the proof that honest people are still served. */

export const VERIFIER = 'verifier-a'
export const ISSUER = 'issuer-strict'
const LIMITS = { maxBytes: 65_536, maxDepth: 16 }

/** Seconds since the epoch. */
export const nowS = (): number => Math.floor(Date.now() / 1_000)

export interface Member {
  readonly signer: Signer
  readonly credential: string
  readonly credentialId: string
}

export const newSigner = (): Signer => createNativeSigner('ES256', randomBytes(32))
export const newMemberClaims = (): JsonObject => ({ member_id: `m-${randomUUID()}`, tier: 'gold' })

/** Somebody new with a credential of the strict issuer. */
export async function joinMember(world: HostileWorld, options: JsonObject = {}): Promise<Member> {
  const signer = newSigner()
  const issued = await world.ok(ISSUER, {
    method: 'POST',
    path: '/credentials',
    asOperator: true,
    json: {
      vct: MEMBERSHIP_TYPE,
      claims: newMemberClaims(),
      disclose: ['member_id', 'tier'],
      holderJwk: signer.publicJwk,
      validForMs: 86_400_000,
      ...options,
    },
  })
  return { signer, credential: issued.credential, credentialId: issued.credentialId }
}

/** A presentation that a verifier asked for, as a wallet sees it. */
export interface Asked {
  readonly sessionId: string
  readonly requestId: string
  /** Of the signed request. */
  readonly request: JsonObject & {
    readonly client_id: string
    readonly nonce: string
    readonly state: string
    readonly transaction_data: readonly [string]
  }
}

export async function askFor(
  world: HostileWorld,
  options: { readonly verifier?: string; readonly [member: string]: unknown } = {},
): Promise<Asked> {
  const { verifier = VERIFIER, ...rest } = options
  const created = await world.ok(verifier, {
    method: 'POST',
    path: '/presentations',
    json: {
      campaignId: DEMO_CAMPAIGN,
      payoutTarget: `purse-${randomUUID()}`,
      flow: 'cross-device',
      responseMode: 'direct_post',
      ...rest,
    },
  })
  const requestId = created.requestUri.split('/').at(-1)
  const answer = await world.http(verifier, { method: 'GET', path: `/requests/${requestId}` })
  const request = payloadOf(answer.text) as Asked['request']
  return { sessionId: created.sessionId, requestId, request }
}

export interface Presenting {
  /** Before it is bound. */
  readonly sdJwt?: string
  readonly disclose?: readonly string[]
  readonly audience?: string
  readonly nonce?: string
  readonly issuedAtS?: number
  readonly transactionData?: string
  readonly signer?: Signer
}

/** Answers a request as its holder would, but for what is given. */
export async function present(
  { credential, signer }: Pick<Member, 'credential' | 'signer'>,
  { request }: Pick<Asked, 'request'>,
  change: Presenting = {},
): Promise<string> {
  const { disclose = ['member_id', 'tier'] } = change
  const sdJwt =
    change.sdJwt ?? unwrap(presentSdJwt(unwrap(parseSdJwt(credential, LIMITS)), disclose))
  const transactionData = change.transactionData ?? request.transaction_data[0]
  const binding = await createKbJwt({
    sdJwt,
    audience: change.audience ?? request.client_id,
    nonce: change.nonce ?? request.nonce,
    issuedAtS: change.issuedAtS ?? nowS(),
    claims: {
      transaction_data_hashes: [transactionDataHash(transactionData)],
      transaction_data_hashes_alg: 'sha-256',
    },
    signer: change.signer ?? signer,
  })
  return sdJwt + binding
}

/** Posts a presentation to where the request asked for it. */
export function respond(
  world: HostileWorld,
  { requestId, request }: Asked,
  presentation: string,
  form: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return world.http(VERIFIER, {
    method: 'POST',
    path: `/responses/${requestId}`,
    form: {
      vp_token: JSON.stringify({ credential: [presentation] }),
      state: request.state,
      ...form,
    },
  })
}

/** The same, and when it counted the result as the application that asked sees it: a verdict is not for the wallet's eyes. */
export async function respondAndLook(
  world: HostileWorld,
  asked: Asked,
  presentation: string,
): Promise<Answer> {
  const answer = await respond(world, asked, presentation)
  if (answer.status !== 200) return answer
  return world.http(VERIFIER, { method: 'GET', path: `/presentations/${asked.sessionId}` })
}

/** Presents, and reads the ready claim as the application that asked. */
export async function presentForClaim(
  world: HostileWorld,
  member: Member,
  options: JsonObject = {},
): Promise<WalletClaim> {
  const asked = await askFor(world, options)
  const answer = await respond(world, asked, await present(member, asked))
  if (answer.status !== 200) throw new Error(`the presentation was refused: ${answer.text}`)
  const view = await world.ok(VERIFIER, {
    method: 'GET',
    path: `/presentations/${asked.sessionId}`,
  })
  return view.result.submission
}

export interface WalletClaim {
  readonly v: 1
  readonly receipt: string
  readonly approval: {
    readonly keyBinding: string
    readonly holderJwk: object
    readonly transactionData: string
  }
}

/** A receipt that the embedded way gave, with all that its holder needs for a claim. */
export interface Certified {
  readonly member: Member
  readonly receipt: string
  readonly payoutTarget: string
  readonly payoutSalt: string
}

/** Somebody new presents for a payout of their own making, through the verifier's plain API. */
export async function certify(
  world: HostileWorld,
  campaignId: string = DEMO_CAMPAIGN,
): Promise<Certified> {
  const member = await joinMember(world)
  const payoutTarget = `purse-${randomUUID()}`
  const payoutSalt = randomBytes(16).toString('base64url')
  const request = await plainRequest(world, member, { campaignId, payoutTarget, payoutSalt })
  const { json, text } = await postVerification(world, request)
  if (json?.receipt === undefined) throw new Error(`no receipt: ${text}`)
  return { member, receipt: json.receipt.compact, payoutTarget, payoutSalt }
}

export interface PlainRequest {
  readonly presentation: string
  readonly nonce: string
  readonly transactionData: string
  readonly campaignId: string
}

/** What an application that embeds nothing sends for a presentation that it asked for by itself. */
export async function plainRequest(
  world: HostileWorld,
  who: Pick<Member, 'credential' | 'signer'>,
  payout: { campaignId: string; payoutTarget: string; payoutSalt: string } = {
    campaignId: DEMO_CAMPAIGN,
    payoutTarget: 'purse',
    payoutSalt: randomBytes(16).toString('base64url'),
  },
): Promise<PlainRequest> {
  const { nonce, audience } = await world.ok(VERIFIER, {
    method: 'POST',
    path: '/nonces',
    asOperator: true,
  })
  const transactionData = encodePayoutTransaction({
    type: 'evenkeel.payout',
    credential_ids: ['credential'],
    campaign_id: brandId(payout.campaignId),
    payout_target: payout.payoutTarget,
    payout_salt: payout.payoutSalt,
  })
  const request = { client_id: audience, nonce, transaction_data: [transactionData], state: '' }
  const presentation = await present(who, { request: request as unknown as Asked['request'] })
  return { presentation, nonce, transactionData, campaignId: payout.campaignId }
}

export function postVerification(world: HostileWorld, request: PlainRequest): Promise<Answer> {
  return world.http(VERIFIER, {
    method: 'POST',
    path: '/verifications',
    asOperator: true,
    json: request,
  })
}

/** The holder's own word for a payout. */
export function signClaim(
  { member, receipt, payoutTarget, payoutSalt }: Certified,
  change: JsonObject = {},
  signer: Signer = member.signer,
): Promise<string> {
  const payload = {
    campaignId: DEMO_CAMPAIGN,
    receiptHash: encodeHex(sha256(receipt)),
    payoutTarget,
    payoutSalt,
    iat: nowS(),
    ...change,
  }
  return sign(signer, CLAIM_TYP, payload, { jwk: signer.publicJwk })
}

export function postClaim(
  world: HostileWorld,
  submission: object,
  campaignId: string = DEMO_CAMPAIGN,
): Promise<Answer> {
  return world.http('distributor', {
    method: 'POST',
    path: `/campaigns/${campaignId}/claims`,
    json: submission,
  })
}

/** The whole of it: join, present, claim, be paid. Throws when anything is not as it must be. */
export async function liveThrough(world: HostileWorld): Promise<void> {
  const submission = await presentForClaim(world, await joinMember(world))
  const ticket = await postClaim(world, submission)
  if (ticket.status !== 201) throw new Error(`the claim was refused: ${ticket.text}`)
  await world.ask('quiesce')
  const { claimId } = ticket.json
  const { state } = await world.ok('distributor', { method: 'GET', path: `/claims/${claimId}` })
  if (state !== 'settled') throw new Error(`the claim is ${state}`)
}
