import { Type } from 'typebox'
import type { PartyId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'

/**
 * The kinds that this version writes. In a leaf that was read it may be any other code: the log outlives the versions of those who write it,
 * and carries what it does not interpret.
 */
export type LogLeafKind =
  | 'head'
  | 'act'
  | 'case_opening'
  | 'case_decision'
  | 'campaign_announcement'
  | 'allocation_root'
  | 'accreditation'

/** One entry of the transparency log (DESIGN §6): canonical JSON, at most 64 KiB, no personal data. */
export interface LogLeaf {
  readonly v: 1
  readonly kind: LogLeafKind
  /** What it is about: a status list's URL, `accreditations`, a campaign or case id. */
  readonly scope: string
  readonly seq: number
  readonly actor: PartyId
  /** Hash of the scope's previous body, if there is one. */
  readonly prev?: string
  /** SHA-256 of the canonical body, hex. */
  readonly bodyHash: string
  readonly decidedAtMs: number
  readonly effectiveAtMs: number
}

const leaf = Type.Object({
  v: Type.Literal(1),
  kind: Type.Unsafe<LogLeafKind>(codeSchema),
  scope: Type.String({ minLength: 1, maxLength: 1024 }),
  seq: Type.Integer({ minimum: 0 }),
  actor: idField<PartyId>(),
  prev: Type.Optional(sha256Schema),
  bodyHash: sha256Schema,
  decidedAtMs: epochMsField(),
  effectiveAtMs: epochMsField(),
})

export const parseLogLeaf: Parser<LogLeaf> = createParser(leaf, HANDOFF_BODY_LIMITS)
