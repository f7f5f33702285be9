import { type TSchema, Type } from 'typebox'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField } from '../schema/fields.ts'
import { type AccreditationRecord, accreditationRecordSchema } from './accreditation.ts'
import { HANDOFF_BODY_LIMITS } from './common.ts'

/** When an act upon the accreditations counts (DESIGN §5): at an announced time T on every verifier, or at publication. */
export type ActMode = 'coordinated' | 'immediate'

/** Makes, changes or ends an accreditation: the record is the whole of what is to stand. */
export interface AccreditingAct {
  readonly actId: string
  readonly kind: 'accredit'
  /** Its `statusFromMs` is the earliest time that the act asks for. */
  readonly record: AccreditationRecord
  readonly decidedAtMs: number
  /** `coordinated` if absent. */
  readonly mode?: ActMode
}

/** Takes an announced act back, as if it had never been. */
export interface CancellingAct {
  readonly actId: string
  readonly kind: 'cancel'
  /** The id of the announced act. */
  readonly cancels: string
  readonly decidedAtMs: number
}

/** An act of governance that the network role executes and records. */
export type GovernanceAct = AccreditingAct | CancellingAct

/** What became of an act, told by the network to the authority. */
export interface ActEffect {
  readonly actId: string
  /** `void`: by an act that was decided later it would not count at any time. `cancelled` is the answer to the cancelling act. */
  readonly state: 'announced' | 'in_force' | 'void' | 'cancelled'
  /**
   * Announced or cancelled: T. In force: when the last list without it ends, so that no verifier answers without it. Void: when that was found.
   */
  readonly effectiveAtMs: number
}

const actId = Type.String({ minLength: 1, maxLength: 128 })
const mode = Type.Union([Type.Literal('coordinated'), Type.Literal('immediate')])
const act = Type.Union([
  Type.Object({
    actId,
    kind: Type.Literal('accredit'),
    record: Type.Unsafe<AccreditationRecord>(accreditationRecordSchema),
    decidedAtMs: epochMsField(),
    mode: Type.Optional(mode),
  }),
  Type.Object({
    actId,
    kind: Type.Literal('cancel'),
    cancels: actId,
    decidedAtMs: epochMsField(),
  }),
])
const effect = Type.Object({
  actId,
  state: Type.Union([
    Type.Literal('announced'),
    Type.Literal('in_force'),
    Type.Literal('void'),
    Type.Literal('cancelled'),
  ]),
  effectiveAtMs: epochMsField(),
})

/** For embedding in the schemas of requests. */
export const actModeSchema: TSchema = mode
/** For embedding in the schemas of answers. */
export const governanceActSchema: TSchema = act
/** For embedding in the schemas of answers. */
export const actEffectSchema: TSchema = effect
export const parseGovernanceAct: Parser<GovernanceAct> = createParser(act, HANDOFF_BODY_LIMITS)
export const parseActEffect: Parser<ActEffect> = createParser(effect, HANDOFF_BODY_LIMITS)
