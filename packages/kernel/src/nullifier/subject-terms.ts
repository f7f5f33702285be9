import { type TSchema, Type } from 'typebox'
import { NATIONAL_ID_CHARS_MAX, NATIONAL_ID_CHARS_MIN, SUBJECT_SET_MAX } from './limits.ts'
import { type SubjectKind, subjectKinds } from './subject-kinds.ts'

/**
 * How a person is known across the credentials of one set (DESIGN §4): of all of them together a person has one nullifier, so at most one is
 * paid. The identifiers of a set are of one kind and one register: else two credentials of one person would be two persons.
 */
export interface SubjectTerms {
  readonly kind: SubjectKind
  /** The register that gave the identifier, for kinds that are unique only within one: `CH`, `EE`, `SE-samordning`. */
  readonly namespace?: string
  /** Characters of a `national_id` in its one form: keeps out a register's shorter spelling, which would be a second person. */
  readonly length?: number
  /** The claim that carries it, for credential types that do not call it as the policy's `subjectClaim` does. */
  readonly claims?: Readonly<Record<string, string>>
  /** The issuers whose identifiers are of this kind and register; every accredited one's if absent. */
  readonly issuers?: readonly string[]
  /** Says that a mutable identifier may get to somebody else; who bears that loss stands in the rule's `losses`, and is the programme otherwise. */
  readonly takeover?: 'accepted'
}

const claimName = Type.String({ pattern: '^[A-Za-z_][A-Za-z0-9_]{0,63}$' })

/** For embedding in the policy. */
export const subjectTermsSchema: TSchema = Type.Object({
  kind: Type.Union(Object.keys(subjectKinds).map((kind) => Type.Literal(kind))),
  namespace: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' })),
  length: Type.Optional(
    Type.Integer({ minimum: NATIONAL_ID_CHARS_MIN, maximum: NATIONAL_ID_CHARS_MAX }),
  ),
  claims: Type.Optional(
    Type.Record(Type.String({ minLength: 1, maxLength: 512 }), claimName, {
      minProperties: 1,
      maxProperties: SUBJECT_SET_MAX,
    }),
  ),
  issuers: Type.Optional(
    Type.Array(Type.String({ minLength: 1, maxLength: 1_024 }), {
      minItems: 1,
      maxItems: SUBJECT_SET_MAX,
      uniqueItems: true,
    }),
  ),
  takeover: Type.Optional(Type.Literal('accepted')),
})
