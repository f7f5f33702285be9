import { type TSchema, Type } from 'typebox'
import type { CampaignId, PartyId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, minorField } from '../schema/fields.ts'
import { HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'
import { type Policy, policySchema } from './policy.ts'

/** A campaign's rule document: everything that decides who gets what, when. Its canonical hash is logged before it opens. */
export interface CampaignRule {
  readonly v: 1
  readonly id: CampaignId
  readonly title: string
  readonly asset: { readonly code: string; readonly scale: number }
  readonly poolMinor: string
  readonly announcedAtMs: number
  readonly opensAtMs: number
  readonly closesAtMs: number
  /** What a verifier must find before it issues a receipt for this campaign. */
  readonly policy: Policy
  /** The verifiers whose receipts count. */
  readonly verifiers: readonly PartyId[]
  /** One entitlement per nullifier; the nullifier is over (domain, subject, campaign, period). */
  readonly uniqueness: { readonly domain: string; readonly period: string }
  readonly allocation: FixedAllocation | TableAllocation
  readonly window: 'instant'
  /** A held claim is decided by then, or by this default; the decision may be appealed for so long. */
  readonly hold: {
    readonly deadlineMs: number
    readonly byDefault: 'release' | 'refuse'
    readonly appealMs: number
  }
  readonly rail: 'internal'
}

export interface FixedAllocation {
  readonly kind: 'fixed'
  readonly amountMinor: string
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
  opensAtMs: epochMsField(),
  closesAtMs: epochMsField(),
  policy: Type.Unsafe<Policy>(policySchema),
  verifiers: Type.Array(idField<PartyId>(), { minItems: 1, maxItems: 64 }),
  uniqueness: Type.Object({
    domain: Type.String({ minLength: 1, maxLength: 128 }),
    period: Type.String({ minLength: 1, maxLength: 64 }),
  }),
  allocation: Type.Union([
    Type.Object({ kind: Type.Literal('fixed'), amountMinor: minorField() }),
    Type.Object({
      kind: Type.Literal('table'),
      rows: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      layout: Type.Union([Type.Literal('uniswap-merkle'), Type.Literal('rfc6962')]),
      root: sha256Schema,
    }),
  ]),
  window: Type.Literal('instant'),
  hold: Type.Object({
    deadlineMs: Type.Integer({ minimum: 1_000 }),
    byDefault: Type.Union([Type.Literal('release'), Type.Literal('refuse')]),
    appealMs: Type.Integer({ minimum: 1_000 }),
  }),
  rail: Type.Literal('internal'),
})

/** For embedding in the schemas of answers. */
export const campaignRuleSchema: TSchema = rule
export const parseCampaignRule: Parser<CampaignRule> = createParser(rule, HANDOFF_BODY_LIMITS)

/** What one claim is worth where that is known before anybody is verified; a table's amounts are not. */
export function valueAtStake({ allocation }: Pick<CampaignRule, 'allocation'>): string | undefined {
  return allocation.kind === 'fixed' ? allocation.amountMinor : undefined
}
