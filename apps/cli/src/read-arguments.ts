import { type EpochMs, isId, type JsonObject, parseInstant } from '@evenkeel/kernel'
import { shorten } from './format.ts'
import { malformed } from './refused-error.ts'

/** Characters of an argument that a refusal repeats. */
const SHOWN_CHARS_MAX = 60
/** Characters of an account name of the internal rail: what a payout transaction carries. */
const PAYOUT_CHARS_MAX = 256

/** Milliseconds of what flags count in. */
export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000
/** A hundred years: issuers take no more. */
export const VALID_DAYS_MAX = 36_525

/** Reads an id. Whether anything has it is another question. */
export function readId<Id extends string>(text: string, of: string): Id {
  if (isId(text)) return text as Id
  throw malformed(
    `${quote(text)} cannot be the id of a ${of}.`,
    'an id has 1 to 128 letters, digits and . _ : ~ -, and begins with a letter or digit',
  )
}

/** Reads a whole number in decimal digits within bounds. */
export function readWholeNumber(
  text: string,
  { flag, min, max }: { readonly flag: string; readonly min: number; readonly max: number },
): number {
  const value = /^[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (value >= min && value <= max) return value
  throw malformed(`${flag} takes a whole number from ${min} to ${max}, not ${quote(text)}.`)
}

/** Reads one of a few words. */
export function readOneOf<Word extends string>(
  text: string,
  words: readonly Word[],
  flag: string,
): Word {
  const found = words.find((word) => word === text)
  if (found !== undefined) return found
  throw malformed(`${flag} takes ${words.join(' or ')}, not ${quote(text)}.`)
}

/** Reads a time in UTC. */
export function readTime(text: string, flag: string): EpochMs {
  const instant = parseInstant(text)
  if (instant.ok) return instant.value
  throw malformed(`${flag} takes a time such as 2026-11-22T10:00:00Z, not ${quote(text)}.`)
}

/** Reads where a page of cases goes on, as the page before said. */
export function readCaseCursor(text: string): {
  readonly dueAtMs: number
  readonly caseId: string
} {
  const [, dueAtMs, caseId] = /^([0-9]{1,16})~(.+)$/.exec(text) ?? []
  if (dueAtMs !== undefined && caseId !== undefined && isId(caseId))
    return { dueAtMs: Number(dueAtMs), caseId }
  throw malformed(`--after takes what the page before ends with, not ${quote(text)}.`)
}

/** Reads a code in snake_case. */
export function readSnakeCase(text: string, flag: string): string {
  if (/^[a-z][a-z0-9_]{0,63}$/.test(text)) return text
  throw malformed(`${flag} takes a code in snake_case, such as key_compromise, not ${quote(text)}.`)
}

/** Reads a SHA-256 in hex. */
export function readHash(text: string, flag: string): string {
  if (/^[0-9a-f]{64}$/.test(text)) return text
  throw malformed(`${flag} takes a SHA-256, 64 lower-case hex digits, not ${quote(text)}.`)
}

/** Reads an amount in minor units. */
export function readMinor(text: string, flag: string): string {
  if (/^(0|[1-9][0-9]{0,38})$/.test(text)) return text
  throw malformed(`${flag} takes minor units in decimal digits, not ${quote(text)}.`)
}

/** Reads where a payment goes: any text that can be stored and shown as one line. */
export function readPayoutTarget(text: string): string {
  if (text.length > 0 && text.length <= PAYOUT_CHARS_MAX && /^\P{C}+$/u.test(text)) return text
  throw malformed(
    `--payout takes 1 to ${PAYOUT_CHARS_MAX} printable characters, not ${quote(text)}.`,
  )
}

/** Reads `name=value` pairs as claims; whole numbers, true and false become what they say. */
export function readClaims(pairs: readonly string[]): JsonObject {
  const claims = new Map<string, string | number | boolean>()
  for (const pair of pairs) {
    const [, name, value] = /^([A-Za-z_][A-Za-z0-9_]{0,63})=(.*)$/s.exec(pair) ?? []
    if (name === undefined || value === undefined || !value.isWellFormed()) {
      throw malformed(`A claim is name=value, not ${quote(pair)}.`)
    }
    if (claims.has(name)) throw malformed(`--claim gives ${name} twice.`)
    claims.set(name, readValue(value))
  }
  return Object.fromEntries(claims)
}

function readValue(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^(0|-?[1-9][0-9]{0,14})$/.test(text) ? Number(text) : text
}

/** An argument as a refusal repeats it. */
export function quote(text: string): string {
  return `“${shorten(text, SHOWN_CHARS_MAX)}”`
}
