import { type TUnsafe, Type } from 'typebox'
import { type EpochMs, ID_PATTERN } from '../ids.ts'

/** Schema of an id of the named brand: `idField<CampaignId>()`. */
export function idField<Id extends string>(): TUnsafe<Id> {
  return Type.Unsafe<Id>(Type.String({ pattern: ID_PATTERN }))
}

/** Schema of a time in milliseconds since the epoch, from 1970 to the last instant that RFC 3339 can write. */
export function epochMsField(): TUnsafe<EpochMs> {
  return Type.Unsafe<EpochMs>(Type.Integer({ minimum: 0, maximum: 253_402_300_799_999 }))
}

/** Schema of a whole number that every reader and every store has exactly: below 2^53. */
export function wholeField(minimum = 0): TUnsafe<number> {
  return Type.Unsafe<number>(Type.Integer({ minimum, maximum: Number.MAX_SAFE_INTEGER }))
}

/** Schema of `byteLength` bytes in base64url. A pattern cannot see trailing bits: `decodeBase64url` still may refuse. */
export function bytesField(byteLength: number): TUnsafe<string> {
  const length = Math.ceil((byteLength * 8) / 6)
  return Type.Unsafe<string>(Type.String({ pattern: `^[A-Za-z0-9_-]{${length}}$` }))
}

/** Schema of an amount in minor units as a decimal string; `parseMinor` checks its upper bound. */
export function minorField(): TUnsafe<string> {
  return Type.Unsafe<string>(Type.String({ pattern: '^(0|[1-9][0-9]{0,38})$' }))
}
