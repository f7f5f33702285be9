import { Type } from 'typebox'
import { sha256Text } from '../crypto/hash.ts'
import type { CampaignId, PartyId, ReceiptId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField, wholeField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'
import type { Receipt } from './receipt.ts'

/** A receipt that is to be looked at once more. */
export interface RecheckedReceipt {
  readonly receiptId: ReceiptId
  /** See `certifiedHash`. */
  readonly certified: string
}

/** Asks the verifier that signed the receipts to have them looked at once more, from the evidence it kept and the status of now. */
export interface RecheckReceipts {
  readonly campaignId: CampaignId
  /** Who looks: the verifier that is asked, or one to which it hands its evidence. */
  readonly by: PartyId
  /** Counts the times that these are asked about; the answer repeats it. */
  readonly attempt: number
  readonly receipts: readonly RecheckedReceipt[]
}

/** Hands the evidence of one receipt to another verifier of the programme, which answers the distributor. */
export interface RecheckEvidence extends RecheckedReceipt {
  readonly campaignId: CampaignId
  readonly distributor: PartyId
  readonly attempt: number
  /** What the verdict was decided from, encrypted for the programme's verifiers; base64url. */
  readonly sealed: string
}

/**
 * `good`: it would be given today as well. `changed`: not any more, or it was never so. `undetermined`: nobody can say, for the reason that it
 * carries; nobody is taken out for that.
 */
export type RecheckOutcome = 'good' | 'changed' | 'undetermined'

export interface RecheckResult extends RecheckedReceipt {
  readonly outcome: RecheckOutcome
  readonly reason?: string
  /** State of the status list that it was read from. */
  readonly seq?: number
}

/** What a verifier found. */
export interface RecheckResults {
  readonly campaignId: CampaignId
  readonly attempt: number
  readonly results: readonly RecheckResult[]
}

/** Receipts of one question or answer. Chosen: below 64 KiB with ids at their longest, and as many as one commit has. */
export const RECHECK_RECEIPTS_MAX = 128

type CertifiedFacts = Pick<
  Receipt,
  | 'id'
  | 'iss'
  | 'iat'
  | 'handle'
  | 'nullifier'
  | 'priorNullifiers'
  | 'outputs'
  | 'holderKey'
  | 'payoutCommitment'
>

/**
 * SHA-256 over what a receipt vouches for, hex: who, what and for which payout, so that a second verifier can say whether the evidence bears it
 * out without being told any of it.
 */
export function certifiedHash(facts: CertifiedFacts): string {
  const { id, iss, iat, handle, nullifier, priorNullifiers, outputs } = facts
  const { holderKey, payoutCommitment } = facts
  const certified = {
    ...{ id, iss, iat, handle, nullifier, outputs, holderKey, payoutCommitment },
    ...(priorNullifiers && { priorNullifiers }),
  }
  return sha256Text(canonicalJson(certified), 'hex')
}

const receipt = { receiptId: idField<ReceiptId>(), certified: sha256Schema }
const common = { campaignId: idField<CampaignId>(), attempt: wholeField(1) }
const many = { minItems: 1, maxItems: RECHECK_RECEIPTS_MAX }

const recheckReceipts = Type.Object({
  ...common,
  by: idField<PartyId>(),
  receipts: Type.Array(Type.Object(receipt), many),
})
const recheckEvidence = Type.Object({
  ...common,
  ...receipt,
  distributor: idField<PartyId>(),
  sealed: Type.String({ pattern: '^[A-Za-z0-9_-]+$' }),
})
const recheckResults = Type.Object({
  ...common,
  results: Type.Array(
    Type.Object({
      ...receipt,
      outcome: Type.Union([
        Type.Literal('good'),
        Type.Literal('changed'),
        Type.Literal('undetermined'),
      ]),
      reason: Type.Optional(codeSchema),
      seq: Type.Optional(wholeField()),
    }),
    many,
  ),
})

export const parseRecheckReceipts: Parser<RecheckReceipts> = createParser(
  recheckReceipts,
  HANDOFF_BODY_LIMITS,
)
export const parseRecheckEvidence: Parser<RecheckEvidence> = createParser(
  recheckEvidence,
  HANDOFF_BODY_LIMITS,
)
export const parseRecheckResults: Parser<RecheckResults> = createParser(
  recheckResults,
  HANDOFF_BODY_LIMITS,
)
