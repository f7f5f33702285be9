import { type TSchema, Type } from 'typebox'
import type { CaseId, PartyId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField, wholeField } from '../schema/fields.ts'
import { codeSchema, HANDOFF_BODY_LIMITS, sha256Schema } from './common.ts'

/** What a decision allows: to accept a claim that is held, to order a payment that is held, or to claim a payment back. `release` leaves the claimant the money, `refuse` does not. */
export type CasePower = 'release_hold' | 'release_payment' | 'claw_back'

/** Asks governance to decide about a subject before a deadline; if nobody does, the default decides (G3). */
export interface CaseOpening {
  readonly caseId: CaseId
  /** What is to be decided about: a claim id, an issuer. One open case per (subject, power). */
  readonly subject: string
  readonly power: CasePower
  /** The party that opens it and will carry the decision out. */
  readonly openedBy: PartyId
  readonly reason: string
  readonly evidenceHash: string
  /** Milliseconds from receipt until the default decides. */
  readonly deadlineMs: number
  readonly byDefault: 'release' | 'refuse'
  /** Milliseconds after the decision in which an appeal is heard. */
  readonly appealMs: number
}

/** The decision, handed to the party that opened the case; that party's acknowledgement closes it. */
export interface CaseDecision {
  readonly caseId: CaseId
  readonly subject: string
  readonly decision: 'release' | 'refuse'
  /** The deadline's default, a person, or an appeal decided. */
  readonly decidedBy: string
  readonly decidedAtMs: number
  /** Counts decisions of this case: an appeal may replace the first. */
  readonly version: number
}

/** The subject of a case asks for a second decision; the party that opened the case hands it on. */
export interface CaseAppeal {
  readonly caseId: CaseId
  /** Who appeals: the subject of the case, not the party that hands it over (G5). */
  readonly by: string
}

const decision = Type.Union([Type.Literal('release'), Type.Literal('refuse')])
const opening = Type.Object({
  caseId: idField<CaseId>(),
  subject: Type.String({ minLength: 1, maxLength: 256 }),
  power: Type.Union([
    Type.Literal('release_hold'),
    Type.Literal('release_payment'),
    Type.Literal('claw_back'),
  ]),
  openedBy: idField<PartyId>(),
  reason: codeSchema,
  evidenceHash: sha256Schema,
  deadlineMs: Type.Integer({ minimum: 1_000 }),
  byDefault: decision,
  appealMs: Type.Integer({ minimum: 1_000 }),
})
const decided = Type.Object({
  caseId: idField<CaseId>(),
  subject: Type.String({ minLength: 1, maxLength: 256 }),
  decision,
  decidedBy: Type.String({ minLength: 1, maxLength: 128 }),
  decidedAtMs: epochMsField(),
  version: wholeField(1),
})
const appeal = Type.Object({
  caseId: idField<CaseId>(),
  by: Type.String({ minLength: 1, maxLength: 256 }),
})
/** For embedding in the schemas of answers. */
export const caseOpeningSchema: TSchema = opening
export const parseCaseOpening: Parser<CaseOpening> = createParser(opening, HANDOFF_BODY_LIMITS)
export const parseCaseDecision: Parser<CaseDecision> = createParser(decided, HANDOFF_BODY_LIMITS)
export const parseCaseAppeal: Parser<CaseAppeal> = createParser(appeal, HANDOFF_BODY_LIMITS)
