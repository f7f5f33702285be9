import { assert } from '../assert.ts'

const encoder = new TextEncoder()
// ignoreBOM keeps a byte order mark as a character, so that parsers see it and refuse it.
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Encodes a string as UTF-8; throws on a lone surrogate, which would be replaced and make two strings one. */
export function encodeUtf8(text: string): Uint8Array {
  assert(text.isWellFormed(), 'a string with a lone surrogate has no UTF-8 form')
  return encoder.encode(text)
}

/** Decodes UTF-8 and keeps a byte order mark; returns undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}
