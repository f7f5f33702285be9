import { type Err, err } from '../result.ts'
import type { ReasonCode } from './registry.ts'

/** The error of a Result: a code from the registry, and words for the operator about this one occurrence. */
export interface Reasoned {
  readonly code: ReasonCode
  /** Never personal data, never key material; at most DETAIL_CHARS_MAX characters. */
  readonly detail?: string
}

/** Characters of a detail: enough for a JSON pointer and a sentence, too few to smuggle a message into a log (chosen). */
export const DETAIL_CHARS_MAX = 200

/** Returns an error Result with this code; a longer detail is cut at DETAIL_CHARS_MAX. */
export function refuse(code: ReasonCode, detail?: string): Err<Reasoned> {
  if (detail === undefined) return err({ code })
  return err({ code, detail: detail.slice(0, DETAIL_CHARS_MAX) })
}
