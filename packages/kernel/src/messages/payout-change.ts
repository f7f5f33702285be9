import { type TSchema, Type } from 'typebox'
import type { ClaimId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField } from '../schema/fields.ts'
import { MESSAGE_LIMITS, numericDateSchema, payoutTargetSchema } from './common.ts'

/** JWS `typ` of the holder's word for another payout target; its header carries the holder's public `jwk`. */
export const PAYOUT_CHANGE_TYP = 'evenkeel-payout-change+jwt'

/** What a claimant sends: the receipt of the claim, which names the holder's key, and the change, both compact JWS. */
export interface PayoutChangeSubmission {
  readonly v: 1
  readonly receipt: string
  readonly change: string
}

/** Payload of a change: where later payments of the claim go. */
export interface PayoutChangePayload {
  readonly claimId: ClaimId
  readonly payoutTarget: string
  readonly iat: number
}

const jws = Type.String({ pattern: '^[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$' })
const submission = Type.Object({ v: Type.Literal(1), receipt: jws, change: jws })
const payload = Type.Object({
  claimId: idField<ClaimId>(),
  payoutTarget: payoutTargetSchema,
  iat: numericDateSchema,
})

/** For the description of what takes changes. */
export const payoutChangeSubmissionSchema: TSchema = submission
export const parsePayoutChangeSubmission: Parser<PayoutChangeSubmission> = createParser(
  submission,
  MESSAGE_LIMITS,
)
export const parsePayoutChangePayload: Parser<PayoutChangePayload> = createParser(
  payload,
  MESSAGE_LIMITS,
)
