import { type TUnsafe, Type } from 'typebox'

const PLACE_PATTERN = '^[A-Z]{2}(-[A-Z0-9]{1,3})?$'
const placeInAnyCase = new RegExp(PLACE_PATTERN, 'i')

/** A state or a part of one: an ISO 3166-1 alpha-2 or 3166-2 code in upper case. */
export const placeSchema: TUnsafe<string> = Type.Unsafe<string>(
  Type.String({ pattern: PLACE_PATTERN }),
)

/** The place that an output names, in whichever case; undefined if it names none. */
export function placeOf(output: string | number | boolean | undefined): string | undefined {
  const isPlace = typeof output === 'string' && placeInAnyCase.test(output)
  return isPlace ? output.toUpperCase() : undefined
}

/** Whether a place is another one or a part of it: `CH-ZH` is within `CH`, and `CH` is not within `CH-ZH`. */
export function isWithin(place: string, whole: string): boolean {
  return place === whole || place.startsWith(`${whole}-`)
}
