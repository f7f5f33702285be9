/**
 * Brings a text into the one form in which spelling does not make two persons of one: Unicode NFKC_Casefold (compatibility forms, case and
 * invisible characters, Default_Ignorable_Code_Point, make no difference), no white space at the ends, one space inside.
 */
export function foldText(text: string): string {
  return foldOnce(foldOnce(text)).replace(/\s+/gu, ' ').trim()
}

/** NFKC without invisible characters, upper case: what patterns of digits and letters are read from. */
export function upperText(text: string): string {
  return visibleText(text).toUpperCase().normalize('NFKC').trim()
}

/** ECMAScript has no case folding: upper case and back is the same but for a few letters, which a second round settles. */
function foldOnce(text: string): string {
  return visibleText(text).toUpperCase().toLowerCase().normalize('NFKC')
}

function visibleText(text: string): string {
  return text.normalize('NFKC').replace(/\p{Default_Ignorable_Code_Point}/gu, '')
}
