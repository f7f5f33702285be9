import { type TUnsafe, Type } from 'typebox'
import type { PublicJwk } from '../ports.ts'

/** A reason or other code: snake_case. */
export const codeSchema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ pattern: '^[a-z][a-z0-9_]{0,63}$' }),
)

/** A payout target: an address, an account number or an account's name. Printable ASCII, because it is shown, signed and stored. */
export const payoutTargetSchema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ pattern: '^[\\x21-\\x7E]([\\x20-\\x7E]{0,254}[\\x21-\\x7E])?$' }),
)

/** SHA-256 as 64 lower-case hex digits. */
export const sha256Schema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ pattern: '^[0-9a-f]{64}$' }),
)

/** Seconds since the epoch, as JWT NumericDate (RFC 7519 §2), integers only. */
export const numericDateSchema: TUnsafe<number> = Type.Unsafe<number>(
  Type.Integer({ minimum: 0, maximum: 253_402_300_799 }),
)

/** A public key; which members go together is checked when it is imported. Further members (`kid`, `use`) are ignored. */
export const publicJwkSchema: TUnsafe<PublicJwk> = Type.Unsafe<PublicJwk>(
  Type.Object(
    {
      kty: Type.String(),
      crv: Type.String(),
      x: Type.String({ maxLength: 64 }),
      y: Type.Optional(Type.String({ maxLength: 64 })),
    },
    { additionalProperties: true },
  ),
)

/** Body of one handed-off item. Chosen: a log leaf is at most 64 KiB, everything else is far smaller. */
export const HANDOFF_BODY_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = {
  maxBytes: 65_536,
  maxDepth: 16,
}
/** A signed message between parties other than an envelope: receipt, claim, ticket. Chosen: ten times the largest seen. */
export const MESSAGE_LIMITS: { readonly maxBytes: number; readonly maxDepth: number } = {
  maxBytes: 32_768,
  maxDepth: 12,
}
