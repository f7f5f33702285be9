import { Type } from 'typebox'
import { createJws, parseJws, verifyJws } from '../crypto/jws.ts'
import type { HandoffId, PartyId, StreamId } from '../ids.ts'
import type { JsonValue } from '../json/json-value.ts'
import type { JsonLimits } from '../json/parse-json.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from '../messages/common.ts'
import { findSigningKey, type KeyOf } from '../party/signing-key.ts'
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
/** Where a party takes envelopes, below its URL, and gives its acknowledgement as the answer. */
export const HANDOFF_PATH = '/handoffs'
/** Media type of envelopes and acknowledgements: compact JWS (RFC 7515 §9.2.1), told apart by their `typ`. */
export const HANDOFF_MEDIA_TYPE = 'application/jose'

/** One unit of work on its way. Sending it again is sending the same item: same id, same number, same body. */
export interface EnvelopeItem extends ItemNumber {
  readonly id: HandoffId
  readonly kind: string
  /** Milliseconds left of the journey when the envelope was signed, never negative (H6). Relative, so that clocks need not agree. */
  readonly budgetMs: number
  readonly body: JsonValue
}

/** Where an item stands in its stream. */
interface ItemNumber {
  /** Rises from item to item; gaps mean nothing. */
  readonly seq: number
}

/** An item that its sender asks the receiver to refuse unless it has it already. */
export interface Recall extends ItemNumber {
  readonly id: HandoffId
}

/** A signed batch of items and recalls of one stream. */
export interface Envelope {
  readonly v: 1
  readonly from: PartyId
  readonly to: PartyId
  readonly sentAtMs: number
  /** One numbering of this sender's items to this recipient: the same name for as long as the sender's store has not gone back in time. */
  readonly stream: StreamId
  /**
   * The sender's word that it holds an answer to every item of this stream with a lower number, and so never sends or recalls one of them
   * again: the receiver may forget what it said about them.
   */
  readonly resolvedBelow: number
  readonly items: readonly EnvelopeItem[]
  readonly recalls: readonly Recall[]
}

/** The receiver's word about one item: it is durable here and mine now, or I will never do it. */
export type ItemOutcome =
  | { readonly outcome: 'acknowledged' }
  | { readonly outcome: 'refused'; readonly reason: ReasonCode }

/**
 * The receiver's word about an item below the watermark that it does not know: it may have done it or refused it, and does not do it now.
 * Closes nothing: an honest sender that hears it about an open item has a store that went back in time.
 */
export interface Forgotten {
  readonly outcome: 'forgotten'
}

/** One item's outcome in an acknowledgement, bound to its content: without `bodyHash` only where the receiver never saw a body. */
export type SignedOutcome = (ItemOutcome | Forgotten) & {
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
const seqField = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER })
const envelopeParser: Parser<Envelope> = createParser(
  Type.Object({
    v: Type.Literal(1),
    from: idField<PartyId>(),
    to: idField<PartyId>(),
    sentAtMs: epochMsField(),
    stream: idField<StreamId>(),
    resolvedBelow: seqField,
    items: Type.Array(
      Type.Object({
        id: handoffId,
        seq: seqField,
        kind: Type.String({ pattern: '^[a-z]+\\.[a-z-]+$', maxLength: 64 }),
        budgetMs: Type.Integer({ minimum: 0, maximum: BUDGET_MS_MAX }),
        body: Type.Unsafe<JsonValue>(Type.Unknown()),
      }),
      { maxItems: ENVELOPE_ITEMS_MAX },
    ),
    recalls: Type.Array(Type.Object({ id: handoffId, seq: seqField }), {
      maxItems: ENVELOPE_ITEMS_MAX,
    }),
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
        Type.Object({ id: handoffId, outcome: Type.Literal('forgotten') }),
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
 * Reads and verifies an envelope that claims to come from a party in the directory. An id that stands in it twice makes it malformed, because
 * one word about two items would be none, and so does an item below its own watermark. Reasons: handoff_signature_invalid and those of
 * `findSigningKey` and `parseJws`.
 */
export function openEnvelope(bytes: Uint8Array, keyOf: KeyOf): Result<Envelope, Reasoned> {
  const opened = openMessage(bytes, ENVELOPE_TYP, ENVELOPE_LIMITS, envelopeParser, keyOf)
  if (!opened.ok) return opened
  const { items, recalls, resolvedBelow } = opened.value
  const works = [...items, ...recalls]
  if (new Set(works.map(({ id }) => id)).size < works.length) {
    return refuse('malformed_message', 'an id stands in the envelope twice')
  }
  if (works.some(({ seq }) => seq < resolvedBelow)) {
    return refuse('malformed_message', 'an item stands below resolvedBelow')
  }
  return opened
}

/** Reads and verifies an acknowledgement; same reasons as `openEnvelope`. */
export function openAcknowledgement(
  bytes: Uint8Array,
  keyOf: KeyOf,
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
  keyOf: KeyOf,
): Result<T, Reasoned> {
  const jws = parseJws(bytes, limits)
  if (!jws.ok) return jws
  const { from } = jws.value.payload
  const key = findSigningKey(keyOf, String(from) as PartyId, jws.value)
  if (!key.ok) return key
  if (!verifyJws(jws.value, key.value, { typ }).ok) {
    return refuse('handoff_signature_invalid', String(from))
  }
  return parser(jws.value.payload)
}
