import { assert, decodeBase64url, decodeUtf8, encodeBase64url, encodeUtf8 } from '@evenkeel/kernel'

/** A signed document of which the list, nearly all of it, was taken out: several documents, one after another, carry the same list. */
export type CutJws = string

/** Takes the list, which stands in it once, out of a compact JWS. Lines: the header, the payload before the list and after it, the signature. */
export function cutList(compact: string, list: string): CutJws {
  const [header, payload = '', signature] = compact.split('.')
  const json = decodeUtf8(decodeBase64url(payload) ?? new Uint8Array()) ?? ''
  const [before, after, ...more] = json.split(list)
  assert(after !== undefined && more.length === 0, 'the list stands in the payload once')
  return [header, before, after, signature].join('\n')
}

/** Puts the list back: the compact JWS as it was signed. */
export function joinList(cut: CutJws, list: string): string {
  const [header, before = '', after = '', signature] = cut.split('\n')
  return `${header}.${encodeBase64url(encodeUtf8(before + list + after))}.${signature}`
}
