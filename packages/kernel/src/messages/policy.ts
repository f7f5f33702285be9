import { type TSchema, Type } from 'typebox'
import type { LeaseRule } from '../heads/lease-rule.ts'
import { type SubjectTerms, subjectTermsSchema } from '../nullifier/subject-terms.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { minorField } from '../schema/fields.ts'
import type { Assurance } from './accreditation.ts'
import { MESSAGE_LIMITS } from './common.ts'
import {
  computedOutputsSchema,
  expressionSchema,
  OUTPUTS_MAX,
  RULE_NAME_PATTERN,
} from './rule/conditions.ts'
import { type IssuerTerms, issuerTermsSchema } from './rule/issuer-terms.ts'
import { type Overlay, overlaysSchema } from './rule/overlays.ts'

/** Further audiences of one receipt. Chosen: each is one more place where a stolen receipt counts. */
const POLICY_AUDIENCES_MAX = 8
/** Steps of a ladder. Chosen: more than anybody can explain. */
const STATUS_STEPS_MAX = 8
/** Longest life of a receipt: 10 years, in milliseconds. Chosen: no campaign is longer, and its `exp` stays a date that a receipt can carry. */
const RECEIPT_TTL_MS_MAX = 315_360_000_000

/** How old a status may be, and what is done when there is none so young. */
export interface StatusTerms {
  /**
   * Oldest status that still counts, in milliseconds; the list's own lease binds as well, whichever is shorter. Less than the period in which
   * lists are published asks for one per decision: then it is an online proof (`isOnline`). A list is never younger than its `onlineAgeMs`, and
   * two clocks differ by 2ε: what is below their sum and the time for a fetch is often not to be had.
   */
  readonly statusAgeMaxMs: number
  /** What *undetermined* means for what is at stake. `accept_up_to_cap` is about a missing or stale status only, and flagged in the verdict. */
  readonly onUndetermined: 'reject' | 'hold' | 'accept_up_to_cap'
}

/** The terms for what is worth no more than this; the cap of what is accepted without a status. */
export interface StatusStep extends StatusTerms {
  readonly uptoMinor: string
}

/** What a relying party demands before it accepts. Canonical hash = identity. */
export interface Policy extends StatusTerms {
  readonly id: string
  readonly credentialTypes: readonly string[]
  readonly assuranceMin: Assurance
  /** What the issuer's accreditation has to say besides; any place and authority will do without it. */
  readonly issuers?: IssuerTerms
  /** Above the last step of the ladder, and where the value at stake is not known. */
  readonly onUndetermined: 'reject' | 'hold'
  /** What evidence counts that no witness has seen within the merge delay (S8): flagged if absent, or none at all. */
  readonly onUnwitnessed?: 'flag' | 'undetermined'
  /** Other terms for smaller values, smallest first: the first step that reaches the value at stake counts. */
  readonly statusLadder?: readonly StatusStep[]
  /** Name of each receipt output and the disclosed claim whose value it copies. */
  readonly outputs: Readonly<Record<string, string>>
  /**
   * Expressions in CEL, one per output that is computed rather than copied, over `claims`, `issuer` {id, accreditation, assurance, jurisdictions},
   * `credential` {type} and `now`. A rule goes by the outputs `entry`, `tier`, `weight`, `issuer` and `jurisdiction`.
   */
  readonly computedOutputs?: Readonly<Record<string, string>>
  /** An expression in CEL over the same that has to be true. */
  readonly condition?: string
  /** What single places ask for on top. Where somebody belongs is the output `jurisdiction`. */
  readonly overlays?: readonly Overlay[]
  /** Disclosed claims that must be there with exactly this value. */
  readonly requiredClaims: Readonly<Record<string, string | number | boolean>>
  /** The claim that identifies a person for uniqueness, normalised by the verifier. It never leaves the verifier. */
  readonly subjectClaim: string
  /** What kind of identifier that is; without it text that all issuers give alike. */
  readonly subject?: SubjectTerms
  /** Milliseconds that a receipt may be used after it was signed. */
  readonly receiptTtlMs: number
  /**
   * Further services that may accept the receipt (verify once, use many). Never a campaign: there the nullifier would be another campaign's,
   * and one person two.
   */
  readonly audiences?: readonly string[]
}

const name = Type.String({ pattern: RULE_NAME_PATTERN })
const policy = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 128 }),
  credentialTypes: Type.Array(Type.String({ minLength: 1, maxLength: 512 }), {
    minItems: 1,
    maxItems: 64,
  }),
  assuranceMin: Type.Union([
    Type.Literal('low'),
    Type.Literal('substantial'),
    Type.Literal('high'),
  ]),
  issuers: Type.Optional(Type.Unsafe<IssuerTerms>(issuerTermsSchema)),
  statusAgeMaxMs: Type.Integer({ minimum: 1_000 }),
  onUndetermined: Type.Union([Type.Literal('reject'), Type.Literal('hold')]),
  onUnwitnessed: Type.Optional(Type.Union([Type.Literal('flag'), Type.Literal('undetermined')])),
  statusLadder: Type.Optional(
    Type.Array(
      Type.Object({
        uptoMinor: minorField(),
        statusAgeMaxMs: Type.Integer({ minimum: 1_000 }),
        onUndetermined: Type.Union([
          Type.Literal('reject'),
          Type.Literal('hold'),
          Type.Literal('accept_up_to_cap'),
        ]),
      }),
      { maxItems: STATUS_STEPS_MAX },
    ),
  ),
  outputs: Type.Record(name, name, { maxProperties: OUTPUTS_MAX }),
  computedOutputs: Type.Optional(computedOutputsSchema),
  condition: Type.Optional(expressionSchema),
  overlays: Type.Optional(Type.Unsafe<readonly Overlay[]>(overlaysSchema)),
  requiredClaims: Type.Record(name, Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    maxProperties: 32,
  }),
  subjectClaim: name,
  subject: Type.Optional(Type.Unsafe<SubjectTerms>(subjectTermsSchema)),
  receiptTtlMs: Type.Integer({ minimum: 1_000, maximum: RECEIPT_TTL_MS_MAX }),
  audiences: Type.Optional(
    Type.Array(Type.String({ pattern: '^(?!campaign:)[\\x21-\\x7E]{1,512}$' }), {
      maxItems: POLICY_AUDIENCES_MAX,
      uniqueItems: true,
    }),
  ),
})

/** For embedding in the campaign rule. */
export const policySchema: TSchema = policy
export const parsePolicy: Parser<Policy> = createParser(policy, MESSAGE_LIMITS)

/** Whether the policy's receipts carry an output of this name, copied or computed. */
export function declaresOutput(
  { outputs, computedOutputs = {} }: Pick<Policy, 'outputs' | 'computedOutputs'>,
  output: string,
): boolean {
  return Object.hasOwn(outputs, output) || Object.hasOwn(computedOutputs, output)
}

/** The terms for a value in minor units; the policy's own when it is not known. */
export function statusTermsOf(policy: Policy, valueMinor: string | undefined): StatusTerms {
  const { statusLadder = [] } = policy
  const step =
    valueMinor === undefined
      ? undefined
      : statusLadder.find(({ uptoMinor }) => BigInt(valueMinor) <= BigInt(uptoMinor))
  return step ?? policy
}

/**
 * Whether the terms ask for an online proof of a list published under this rule (DESIGN §5): then nothing is decided once a change announced in
 * online mode is known. What may be accepted without any status is not above any limit, and goes on until T.
 */
export function isOnline(
  { statusAgeMaxMs, onUndetermined }: StatusTerms,
  { periodMs }: Pick<LeaseRule, 'periodMs'>,
): boolean {
  return statusAgeMaxMs < periodMs && onUndetermined !== 'accept_up_to_cap'
}
