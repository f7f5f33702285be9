import { Type } from 'typebox'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import { createJws, parseJws, verifyJws } from '../crypto/jws.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { JsonLimits } from '../json/parse-json.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from '../messages/common.ts'
import type { Signer } from '../ports.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import type { Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import {
  ACKNOWLEDGEMENT_BYTES_MAX,
  BUDGET_MS_MAX,
  ENVELOPE_BYTES_MAX,
  ENVELOPE_DEPTH,
  ENVELOPE_ITEMS_MAX,
} from './limits.ts'

export const ENVELOPE_TYP = 'evenkeel-envelope+jwt'
export const ACKNOWLEDGEMENT_TYP = 'evenkeel-acknowledgement+jwt'

/** One unit of work on its way. Sending it again is sending the same item: same id, same body. */
export interface EnvelopeItem {
  readonly id: HandoffId
  readonly kind: string
  /** Milliseconds left of the journey when the envelope was signed, never negative (H6). Relative, so that clocks need not agree. */
  readonly budgetMs: number
  readonly body: JsonValue
}

/** A signed batch of items, and of ids that the sender asks the receiver to refuse for ever unless it has them already. */
export interface Envelope {
  readonly v: 1
  readonly from: PartyId
  readonly to: PartyId
  readonly sentAtMs: number
  readonly items: readonly EnvelopeItem[]
  readonly recalls: readonly HandoffId[]
}

/** The receiver's word about one item: it is durable here and mine now, or I will never do it. */
export type ItemOutcome =
  | { readonly outcome: 'acknowledged' }
  | { readonly outcome: 'refused'; readonly reason: ReasonCode }

/** One item's outcome in an acknowledgement, bound to its content: without `bodyHash` only where the receiver never saw a body. */
export type SignedOutcome = ItemOutcome & {
  readonly id: HandoffId
  /** `itemHash` in hex: with it, a stored acknowledgement proves what was taken and not only under which id. */
  readonly bodyHash?: string
}

/** Signed by the receiver after its COMMIT. Items it could not decide yet are left out: they stay with the sender. */
export interface Acknowledgement {
  readonly v: 1
  readonly from: PartyId
  readonly to: PartyId
  /** SHA-256 of the envelope's bytes, hex. */
  readonly envelopeHash: string
  readonly atMs: number
  readonly outcomes: readonly SignedOutcome[]
}

const ENVELOPE_LIMITS = {
  maxBytes: ENVELOPE_BYTES_MAX,
  maxDepth: HANDOFF_BODY_LIMITS.maxDepth + ENVELOPE_DEPTH,
}
const ACKNOWLEDGEMENT_LIMITS = { maxBytes: ACKNOWLEDGEMENT_BYTES_MAX, maxDepth: 8 }

const handoffId = idField<HandoffId>()
const envelopeParser: Parser<Envelope> = createParser(
  Type.Object({
    v: Type.Literal(1),
    from: idField<PartyId>(),
    to: idField<PartyId>(),
    sentAtMs: epochMsField(),
    items: Type.Array(
      Type.Object({
        id: handoffId,
        kind: Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 64 }),
        budgetMs: Type.Integer({ minimum: 0, maximum: BUDGET_MS_MAX }),
        body: Type.Unsafe<JsonValue>(Type.Unknown()),
      }),
      { maxItems: ENVELOPE_ITEMS_MAX },
    ),
    recalls: Type.Array(handoffId, { maxItems: ENVELOPE_ITEMS_MAX }),
  }),
  ENVELOPE_LIMITS,
)

const acknowledgementParser: Parser<Acknowledgement> = createParser(
  Type.Object({
    v: Type.Literal(1),
    from: idField<PartyId>(),
    to: idField<PartyId>(),
    envelopeHash: sha256Schema,
    atMs: epochMsField(),
    outcomes: Type.Array(
      Type.Union([
        Type.Object({
          id: handoffId,
          outcome: Type.Literal('acknowledged'),
          bodyHash: sha256Schema,
        }),
        Type.Object({
          id: handoffId,
          outcome: Type.Literal('refused'),
          reason: Type.Unsafe<ReasonCode>(codeSchema),
          bodyHash: Type.Optional(sha256Schema),
        }),
      ]),
      { maxItems: 2 * ENVELOPE_ITEMS_MAX },
    ),
  }),
  ACKNOWLEDGEMENT_LIMITS,
)

/** Signs a message as a compact JWS, as bytes for the transport. */
export async function signMessage(
  typ: string,
  message: Envelope | Acknowledgement,
  signer: Signer,
): Promise<Uint8Array> {
  const jws = await createJws({ header: { typ, kid: signer.keyId }, payload: message, signer })
  return Buffer.from(jws, 'latin1')
}

/**
 * Reads and verifies an envelope that claims to come from a party in the directory. An id that stands in it twice makes it malformed: one word
 * about two items would be none. Reasons: handoff_party_unknown, handoff_signature_invalid, and those of `parseJws`.
 */
export function openEnvelope(
  bytes: Uint8Array,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<Envelope, Reasoned> {
  const opened = openMessage(bytes, ENVELOPE_TYP, ENVELOPE_LIMITS, envelopeParser, keyOf)
  if (!opened.ok) return opened
  const { items, recalls } = opened.value
  const ids = new Set([...items.map((item) => item.id), ...recalls])
  if (ids.size < items.length + recalls.length) {
    return refuse('malformed_message', 'an id stands in the envelope twice')
  }
  return opened
}

/** Reads and verifies an acknowledgement; same reasons as `openEnvelope`. */
export function openAcknowledgement(
  bytes: Uint8Array,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<Acknowledgement, Reasoned> {
  return openMessage(
    bytes,
    ACKNOWLEDGEMENT_TYP,
    ACKNOWLEDGEMENT_LIMITS,
    acknowledgementParser,
    keyOf,
  )
}

/** The signature comes before the schema, so that a stranger's message costs no more than reading its JSON. */
function openMessage<T>(
  bytes: Uint8Array,
  typ: string,
  limits: JsonLimits,
  parser: Parser<T>,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<T, Reasoned> {
  const jws = parseJws(bytes, limits)
  if (!jws.ok) return jws
  const { from } = jws.value.payload
  const key = typeof from === 'string' ? keyOf(from as PartyId) : undefined
  if (key === undefined) return refuse('handoff_party_unknown', String(from))
  if (!verifyJws(jws.value, key, { typ }).ok) {
    return refuse('handoff_signature_invalid', String(from))
  }
  return parser(jws.value.payload)
}
