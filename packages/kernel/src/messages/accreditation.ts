import { type TSchema, Type } from 'typebox'
import type { StatusMode } from '../heads/head.ts'
import { type LeaseRule, leaseRuleSchema } from '../heads/lease-rule.ts'
import type { PartyId } from '../ids.ts'
import type { PublicJwk } from '../ports.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, wholeField } from '../schema/fields.ts'
import { codeSchema, numericDateSchema, publicJwkSchema, sha256Schema } from './common.ts'

/** JWT `typ` of the signed list of accreditation records. */
export const ACCREDITATION_LIST_TYP = 'evenkeel-accreditations+jwt'
/** Document path of the list at the network's address. */
export const ACCREDITATION_LIST_PATH = '/accreditations'
/** Scope of the list's leaves in the log. */
export const ACCREDITATIONS_SCOPE = 'accreditations'
/** Chosen: 10,000 records of about 1 kB and room. */
export const ACCREDITATION_LIST_BYTES_MAX = 16_777_216
/** Announced acts in one list. Chosen: a tenth of the records may change within one lease. */
export const PENDING_RECORDS_MAX = 1_000

export type Assurance = 'low' | 'substantial' | 'high'
export type AccreditationStatus = 'active' | 'suspended' | 'withdrawn' | 'superseded'

/** What an issuer has to keep to when it publishes status (DESIGN §6). */
export interface StatusObligations {
  /** It publishes leased heads, which say beforehand what will change; else only plain lists. */
  readonly heads: boolean
  /** The longest lease that counts, whatever a document says; milliseconds. */
  readonly leaseMsMax: number
  /** The modes in which it may end a credential. */
  readonly modes: readonly StatusMode[]
}

/** Who may do what, on whose authority (DESIGN §6). One record per (subject, action) stands at a time; a later act replaces it. */
export interface AccreditationRecord {
  /** Identifier as it stands in credentials' `iss`. */
  readonly subject: string
  readonly party: PartyId
  readonly keys: readonly PublicJwk[]
  readonly authority: PartyId
  readonly action: 'issue' | 'verify' | 'accredit'
  readonly credentialTypes: readonly string[]
  /** ISO 3166-1 or 3166-2 codes. */
  readonly jurisdictions: readonly string[]
  readonly assurance: Assurance
  readonly validFromMs: number
  readonly validUntilMs: number
  readonly status: AccreditationStatus
  readonly statusFromMs: number
  readonly reason?: string
  readonly statusObligations?: StatusObligations
  /** The governance act that made this record. */
  readonly actId: string
}

/** An announced act: from `effectiveAtMs` on its record stands, on every verifier's conservative side (`recordAt`). */
export interface PendingRecord {
  /** T, in milliseconds: on the grid of the list's rule. */
  readonly effectiveAtMs: number
  /** With the id of the act. */
  readonly record: AccreditationRecord
}

/** What a list says of one subject and action. */
export interface Accreditation {
  /** What stands; absent for a new one. */
  readonly record?: AccreditationRecord
  /** What is announced, in the order of T. */
  readonly pending?: readonly PendingRecord[]
}

/**
 * Payload of the list. `seq` never decreases; `exp` is its lease, in seconds like `iat`. Its readers are outsiders who may be older than the
 * network: further members, here and in a record, are ignored. What nobody may ignore comes with another `v`.
 */
export interface AccreditationListPayload {
  /** Lists from before this member have none. */
  readonly v?: 1
  readonly sub: string
  readonly seq: number
  readonly iat: number
  readonly exp: number
  /** SHA-256 of the previous payload's canonical JSON, hex. */
  readonly prev?: string
  /** The rule that this list was published under; `exp` is its lease after `iat`, or that of a list before, if later. */
  readonly rule?: LeaseRule
  /** What stands: one per subject and action. */
  readonly records: readonly AccreditationRecord[]
  /** What is announced, in the order of T. */
  readonly pending?: readonly PendingRecord[]
}

const text = Type.String({ minLength: 1, maxLength: 512 })
const obligations = {
  heads: Type.Boolean(),
  leaseMsMax: Type.Integer({ minimum: 1_000, maximum: 31_536_000_000 }),
  modes: Type.Array(
    Type.Union([Type.Literal('coordinated'), Type.Literal('immediate'), Type.Literal('online')]),
    { minItems: 1, maxItems: 3, uniqueItems: true },
  ),
}
/** Those of a newer network may have further modes. */
const publishedObligations = {
  ...obligations,
  modes: Type.Unsafe<StatusObligations['modes']>(Type.Array(codeSchema, { maxItems: 16 })),
}
const recordMembers = {
  subject: text,
  party: idField<PartyId>(),
  keys: Type.Array(publicJwkSchema, { minItems: 1, maxItems: 16 }),
  authority: idField<PartyId>(),
  action: Type.Union([Type.Literal('issue'), Type.Literal('verify'), Type.Literal('accredit')]),
  credentialTypes: Type.Array(text, { maxItems: 256 }),
  jurisdictions: Type.Array(Type.String({ pattern: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$' }), {
    maxItems: 256,
  }),
  assurance: Type.Union([Type.Literal('low'), Type.Literal('substantial'), Type.Literal('high')]),
  validFromMs: epochMsField(),
  validUntilMs: epochMsField(),
  status: Type.Union([
    Type.Literal('active'),
    Type.Literal('suspended'),
    Type.Literal('withdrawn'),
    Type.Literal('superseded'),
  ]),
  statusFromMs: epochMsField(),
  reason: Type.Optional(codeSchema),
  actId: Type.String({ minLength: 1, maxLength: 128 }),
}
/** Of an act, closed: a member that the network does not know is one that governance believed in. */
const record = Type.Object({
  ...recordMembers,
  statusObligations: Type.Optional(Type.Object(obligations)),
})
/** Of a published list. */
const publishedRecord = Type.Object(
  {
    ...recordMembers,
    statusObligations: Type.Optional(
      Type.Object(publishedObligations, { additionalProperties: true }),
    ),
  },
  { additionalProperties: true },
)

/** For embedding in the schema of an act. */
export const accreditationRecordSchema: TSchema = record
export const parseAccreditationRecord: Parser<AccreditationRecord> = createParser(record, {
  maxBytes: 65_536,
  maxDepth: 8,
})
export const parseAccreditationList: Parser<AccreditationListPayload> = createParser(
  Type.Object(
    {
      v: Type.Optional(Type.Literal(1)),
      sub: text,
      seq: wholeField(),
      iat: numericDateSchema,
      exp: numericDateSchema,
      prev: Type.Optional(sha256Schema),
      rule: Type.Optional(leaseRuleSchema),
      records: Type.Array(publishedRecord, { maxItems: 10_000 }),
      pending: Type.Optional(
        Type.Array(
          Type.Object(
            { effectiveAtMs: epochMsField(), record: publishedRecord },
            { additionalProperties: true },
          ),
          { maxItems: PENDING_RECORDS_MAX },
        ),
      ),
    },
    { additionalProperties: true },
  ),
  { maxBytes: ACCREDITATION_LIST_BYTES_MAX, maxDepth: 8 },
)
