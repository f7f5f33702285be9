import { type TSchema, Type } from 'typebox'
import type { PartyId } from '../ids.ts'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { epochMsField, idField } from '../schema/fields.ts'
import { codeSchema, MESSAGE_LIMITS, sha256Schema } from './common.ts'
import type { Verdict } from './verdict.ts'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const literals = <T extends string>(...values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)))

const evidence = Type.Object({
  kind: literals(
    'signature',
    'holder_binding',
    'validity',
    'status',
    'accreditation',
    'rule',
    'overlay',
    'witness',
  ),
  source: text,
  seq: Type.Optional(count),
  issuedAtMs: Type.Optional(Type.Integer()),
  observedAtMs: Type.Optional(count),
  ageMs: Type.Optional(Type.Integer()),
  boundMs: Type.Optional(Type.Integer()),
  ground: Type.Optional(text),
})
const check = Type.Object({
  check: literals(
    'format',
    'accreditation',
    'signature',
    'validity',
    'type',
    'holder_binding',
    'status',
    'rule',
    'condition',
    'overlay',
    'witness',
  ),
  result: literals('ok', 'failed', 'unknown', 'skipped'),
  reason: Type.Optional(codeSchema),
  words: Type.Optional(text),
  because: Type.Optional(text),
  evidence: Type.Optional(evidence),
})

/** Of a verdict as it was hashed, or as it is shown: with the words of its reasons. For embedding in the schemas of answers. */
export const verdictSchema: TSchema = Type.Object({
  v: Type.Literal(1),
  outcome: literals('accepted', 'rejected', 'undetermined'),
  reason: Type.Optional(codeSchema),
  words: Type.Optional(Type.String({ description: 'The reason, for the person concerned.' })),
  verifier: idField<PartyId>(),
  decidedAtMs: epochMsField(),
  policyId: text,
  policyHash: sha256Schema,
  presentationHash: sha256Schema,
  handle: Type.Optional(text),
  checks: Type.Array(check),
  horizon: Type.Record(text, count),
  endsAtMs: Type.Optional(epochMsField()),
  degradations: Type.Array(text),
  outputs: Type.Record(text, Type.Union([text, Type.Number(), Type.Boolean()])),
})

export const parseVerdict: Parser<Verdict> = createParser<typeof verdictSchema>(
  verdictSchema,
  MESSAGE_LIMITS,
) as Parser<Verdict>
