import { Type } from 'typebox'
import type { CredentialHandle, Nullifier, PartyId, ReceiptId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField } from '../schema/fields.ts'
import { codeSchema, MESSAGE_LIMITS, numericDateSchema, sha256Schema } from './common.ts'
import { OUTPUTS_MAX } from './rule/conditions.ts'
import { OFFSETS_PER_CLAIM_MAX } from './rule/offsets.ts'

/** JWS `typ` of a receipt. */
export const RECEIPT_TYP = 'evenkeel-receipt+jwt'
/** Characters of a text output. */
export const OUTPUT_CHARS_MAX = 512

/** The decisive part of a verdict, signed by the verifier: what a distributor or a second service accepts instead of checking again. */
export interface Receipt {
  readonly v: 1
  readonly id: ReceiptId
  /** The verifier that signs. */
  readonly iss: PartyId
  /** Who may accept it: `campaign:<id>`, and the further audiences of the policy. */
  readonly aud: readonly string[]
  readonly nonce: string
  readonly iat: number
  readonly exp: number
  /** A rejection gets no receipt. `undetermined` only under a policy that holds. */
  readonly outcome: 'accepted' | 'undetermined'
  readonly reason?: string
  readonly verdictHash: string
  readonly policyId: string
  readonly policyHash: string
  readonly horizon: Readonly<Record<string, number>>
  readonly handle: CredentialHandle
  readonly nullifier: Nullifier
  /** The same person's nullifiers in the earlier campaigns that the rule offsets against, by campaign. */
  readonly priorNullifiers?: Readonly<Record<string, Nullifier>>
  readonly outputs: Readonly<Record<string, string | number | boolean>>
  /** RFC 7638 thumbprint of the holder key that the credential is bound to: the key that must sign the claim. */
  readonly holderKey: string
  /** SHA-256 over the payout's salt and target, hex: see `payoutCommitment`. */
  readonly payoutCommitment: string
}

const receipt = Type.Object(
  {
    v: Type.Literal(1),
    id: idField<ReceiptId>(),
    iss: idField<PartyId>(),
    aud: Type.Array(Type.String({ minLength: 1, maxLength: 512 }), { minItems: 1, maxItems: 16 }),
    nonce: Type.String({ minLength: 1, maxLength: 256 }),
    iat: numericDateSchema,
    exp: numericDateSchema,
    outcome: Type.Union([Type.Literal('accepted'), Type.Literal('undetermined')]),
    reason: Type.Optional(codeSchema),
    verdictHash: sha256Schema,
    policyId: Type.String({ minLength: 1, maxLength: 128 }),
    policyHash: sha256Schema,
    horizon: Type.Record(Type.String({ maxLength: 1024 }), Type.Integer({ minimum: 0 }), {
      maxProperties: 16,
    }),
    handle: idField<CredentialHandle>(),
    nullifier: idField<Nullifier>(),
    priorNullifiers: Type.Optional(
      Type.Record(Type.String({ maxLength: 128 }), idField<Nullifier>(), {
        maxProperties: OFFSETS_PER_CLAIM_MAX,
      }),
    ),
    outputs: Type.Record(
      Type.String({ maxLength: 64 }),
      Type.Union([Type.String({ maxLength: OUTPUT_CHARS_MAX }), Type.Number(), Type.Boolean()]),
      {
        maxProperties: OUTPUTS_MAX,
      },
    ),
    holderKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    payoutCommitment: sha256Schema,
  },
  // What a newer verifier says in further members is nothing that an older reader has to know.
  { additionalProperties: true },
)

export const parseReceipt: Parser<Receipt> = createParser(receipt, MESSAGE_LIMITS)
