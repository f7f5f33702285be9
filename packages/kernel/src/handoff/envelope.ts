import { Type } from 'typebox'
import type { PublicKey } from '../crypto/import-public-jwk.ts'
import { createJws, parseJws, verifyJws } from '../crypto/jws.ts'
import type { HandoffId, PartyId } from '../ids.ts'
import type { JsonValue } from '../json/json-value.ts'
import { codeSchema, sha256Schema } from '../messages/common.ts'
import type { Signer } from '../ports.ts'
import type { Reasoned } from '../reasons/reasoned.ts'
import type { ReasonCode } from '../reasons/registry.ts'
import { err, type Result } from '../result.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import { ACKNOWLEDGEMENT_BYTES_MAX, ENVELOPE_BYTES_MAX, ENVELOPE_ITEMS_MAX } from './limits.ts'

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

/** Signed by the receiver after its COMMIT. Items it could not decide yet are left out: they stay with the sender. */
export interface Acknowledgement {
  readonly v: 1
  readonly from: PartyId
  readonly to: PartyId
  /** SHA-256 of the envelope's bytes, hex. */
  readonly envelopeHash: string
  readonly atMs: number
  readonly outcomes: readonly ({ readonly id: HandoffId } & ItemOutcome)[]
}

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
        budgetMs: Type.Integer({ minimum: 0 }),
        body: Type.Unsafe<JsonValue>(Type.Unknown()),
      }),
      { maxItems: ENVELOPE_ITEMS_MAX },
    ),
    recalls: Type.Array(handoffId, { maxItems: ENVELOPE_ITEMS_MAX }),
  }),
  { maxBytes: ENVELOPE_BYTES_MAX, maxDepth: 24 },
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
        Type.Object({ id: handoffId, outcome: Type.Literal('acknowledged') }),
        Type.Object({
          id: handoffId,
          outcome: Type.Literal('refused'),
          reason: Type.Unsafe<ReasonCode>(codeSchema),
        }),
      ]),
      { maxItems: 2 * ENVELOPE_ITEMS_MAX },
    ),
  }),
  { maxBytes: ACKNOWLEDGEMENT_BYTES_MAX, maxDepth: 8 },
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

/** Reads and verifies an envelope that claims to come from a party in the directory. Reasons: handoff_party_unknown, handoff_signature_invalid, malformed_message. */
export function openEnvelope(
  bytes: Uint8Array,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<Envelope, Reasoned> {
  return openMessage(bytes, ENVELOPE_TYP, ENVELOPE_BYTES_MAX, envelopeParser, keyOf)
}

/** Reads and verifies an acknowledgement; same reasons as `openEnvelope`. */
export function openAcknowledgement(
  bytes: Uint8Array,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<Acknowledgement, Reasoned> {
  return openMessage(
    bytes,
    ACKNOWLEDGEMENT_TYP,
    ACKNOWLEDGEMENT_BYTES_MAX,
    acknowledgementParser,
    keyOf,
  )
}

function openMessage<T extends { readonly from: PartyId }>(
  bytes: Uint8Array,
  typ: string,
  maxBytes: number,
  parser: Parser<T>,
  keyOf: (party: PartyId) => PublicKey | undefined,
): Result<T, Reasoned> {
  const jws = parseJws(bytes, { maxBytes, maxDepth: 24 })
  if (!jws.ok) return jws
  const message = parser(jws.value.payload)
  if (!message.ok) return message
  const key = keyOf(message.value.from)
  if (key === undefined) return err({ code: 'handoff_party_unknown', detail: message.value.from })
  const verified = verifyJws(jws.value, key, { typ })
  if (!verified.ok) return err({ code: 'handoff_signature_invalid', detail: message.value.from })
  return message
}
