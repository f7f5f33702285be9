import { type TSchema, Type } from 'typebox'
import { minorField } from '../../schema/fields.ts'

/** What is given to all claims together that have one thing in common: so many, and so much. At least one of the two. */
export interface Limit {
  readonly claimsMax?: number
  /** Decimal string of minor units. */
  readonly amountMinorMax?: string
}

/**
 * How much is given at most on the word of one verifier or issuer, in one place, to one payout target, and in the whole period: what one that lies
 * or is stolen can cost (F6). Issuer and jurisdiction are the receipt's outputs of these names.
 */
export interface CampaignLimits {
  readonly perVerifier?: Limit
  readonly perIssuer?: Limit
  readonly perJurisdiction?: Limit
  readonly perPayoutTarget?: Limit
  readonly perPeriod?: Limit
}

export type LimitKind = keyof CampaignLimits

/** All kinds, in the order in which they are looked at: the first that has no room gives the reason. */
export const limitKinds: readonly LimitKind[] = [
  'perVerifier',
  'perIssuer',
  'perJurisdiction',
  'perPayoutTarget',
  'perPeriod',
]

/** What a claim has in common with others, by kind. */
export type LimitKeys = Readonly<Partial<Record<LimitKind, string>>>

const limit = Type.Optional(
  Type.Object({
    claimsMax: Type.Optional(Type.Integer({ minimum: 1 })),
    amountMinorMax: Type.Optional(minorField()),
  }),
)

/** CampaignLimits, for the rule. */
export const limitsSchema: TSchema = Type.Object(
  Object.fromEntries(limitKinds.map((kind) => [kind, limit])),
)
