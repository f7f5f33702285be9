import type { JsonValue } from '../json/json-value.ts'
import { CLAIM_DEPTH_MAX, CLAIM_ITEMS_MAX, CLAIM_TEXT_CHARS_MAX } from './limits.ts'

/** A JSON value as expressions see it: numbers are CEL's `double`, objects are maps. */
export type CelJson = null | boolean | number | string | readonly CelJson[] | Map<string, CelJson>

/**
 * Makes of a claim what an expression may read, or undefined when it is larger than that. The library makes maps of plain objects itself, but tells
 * them by their `constructor`, which may be a claim's member.
 */
export function toCelValue(value: JsonValue): CelJson | undefined {
  let items = 0
  let isTooLarge = false
  const convert = (each: JsonValue, depth: number): CelJson => {
    items += 1
    isTooLarge ||= items > CLAIM_ITEMS_MAX || depth > CLAIM_DEPTH_MAX
    if (isTooLarge) return null
    if (typeof each === 'string') isTooLarge = each.length > CLAIM_TEXT_CHARS_MAX
    if (typeof each !== 'object' || each === null) return each
    if (Array.isArray(each)) return each.map((item: JsonValue) => convert(item, depth + 1))
    return new Map(
      Object.entries(each).map(([name, member]) => {
        isTooLarge ||= name.length > CLAIM_TEXT_CHARS_MAX
        return [name, convert(member, depth + 1)]
      }),
    )
  }
  const converted = convert(value, 1)
  return isTooLarge ? undefined : converted
}
