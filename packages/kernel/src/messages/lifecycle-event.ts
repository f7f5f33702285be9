import { Type } from 'typebox'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, wholeField } from '../schema/fields.ts'
import { HANDOFF_BODY_LIMITS } from './common.ts'

/** Something that happened, for the observer's timelines. No personal data (E5): ids, codes, counts and times only. */
export interface LifecycleEvent {
  /** Past tense: `CredentialRevoked`. */
  readonly event: string
  readonly atMs: number
  /** Ids that tie it to one story: credential handle, claim, receipt, case, transfer, act. Not campaigns or parties, which tie everything to everything. */
  readonly ids: Readonly<Record<string, string>>
  readonly detail: Readonly<Record<string, string | number | boolean>>
}

/** Events of one party without a gap between them. */
export interface LifecycleEventBatch {
  /** The party's own number of the first event; it orders what happened within one millisecond and makes an event unique. */
  readonly firstSeq: number
  readonly events: readonly LifecycleEvent[]
}

/**
 * The event that ties an issuer's id of a credential to its place in a status list (`statusUri`, `statusIndex`). The observer replaces the
 * place by the programme's handle, under which the verifiers speak of the credential, and does not keep the place.
 */
export const CREDENTIAL_ISSUED = 'CredentialIssued'

const id = Type.String({ minLength: 1, maxLength: 256 })
const event = Type.Object({
  event: Type.String({ pattern: '^[A-Z][A-Za-z]{2,63}$' }),
  atMs: epochMsField(),
  ids: Type.Record(Type.String({ maxLength: 32 }), id, { maxProperties: 8 }),
  detail: Type.Record(
    Type.String({ maxLength: 32 }),
    Type.Union([id, Type.Number(), Type.Boolean()]),
    { maxProperties: 16 },
  ),
})

/** Events in one `observer.record` item. Chosen: keeps an item under the body limit of 64 KiB. */
export const EVENTS_PER_ITEM_MAX = 100

export const parseLifecycleEvents: Parser<LifecycleEventBatch> = createParser(
  Type.Object({
    firstSeq: wholeField(1),
    events: Type.Array(event, { maxItems: EVENTS_PER_ITEM_MAX }),
  }),
  HANDOFF_BODY_LIMITS,
)
