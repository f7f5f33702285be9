import { Type } from 'typebox'
import { encodeUtf8 } from '../bytes/utf8.ts'
import type { PartyId } from '../ids.ts'
import { canonicalJson } from '../json/canonical-json.ts'
import { parseJson } from '../json/parse-json.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, wholeField } from '../schema/fields.ts'
import { leafHash } from '../trees/tree-hash.ts'
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
  | 'campaign_dry_run'
  | 'campaign_announcement'
  | 'window_close'
  | 'seed_reveal'
  | 'allocation_root'
  | 'vesting_cancel'
  | 'verifier_hold'
  | 'accreditation'

/** One entry of the transparency log (DESIGN §6): canonical JSON, at most 64 KiB, no personal data. */
export interface LogLeaf {
  readonly v: 1
  readonly kind: LogLeafKind
  /** What it is about: a status list's URL, `accreditations`, a campaign's id, the hash of a case's id. */
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
  // No store takes U+0000 in a text.
  scope: Type.String({ minLength: 1, maxLength: 1024, pattern: '^[^\\u0000]*$' }),
  seq: wholeField(),
  actor: idField<PartyId>(),
  prev: Type.Optional(sha256Schema),
  bodyHash: sha256Schema,
  decidedAtMs: epochMsField(),
  effectiveAtMs: epochMsField(),
})

export const parseLogLeaf: Parser<LogLeaf> = createParser(leaf, HANDOFF_BODY_LIMITS)

/** Bytes of one entry: C2SP tlog-tiles writes its length in 16 bits. */
export const LOG_ENTRY_BYTES_MAX = 65_535

/** Writes a leaf as the text that the log keeps and hashes: canonical JSON (RFC 8785). */
export function leafText(leaf: LogLeaf): string {
  return canonicalJson(leaf)
}

/** The RFC 6962 hash of an entry's text in UTF-8. */
export function hashLeafText(text: string): Uint8Array {
  return leafHash(encodeUtf8(text))
}

/** Reads an entry and checks that it is the one text its leaf has. Reason: log_entry_malformed. */
export function parseLeafText(text: string): Result<LogLeaf, Reasoned> {
  const json = parseJson(text, { maxBytes: LOG_ENTRY_BYTES_MAX, maxDepth: 4 })
  const leaf = json.ok ? parseLogLeaf(json.value) : json
  if (!leaf.ok) return refuse('log_entry_malformed', leaf.error.detail)
  return leafText(leaf.value) === text
    ? ok(leaf.value)
    : refuse('log_entry_malformed', 'not canonical')
}

/** Whether a leaf is one published state of its scope: no second with another body may have its actor, scope and seq (S8). */
export function isHeadLeaf({ kind }: Pick<LogLeaf, 'kind'>): boolean {
  return kind === 'head' || kind === 'accreditation'
}
