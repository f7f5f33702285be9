import { Type } from 'typebox'
import { encodeBase64url, viewBase64url } from '../bytes/base64url.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { sha256Text } from '../crypto/hash.ts'
import type { CampaignId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField } from '../schema/fields.ts'
import { MESSAGE_LIMITS, payoutTargetSchema } from './common.ts'

/** The transaction that a holder approves in the key binding JWT, so that an ordinary wallet can bind a payout (OpenID4VP 1.0 §8.4). */
export interface PayoutTransaction {
  readonly type: 'evenkeel.payout'
  /** Ids of the credential queries that this transaction goes with. */
  readonly credential_ids: readonly string[]
  readonly campaign_id: CampaignId
  readonly payout_target: string
  /** 128 random bits or more, base64url. */
  readonly payout_salt: string
  /** The hashes by which it may be approved (OpenID4VP 1.0 §B.3.3.1); SHA-256 also without it. */
  readonly transaction_data_hashes_alg?: readonly 'sha-256'[]
}

const transaction = Type.Object({
  type: Type.Literal('evenkeel.payout'),
  credential_ids: Type.Array(Type.String({ minLength: 1, maxLength: 128 }), {
    minItems: 1,
    maxItems: 16,
  }),
  campaign_id: idField<CampaignId>(),
  payout_target: payoutTargetSchema,
  payout_salt: Type.String({ pattern: '^[A-Za-z0-9_-]{22,86}$' }),
  transaction_data_hashes_alg: Type.Optional(
    Type.Array(Type.Literal('sha-256'), { minItems: 1, maxItems: 1 }),
  ),
})
const parseTransaction: Parser<PayoutTransaction> = createParser(transaction, MESSAGE_LIMITS)

/** Encodes a transaction as the `transaction_data` of a request: base64url of its JSON. */
export function encodePayoutTransaction(payout: PayoutTransaction): string {
  return encodeBase64url(encodeUtf8(canonicalJson(payout)))
}

/** Reads one `transaction_data` string. Reasons: malformed_message and those of `parseJson`. */
export function parsePayoutTransaction(encoded: string): Result<PayoutTransaction, Reasoned> {
  const bytes = viewBase64url(encoded)
  if (bytes === undefined) return refuse('malformed_message', 'transaction data is not base64url')
  return parseTransaction(bytes)
}

/** SHA-256 over the encoded string as it was sent, base64url: what `transaction_data_hashes` lists (OpenID4VP 1.0 §B.3). */
export function transactionDataHash(encoded: string): string {
  return sha256Text(encoded, 'base64url')
}
