import { Type } from 'typebox'
import { createParser, type Parser } from '../schema/create-parser.ts'
import { numericDateSchema } from './common.ts'

/** JWT `typ` of a status list token (draft-ietf-oauth-status-list-21 §5.1). */
export const STATUS_TOKEN_TYP = 'statuslist+jwt'
/** Largest status token accepted. 10 M two-bit entries at 1 % revoked are 278 kB, with half of them revoked or suspended at random 3.4 MB. */
export const STATUS_TOKEN_BYTES_MAX = 4_194_304
/** Largest decompressed list: 2^24 entries of two bits. */
export const STATUS_LIST_BYTES_MAX = 4_194_304

/** Payload of a status list token. `exp` is the lease: no definite answer is drawn from it afterwards (S1). */
export interface StatusTokenPayload {
  readonly sub: string
  readonly iat: number
  readonly exp: number
  readonly ttl?: number
  readonly status_list: { readonly bits: 1 | 2 | 4 | 8; readonly lst: string }
}

const payload = Type.Object(
  {
    sub: Type.String({ minLength: 1, maxLength: 1024 }),
    iat: numericDateSchema,
    exp: numericDateSchema,
    ttl: Type.Optional(Type.Integer({ minimum: 1 })),
    status_list: Type.Object(
      {
        bits: Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(4), Type.Literal(8)]),
        lst: Type.String({ pattern: '^[A-Za-z0-9_-]*$' }),
      },
      { additionalProperties: true },
    ),
  },
  { additionalProperties: true },
)

export const parseStatusTokenPayload: Parser<StatusTokenPayload> = createParser(payload, {
  maxBytes: STATUS_TOKEN_BYTES_MAX,
  maxDepth: 6,
})
