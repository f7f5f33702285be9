import { type TUnsafe, Type } from 'typebox'

const PLACE_PATTERN = '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'
const placeRegExp = new RegExp(PLACE_PATTERN)

/** A state or a part of one: an ISO 3166-1 alpha-2 or 3166-2 code in upper case. */
export const placeSchema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ pattern: PLACE_PATTERN }),
)

export function isPlace(text: string): boolean {
  return placeRegExp.test(text)
}

/** Whether a place is another one or a part of it: `CH-ZH` is within `CH`, and `CH` is not within `CH-ZH`. */
export function isWithin(place: string, whole: string): boolean {
  return place === whole || place.startsWith(`${whole}-`)
}
