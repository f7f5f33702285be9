import { type TSchema, Type } from 'typebox'
import type { CampaignId, ClaimId } from '../ids.ts'
import type { PublicJwk } from '../ports.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import {
  MESSAGE_LIMITS,
  numericDateSchema,
  payoutTargetSchema,
  publicJwkSchema,
  sha256Schema,
} from './common.ts'

/** JWS `typ` of the claim that the holder signs; its header carries the holder's public `jwk`. */
export const CLAIM_TYP = 'evenkeel-claim+jwt'
/** JWS `typ` of the ticket that the distributor signs. */
export const TICKET_TYP = 'evenkeel-ticket+jwt'
/** JWS `typ` of a claim's state document that the distributor signs, for the claimant to show to others. */
export const CLAIM_STATE_TYP = 'evenkeel-claim-state+jwt'

/**
 * What a claimant sends: the verifier's receipt, a compact JWS, and the holder's word for the payout. That is a claim that our own holder signs
 * (compact JWS), or what an ordinary wallet signed when it presented.
 */
export type ClaimSubmission =
  | { readonly v: 1; readonly receipt: string; readonly claim: string }
  | { readonly v: 1; readonly receipt: string; readonly approval: WalletApproval }

/**
 * A wallet's approval of a payout: the key binding JWT of the very presentation that the receipt is about (same `nonce`), whose
 * `transaction_data_hashes` name the payout (OpenID4VP 1.0 §8.4, §B.3.3).
 */
export interface WalletApproval {
  /** Compact JWS, `typ` `kb+jwt`. */
  readonly keyBinding: string
  /** The key that signed it: the one that the receipt names by thumbprint. */
  readonly holderJwk: PublicJwk
  /** The payout transaction as it was sent to the wallet: base64url of a PayoutTransaction. */
  readonly transactionData: string
}

/** Payload of the holder's claim. `payoutTarget` and `payoutSalt` open the receipt's commitment. */
export interface ClaimPayload {
  readonly campaignId: CampaignId
  /** SHA-256 of the compact receipt, hex. */
  readonly receiptHash: string
  readonly payoutTarget: string
  /** 128 random bits or more, base64url. */
  readonly payoutSalt: string
  readonly iat: number
}

/** Payload of a ticket: proof that the claim arrived in the window, whatever happens next. */
export interface Ticket {
  readonly v: 1
  readonly claimId: ClaimId
  readonly campaignId: CampaignId
  readonly receiptHash: string
  readonly window: string
  readonly acceptedAtMs: number
  /** When it came for the first time, if there was no room and it has shown the knock that it got: that is when it arrived in the window. */
  readonly knockedAtMs?: number
  /** Path of the claimant's state document at the distributor. */
  readonly statePath: string
  readonly expiresAtMs: number
}

const jws = Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' })
const approval = Type.Object({
  keyBinding: jws,
  holderJwk: publicJwkSchema,
  transactionData: Type.String({ pattern: '^[A-Za-z0-9_-]{1,4096}$' }),
})
const submission = Type.Union([
  Type.Object({ v: Type.Literal(1), receipt: jws, claim: jws }),
  Type.Object({ v: Type.Literal(1), receipt: jws, approval }),
])
const claim = Type.Object({
  campaignId: idField<CampaignId>(),
  receiptHash: sha256Schema,
  payoutTarget: payoutTargetSchema,
  payoutSalt: Type.String({ pattern: '^[A-Za-z0-9_-]{22,86}$' }),
  iat: numericDateSchema,
})
const ticket = Type.Object({
  v: Type.Literal(1),
  claimId: idField<ClaimId>(),
  campaignId: idField<CampaignId>(),
  receiptHash: sha256Schema,
  window: Type.String({ minLength: 1, maxLength: 64 }),
  acceptedAtMs: epochMsField(),
  knockedAtMs: Type.Optional(epochMsField()),
  statePath: Type.String({ minLength: 1, maxLength: 256 }),
  expiresAtMs: epochMsField(),
})

/** For the description of what takes submissions. */
export const claimSubmissionSchema: TSchema = submission
export const parseClaimSubmission: Parser<ClaimSubmission> = createParser(
  submission,
  MESSAGE_LIMITS,
)
export const parseClaimPayload: Parser<ClaimPayload> = createParser(claim, MESSAGE_LIMITS)
export const parseTicket: Parser<Ticket> = createParser(ticket, MESSAGE_LIMITS)
