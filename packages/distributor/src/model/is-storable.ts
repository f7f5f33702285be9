/**
 * Whether a text can be a key of a row: Unicode without U+0000, as every store takes it. JSON allows more, and a text that the store refuses
 * would take the whole batch with it.
 */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}
