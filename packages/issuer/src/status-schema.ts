import { codeSchema, ID_PATTERN, Type } from '@evenkeel/kernel'
import { CREDENTIAL_ACTS_MAX } from './limits.ts'

/** A credential's status on the wire. */
export const statusSchema: Type.TUnion<
  [Type.TLiteral<'valid'>, Type.TLiteral<'suspended'>, Type.TLiteral<'invalid'>]
> = Type.Union([Type.Literal('valid'), Type.Literal('suspended'), Type.Literal('invalid')])

/** The changes that are announced of a credential; see `PendingChange`. */
export const pendingChangesSchema: Type.TArray<Type.TObject<Record<string, Type.TSchema>>> =
  Type.Array(
    Type.Object({
      act: Type.String({ pattern: ID_PATTERN }),
      status: statusSchema,
      reason: codeSchema,
      announcedAtMs: Type.Integer(),
      effectiveAtMs: Type.Integer(),
      mode: Type.Union([Type.Literal('coordinated'), Type.Literal('online')]),
    }),
    { maxItems: CREDENTIAL_ACTS_MAX },
  )
