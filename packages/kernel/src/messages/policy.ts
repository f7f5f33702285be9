import { type TSchema, Type } from 'typebox'
import { createParser, type Parser } from '../schema/create-parser.ts'
import type { Assurance } from './accreditation.ts'
import { MESSAGE_LIMITS } from './common.ts'

/** What a relying party demands before it accepts. Canonical hash = identity. */
export interface Policy {
  readonly id: string
  readonly credentialTypes: readonly string[]
  readonly assuranceMin: Assurance
  /** Oldest status that still counts, in milliseconds; the list's own lease binds as well, whichever is shorter. */
  readonly statusAgeMaxMs: number
  /** What *undetermined* means for what is at stake. */
  readonly onUndetermined: 'reject' | 'hold'
  /** Name of each receipt output and the disclosed claim whose value it copies. */
  readonly outputs: Readonly<Record<string, string>>
  /** Disclosed claims that must be there with exactly this value. */
  readonly requiredClaims: Readonly<Record<string, string | number | boolean>>
  /** The claim that identifies a person for uniqueness, normalised by the verifier. It never leaves the verifier. */
  readonly subjectClaim: string
  /** Milliseconds that a receipt may be used after it was signed. */
  readonly receiptTtlMs: number
}

const name = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' })
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
  statusAgeMaxMs: Type.Integer({ minimum: 1_000 }),
  onUndetermined: Type.Union([Type.Literal('reject'), Type.Literal('hold')]),
  outputs: Type.Record(name, name, { maxProperties: 32 }),
  requiredClaims: Type.Record(name, Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
    maxProperties: 32,
  }),
  subjectClaim: name,
  receiptTtlMs: Type.Integer({ minimum: 1_000 }),
})

/** For embedding in the campaign rule. */
export const policySchema: TSchema = policy
export const parsePolicy: Parser<Policy> = createParser(policy, MESSAGE_LIMITS)
