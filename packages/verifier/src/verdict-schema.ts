import {
  codeSchema,
  epochMsField,
  idField,
  type PartyId,
  sha256Schema,
  type TSchema,
  Type,
} from '@evenkeel/kernel'

const text = Type.String()
const count = Type.Integer({ minimum: 0 })
const literals = <T extends string>(...values: readonly T[]) =>
  Type.Union(values.map((value) => Type.Literal(value)))

const evidence = Type.Object({
  kind: literals('signature', 'holder_binding', 'validity', 'status', 'accreditation', 'rule'),
  source: text,
  seq: Type.Optional(count),
  issuedAtMs: Type.Optional(Type.Integer()),
  observedAtMs: Type.Optional(count),
  ageMs: Type.Optional(Type.Integer()),
  boundMs: Type.Optional(Type.Integer()),
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
    'witness',
  ),
  result: literals('ok', 'failed', 'unknown', 'skipped'),
  reason: Type.Optional(codeSchema),
  words: Type.Optional(text),
  because: Type.Optional(text),
  evidence: Type.Optional(evidence),
})

/** Schema of a VerdictView. */
export const verdictViewSchema: TSchema = Type.Object({
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
