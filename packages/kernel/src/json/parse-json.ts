import { Buffer } from 'node:buffer'
import { assert } from '../assert.ts'
import { decodeUtf8 } from '../bytes/utf8.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'
import type { JsonObject, JsonValue } from './json-value.ts'
import { JSON_DEPTH_CEILING } from './limits.ts'

export interface JsonLimits {
  /** Bytes of the UTF-8 form. */
  readonly maxBytes: number
  /** How deep arrays and objects may nest: `[]` is 1. At most JSON_DEPTH_CEILING. */
  readonly maxDepth: number
}

/**
 * Reads JSON that any two readers understand alike (I-JSON, RFC 7493): UTF-8 without a byte order mark, no member named twice, no lone
 * surrogate, no number beyond a double. Size and depth are checked before anything recurses. Members called `__proto__` are own members.
 * Reasons: message_too_large, nesting_too_deep, duplicate_key, malformed_message.
 */
export function parseJson(
  input: Uint8Array | string,
  limits: JsonLimits,
): Result<JsonValue, Reasoned> {
  assert(limits.maxDepth <= JSON_DEPTH_CEILING, 'the depth limit is above the ceiling')
  if (byteLengthOf(input) > limits.maxBytes) {
    return refuse('message_too_large', `more than ${limits.maxBytes} bytes`)
  }
  const text = typeof input === 'string' ? input : decodeUtf8(input)
  if (text === undefined || !text.isWellFormed()) return refuse('malformed_message', 'not UTF-8')

  const shape = scanShape(text)
  if (shape.depth > limits.maxDepth) {
    return refuse('nesting_too_deep', `deeper than ${limits.maxDepth}`)
  }
  let value: JsonValue
  try {
    value = JSON.parse(text) as JsonValue
  } catch {
    return refuse('malformed_message', 'not JSON')
  }
  const content: Content = { members: 0, exact: true }
  measure(value, content)
  if (!content.exact) {
    return refuse('malformed_message', 'a lone surrogate or a number too large for a double')
  }
  // JSON.parse keeps the last of several members with one name, so the text then has more colons than the value has members.
  if (content.members !== shape.colons) return refuse('duplicate_key')
  return ok(value)
}

function byteLengthOf(input: Uint8Array | string): number {
  return typeof input === 'string' ? Buffer.byteLength(input) : input.length
}

interface Shape {
  /** Deepest nesting of brackets outside strings. */
  readonly depth: number
  /** Colons outside strings: one for each member that the text names. */
  readonly colons: number
}

// Exact for valid JSON; for anything else JSON.parse has the last word.
function scanShape(text: string): Shape {
  let depth = 0
  let depthMax = 0
  let colons = 0
  for (let i = 0; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x22: // "
        i = endOfString(text, i)
        break
      case 0x5b: // [
      case 0x7b: // {
        depth++
        if (depth > depthMax) depthMax = depth
        break
      case 0x5d: // ]
      case 0x7d: // }
        depth--
        break
      case 0x3a: // :
        colons++
        break
    }
  }
  return { depth: depthMax, colons }
}

/** Index of the quote that closes the string opened at `start`, or the text's length when none does. */
function endOfString(text: string, start: number): number {
  let quote = start
  for (;;) {
    quote = text.indexOf('"', quote + 1)
    if (quote === -1) return text.length
    let backslashes = 0
    while (text.charCodeAt(quote - 1 - backslashes) === 0x5c) backslashes++
    if (backslashes % 2 === 0) return quote
  }
}

interface Content {
  members: number
  exact: boolean
}

function measure(value: JsonValue, content: Content): void {
  if (typeof value === 'string') {
    if (!value.isWellFormed()) content.exact = false
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) content.exact = false
  } else if (Array.isArray(value)) {
    for (const item of value) measure(item, content)
  } else if (typeof value === 'object' && value !== null) {
    const members = value as JsonObject
    for (const name of Object.keys(members)) {
      content.members++
      if (!name.isWellFormed()) content.exact = false
      measure(members[name] as JsonValue, content)
    }
  }
}
