import { Type } from 'typebox'
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts'
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts'
import { createJws, type ParsedJws, parseJws } from '../crypto/jws.ts'
import { codeSchema, MESSAGE_LIMITS, numericDateSchema, sha256Schema } from '../messages/common.ts'
import { STATUS_TOKEN_BYTES_MAX } from '../messages/status-token.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, wholeField } from '../schema/fields.ts'
import { type LeaseRule, leaseRuleSchema } from './lease-rule.ts'
import { HEAD_BYTES_MAX, PENDING_ACTS_MAX } from './limits.ts'

/** JWS `typ` of a head. */
export const HEAD_TYP = 'evenkeel-head+jwt'
/** Media type of a head with its list: the compact head, `~`, the list compressed with zlib in base64url. */
export const HEAD_MEDIA_TYPE = 'application/vnd.evenkeel.head'

/** Where the head of a status list is: beside the plain publication that credentials name. */
export function headUrl(statusListUrl: string): string {
  return `${statusListUrl}/head`
}

/**
 * Where a head is that was made within the last seconds, for a decision that needs an online proof (DESIGN §5). The publisher gives the newest
 * that it has when that is young enough, and makes one otherwise, as often as `LeaseRule.onlineAgeMs` allows.
 */
export function freshHeadUrl(statusListUrl: string, seconds: number): string {
  return `${headUrl(statusListUrl)}/max-age/${seconds}`
}

/**
 * When a change counts (DESIGN §5): `coordinated`, at an announced time on every verifier; `immediate`, at publication, with older leases still
 * out; `online`, as coordinated, but what needs an online proof is not decided from the announcement on.
 */
export type StatusMode = 'coordinated' | 'immediate' | 'online'

/** An announced change of one entry (DESIGN §5): in force from `effectiveAtMs` on, on every verifier's conservative side. */
export interface PendingAct {
  readonly act: string
  readonly index: number
  /** The entry's value from then on. */
  readonly value: number
  /** T, in milliseconds: on the grid of the scope. */
  readonly effectiveAtMs: number
  /** Absent for `coordinated`. */
  readonly mode?: 'online'
}

/** What a scope's authority signs: the state of its bits, for how long it may be relied on, and what will change. */
export interface Head {
  readonly v: 1
  /** The URL of the status list. */
  readonly scope: string
  /** Never decreases within the scope. Equals `iat`, so that readers of plain publications and of heads count alike. */
  readonly seq: number
  /** SHA-256 of the uncompressed list, hex: compressors differ. */
  readonly root: string
  readonly iat: number
  /** End of the lease: no definite answer is drawn from this head at or after it (S1). */
  readonly exp: number
  /** SHA-256 of the previous compact head, hex. */
  readonly prev?: string
  /** The rule that this head was published under. */
  readonly rule: LeaseRule
  /** Bits of one entry. */
  readonly bits: 1 | 2 | 4 | 8
  /** In the order of `effectiveAtMs`, then `act`. */
  readonly pending: readonly PendingAct[]
}

/** A mode from after this reader does no harm: then the act counts at T, as without it. */
const actMode = Type.Unsafe<'online'>(codeSchema)
const head = Type.Object(
  {
    v: Type.Literal(1),
    scope: Type.String({ minLength: 1, maxLength: 1024 }),
    seq: wholeField(),
    root: sha256Schema,
    iat: numericDateSchema,
    exp: numericDateSchema,
    prev: Type.Optional(sha256Schema),
    rule: leaseRuleSchema,
    bits: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(4), Type.Literal(8)]),
    pending: Type.Array(
      Type.Object(
        {
          act: Type.String({ minLength: 1, maxLength: 128 }),
          index: Type.Integer({ minimum: 0, maximum: 2 ** 32 - 1 }),
          value: Type.Integer({ minimum: 0, maximum: 255 }),
          effectiveAtMs: epochMsField(),
          mode: Type.Optional(actMode),
        },
        { additionalProperties: true },
      ),
      { maxItems: PENDING_ACTS_MAX },
    ),
  },
  { additionalProperties: true },
)
/** Of a compact head’s payload. */
export const parseHead: Parser<Head> = createParser(head, { maxBytes: HEAD_BYTES_MAX, maxDepth: 6 })

/** Signs a head; returns it compact. Rejects when the signer does. */
export function signHead(signer: Signer, payload: Head): Promise<string> {
  return createJws({ header: { typ: HEAD_TYP, kid: signer.keyId }, payload, signer })
}

/** A head and the compressed list that its root commits to; no signature was checked and nothing decompressed. */
export interface ReadHead {
  readonly compact: string
  readonly jws: ParsedJws
  readonly head: Head
  /** zlib. */
  readonly compressed: Uint8Array
}

/** Puts a head and its compressed list into the bytes that are served. */
export function joinHead(compact: string, compressed: Uint8Array): Uint8Array {
  return encodeUtf8(`${compact}~${encodeBase64url(compressed)}`)
}

/**
 * Reads what is served at `headUrl(scope)`. Reasons: message_too_large, those of `parseJws`, malformed_message, header_not_accepted,
 * status_list_mismatch (a head of another scope), status_list_malformed.
 */
export function readHead(bytes: Uint8Array, scope: string): Result<ReadHead, Reasoned> {
  if (bytes.length > STATUS_TOKEN_BYTES_MAX + HEAD_BYTES_MAX) return refuse('message_too_large')
  const text = decodeUtf8(bytes)
  const cut = text?.indexOf('~') ?? -1
  if (text === undefined || cut === -1) return refuse('malformed_message', 'no ~ after the head')
  const compact = text.slice(0, cut)
  const jws = parseJws(compact, { ...MESSAGE_LIMITS, maxBytes: HEAD_BYTES_MAX })
  if (!jws.ok) return jws
  if (jws.value.header.typ !== HEAD_TYP) return refuse('header_not_accepted', 'typ')
  const parsed = parseHead(jws.value.payload)
  if (!parsed.ok) return parsed
  if (parsed.value.scope !== scope) return refuse('status_list_mismatch')
  const compressed = decodeBase64url(text.slice(cut + 1))
  if (compressed === undefined) return refuse('status_list_malformed', 'not base64url')
  return ok({ compact, jws: jws.value, head: parsed.value, compressed })
}
