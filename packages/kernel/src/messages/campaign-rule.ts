import { type TSchema, Type } from 'typebox'
import {
  campaignAllocationSchemas,
  type DrandSeed,
  type FixedDue,
  type LotteryDue,
  type RevealOrVoid,
  type SharedAllocation,
  type TieredDue,
} from '../allocation/allocation-rule.ts'
import type { CampaignId, PartyId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, minorField } from '../schema/fields.ts'
import { HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'
import { type Policy, policySchema } from './policy.ts'
import { type CanaryTerms, canarySchema } from './rule/canary.ts'
import { type ClaimExpiry, claimExpirySchema } from './rule/claim-expiry.ts'
import { type ClawbackTerms, clawbackSchema } from './rule/clawback.ts'
import { type IntakeTerms, intakeSchema } from './rule/intake.ts'
import { type CampaignLimits, limitsSchema } from './rule/limits.ts'
import { type Losses, lossesSchema } from './rule/losses.ts'
import { type OffsetTerms, offsetsSchema } from './rule/offsets.ts'
import { type PayoutChangeTerms, payoutChangeSchema } from './rule/payout-change.ts'
import { type SettlementCheck, settlementCheckSchema } from './rule/settlement-check.ts'
import { type VestingTerms, vestingTermsSchema } from './rule/vesting.ts'

/** A campaign's rule document: everything that decides who gets what, when. Its canonical hash is logged before it opens. */
export interface CampaignRule {
  readonly v: 1
  readonly id: CampaignId
  readonly title: string
  readonly asset: { readonly code: string; readonly scale: number }
  readonly poolMinor: string
  readonly announcedAtMs: number
  /** It is announced at least so long before it opens; without this member no time is promised. */
  readonly noticeMs?: number
  readonly opensAtMs: number
  readonly closesAtMs: number
  /** What a verifier must find before it issues a receipt for this campaign. */
  readonly policy: Policy
  /** The verifiers whose receipts count. */
  readonly verifiers: readonly PartyId[]
  /** One entitlement per nullifier; the nullifier is over (domain, subject, campaign, period). */
  readonly uniqueness: {
    readonly domain: string
    readonly period: string
    /** 64 hex digits: verifiers whose key for this campaign's nullifiers is another one refuse the rule. */
    readonly keyCheck?: string
  }
  readonly allocation: CampaignAllocation
  readonly window: CampaignWindow
  /** A held claim is decided by then, or by this default; the decision may be appealed for so long. */
  readonly hold: {
    readonly deadlineMs: number
    readonly byDefault: 'release' | 'refuse'
    readonly appealMs: number
  }
  readonly rail: 'internal'
  readonly limits?: CampaignLimits
  /** What becomes of those for whom there was no room. The window closes at its closing time without this member. */
  readonly intake?: IntakeTerms
  /** What nobody was given goes back to where the pool came from, once everybody is paid or refused. It stays in the pool without this member. */
  readonly unclaimed?: 'return'
  /** Who bears what it costs when something turns out wrong after money has left; the programme for what is not said. */
  readonly losses?: Losses
  readonly canary?: CanaryTerms
  readonly settlementCheck?: SettlementCheck
  readonly clawback?: ClawbackTerms
  readonly offsets?: OffsetTerms
  readonly payoutChange?: PayoutChangeTerms
  /** Before then nothing unclaimed goes back. It goes back when the campaign ends without this member. */
  readonly claimExpiry?: ClaimExpiry
  /** Entitlements are paid in parts, as they fall due. Each is paid at once and whole without this member. */
  readonly vesting?: VestingTerms
}

/**
 * `fixed`, `tiered` and `table` say what each claim is due, so they go with both kinds of windows, a table with the instant one only. The others
 * share out one pool among everybody in a batch window. A receipt's outputs carry what they need: `tier`, `weight`, or the `entry` of the table.
 */
export type CampaignAllocation =
  | FixedDue
  | TieredDue
  | TableAllocation
  | SharedAllocation
  | (LotteryDue & { readonly seed: DrandSeed | RevealOrVoid })

/** `instant`: each claim gets its amount when it comes. `batch`: once, from the set of all claims that came until the closing. */
export type CampaignWindow = 'instant' | BatchWindow

export interface BatchWindow {
  readonly kind: 'batch'
  /**
   * Milliseconds from the closing to the allocation, and so to the first payment. At least the publishing period and the lease of the status
   * lists that count: what was revoked before the closing is known everywhere by then.
   */
  readonly allocateAfterMs: number
}

/** Amounts listed beforehand by a key which the receipt's output `entry` carries; the root commits to the list. */
export interface TableAllocation {
  readonly kind: 'table'
  readonly rows: number
  /** `uniswap-merkle`: keccak256(abi.encodePacked(uint256 index, address account, uint256 amount)), sorted pairs. `rfc6962`: SHA-256 over canonical rows. */
  readonly layout: 'uniswap-merkle' | 'rfc6962'
  /** 64 hex digits. */
  readonly root: string
}

/** Longest notice, in milliseconds. Chosen: a year. */
const NOTICE_MS_MAX = 31_536_000_000
/** Longest wait between closing and allocation, in milliseconds. Chosen: a month; longer than any lease. */
const ALLOCATE_AFTER_MS_MAX = 2_678_400_000

const rule = Type.Object({
  v: Type.Literal(1),
  id: idField<CampaignId>(),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  asset: Type.Object({
    code: Type.String({ pattern: '^[A-Z0-9]{2,12}$' }),
    scale: Type.Integer({ minimum: 0, maximum: 36 }),
  }),
  poolMinor: minorField(),
  announcedAtMs: epochMsField(),
  noticeMs: Type.Optional(Type.Integer({ minimum: 1, maximum: NOTICE_MS_MAX })),
  opensAtMs: epochMsField(),
  closesAtMs: epochMsField(),
  policy: Type.Unsafe<Policy>(policySchema),
  verifiers: Type.Array(idField<PartyId>(), { minItems: 1, maxItems: 64 }),
  uniqueness: Type.Object({
    domain: Type.String({ minLength: 1, maxLength: 128 }),
    period: Type.String({ minLength: 1, maxLength: 64 }),
    keyCheck: Type.Optional(sha256Schema),
  }),
  allocation: Type.Union([
    ...campaignAllocationSchemas,
    Type.Object({
      kind: Type.Literal('table'),
      rows: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      layout: Type.Union([Type.Literal('uniswap-merkle'), Type.Literal('rfc6962')]),
      root: sha256Schema,
    }),
  ]),
  window: Type.Union([
    Type.Literal('instant'),
    Type.Object({
      kind: Type.Literal('batch'),
      allocateAfterMs: Type.Integer({ minimum: 0, maximum: ALLOCATE_AFTER_MS_MAX }),
    }),
  ]),
  hold: Type.Object({
    deadlineMs: Type.Integer({ minimum: 1_000 }),
    byDefault: Type.Union([Type.Literal('release'), Type.Literal('refuse')]),
    appealMs: Type.Integer({ minimum: 1_000 }),
  }),
  rail: Type.Literal('internal'),
  limits: Type.Optional(Type.Unsafe<CampaignLimits>(limitsSchema)),
  intake: Type.Optional(Type.Unsafe<IntakeTerms>(intakeSchema)),
  unclaimed: Type.Optional(Type.Literal('return')),
  losses: Type.Optional(Type.Unsafe<Losses>(lossesSchema)),
  canary: Type.Optional(Type.Unsafe<CanaryTerms>(canarySchema)),
  settlementCheck: Type.Optional(Type.Unsafe<SettlementCheck>(settlementCheckSchema)),
  clawback: Type.Optional(Type.Unsafe<ClawbackTerms>(clawbackSchema)),
  offsets: Type.Optional(Type.Unsafe<OffsetTerms>(offsetsSchema)),
  payoutChange: Type.Optional(Type.Unsafe<PayoutChangeTerms>(payoutChangeSchema)),
  claimExpiry: Type.Optional(Type.Unsafe<ClaimExpiry>(claimExpirySchema)),
  vesting: Type.Optional(Type.Unsafe<VestingTerms>(vestingTermsSchema)),
})

/** For embedding in the schemas of answers. */
export const campaignRuleSchema: TSchema = rule
export const parseCampaignRule: Parser<CampaignRule> = createParser(rule, HANDOFF_BODY_LIMITS)

/** The most that one claim is worth, where that is known before anybody is verified; a table's amounts, tiers and weights are not. */
export function valueAtStake({ allocation }: Pick<CampaignRule, 'allocation'>): string | undefined {
  switch (allocation.kind) {
    case 'fixed':
    case 'lottery':
      return allocation.amountMinor
    case 'equal-capped':
    case 'pro-rata':
      return allocation.capMinor
    default:
      return undefined
  }
}
