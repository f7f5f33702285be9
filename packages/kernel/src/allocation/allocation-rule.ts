import { type TSchema, Type } from 'typebox'
import type { PartyId } from '../ids.ts'
import { HANDOFF_BODY_LIMITS, sha256Schema } from '../messages/common.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { idField, minorField } from '../schema/fields.ts'
import {
  SEED_PARTIES_MAX,
  SEED_PARTIES_MIN,
  SEED_WAIT_MS_MAX,
  TIERS_MAX,
  WINNERS_MAX,
} from './limits.ts'

/** How the pool of a window becomes amounts. All but `equal-capped` and `pro-rata` say what is due; those two share out what is there. */
export type AllocationRule = DueAllocation | SharedAllocation

export type DueAllocation = FixedDue | TableDue | TieredDue | LotteryDue

/** What happens when the amounts due sum to more than the pool: nothing is paid (so if absent), or everything is scaled down to it. */
export interface Shortfall {
  readonly shortfall?: 'refuse' | 'scale'
}

/** The same for every entry. */
export interface FixedDue extends Shortfall {
  readonly kind: 'fixed'
  readonly amountMinor: string
}

/** What the table says, which each entry brings along (`AllocationEntry.amountMinor`). */
export interface TableDue extends Shortfall {
  readonly kind: 'table'
}

/** An amount for each tier that a verifier may put out. */
export interface TieredDue extends Shortfall {
  readonly kind: 'tiered'
  readonly tiers: Readonly<Record<string, string>>
}

/** The same for each of so many winners, nothing for the others. */
export interface LotteryDue extends Shortfall {
  readonly kind: 'lottery'
  readonly winners: number
  readonly amountMinor: string
  readonly seed: SeedRule
}

/** Both: what capped entries leave is spread again until nothing more fits. */
export type SharedAllocation =
  /** The pool in equal parts, none above the cap. */
  | { readonly kind: 'equal-capped'; readonly capMinor: string }
  /** The pool in proportion to the entries' weights, none above the cap. */
  | { readonly kind: 'pro-rata'; readonly capMinor?: string }

/** Where the seed of a draw comes from. It must not be known to anybody while entries can still come or go. */
export type SeedRule = DrandSeed | CommitRevealSeed

/**
 * The first round of the public beacon that is due later than `delayMs` after the window's closing. In that time the closing has to be in the
 * log under a witness's clock: whoever could date it back could choose among rounds.
 */
export interface DrandSeed {
  readonly kind: 'drand'
  readonly chain: 'quicknet'
  readonly delayMs: number
}

/** Values to which parties have committed in this rule, for one window, and which they reveal after it closed. */
export type CommitRevealSeed = RevealOrBeacon | RevealOrVoid

interface CommitReveal {
  readonly kind: 'commit-reveal'
  readonly commitments: readonly { readonly party: PartyId; readonly commitment: string }[]
  readonly revealWithinMs: number
}

/**
 * Who holds back may choose between two draws, the one with the value and the one without: `revealsMin` below the number of parties allows that.
 * With fewer reveals than `revealsMin` nobody's value counts and the beacon decides, by its first round later than `delayMs` after the last moment
 * to reveal: whoever reveals last may still have a draw that they know for one that nobody knows.
 */
export interface RevealOrBeacon extends CommitReveal {
  readonly revealsMin: number
  readonly delayMs: number
}

/** Everybody has to reveal. If anybody is silent nothing is drawn and nobody wins: nobody gains by it, and everybody sees who it was. */
export interface RevealOrVoid extends CommitReveal {
  readonly whenSilent: 'void'
}

const waitMs = Type.Integer({ minimum: 0, maximum: SEED_WAIT_MS_MAX })
const drandSeed = Type.Object({
  kind: Type.Literal('drand'),
  chain: Type.Literal('quicknet'),
  delayMs: waitMs,
})
const commitReveal = {
  kind: Type.Literal('commit-reveal'),
  commitments: Type.Array(Type.Object({ party: idField<PartyId>(), commitment: sha256Schema }), {
    minItems: SEED_PARTIES_MIN,
    maxItems: SEED_PARTIES_MAX,
  }),
  revealWithinMs: waitMs,
}
const revealOrVoid = Type.Object({ ...commitReveal, whenSilent: Type.Literal('void') })
const seedRule = Type.Union([
  drandSeed,
  revealOrVoid,
  Type.Object({
    ...commitReveal,
    revealsMin: Type.Integer({ minimum: SEED_PARTIES_MIN, maximum: SEED_PARTIES_MAX }),
    delayMs: waitMs,
  }),
])
const shortfall = Type.Optional(Type.Union([Type.Literal('refuse'), Type.Literal('scale')]))
const lottery = {
  kind: Type.Literal('lottery'),
  winners: Type.Integer({ minimum: 1, maximum: WINNERS_MAX }),
  amountMinor: minorField(),
  shortfall,
}
/** The kinds that a campaign's rule has in the same form. */
const ofCampaigns = [
  Type.Object({ kind: Type.Literal('fixed'), amountMinor: minorField(), shortfall }),
  Type.Object({
    kind: Type.Literal('tiered'),
    tiers: Type.Record(Type.String({ pattern: '^[A-Za-z0-9_.-]{1,64}$' }), minorField(), {
      minProperties: 1,
      maxProperties: TIERS_MAX,
    }),
    shortfall,
  }),
  Type.Object({ kind: Type.Literal('equal-capped'), capMinor: minorField() }),
  Type.Object({ kind: Type.Literal('pro-rata'), capMinor: Type.Optional(minorField()) }),
]
const rule = Type.Union([
  ...ofCampaigns,
  Type.Object({ kind: Type.Literal('table'), shortfall }),
  Type.Object({ ...lottery, seed: seedRule }),
])

export const allocationRuleSchema: TSchema = rule
/** For embedding in the campaign rule, all but `table`: of the seeds, those by which nobody gains who holds back. */
export const campaignAllocationSchemas: readonly TSchema[] = [
  ...ofCampaigns,
  Type.Object({ ...lottery, seed: Type.Union([drandSeed, revealOrVoid]) }),
]
export const parseAllocationRule: Parser<AllocationRule> = createParser(rule, HANDOFF_BODY_LIMITS)
