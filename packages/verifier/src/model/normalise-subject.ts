import type { JsonValue } from '@evenkeel/kernel'

/**
 * Brings a subject identifier into the one form that the nullifier is over, so that spelling does not make two persons of one:
 * 1. an integer becomes its decimal digits;
 * 2. Unicode NFKC_Casefold: compatibility forms, case, and invisible characters (Default_Ignorable_Code_Point) make no difference;
 * 3. white space at the ends goes, inside it becomes one space.
 * So an issuer's identifiers must not differ in these alone. Undefined for other kinds of value, and when nothing is left.
 */
export function normaliseSubject(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined
  if (typeof value !== 'string') return undefined
  const normal = foldOnce(foldOnce(value)).replace(/\s+/gu, ' ').trim()
  return normal === '' ? undefined : normal
}

/** ECMAScript has no case folding: upper case and back is the same but for a few letters, which a second round settles. */
function foldOnce(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
}
