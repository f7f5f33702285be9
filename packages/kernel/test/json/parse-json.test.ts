import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { isJsonObject } from '../../src/json/json-value.ts'
import { parseJson } from '../../src/json/parse-json.ts'

const LIMITS = { maxBytes: 1_000_000, maxDepth: 32 }

function reasonOf(input: Uint8Array | string, limits: typeof LIMITS = LIMITS): string {
  const result = parseJson(input, limits)
  return result.ok ? 'ok' : result.error.code
}

describe('reading JSON', () => {
  test('it reads what JSON.parse reads, from bytes and from a string', () => {
    const value = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })
    fc.assert(
      fc.property(value, fc.constantFrom(undefined, 1, '\t'), (written, indent) => {
        const text = JSON.stringify(written, undefined, indent)
        const expected = { ok: true, value: JSON.parse(text) }
        expect(parseJson(text, LIMITS)).toEqual(expected)
        expect(parseJson(encodeUtf8(text), LIMITS)).toEqual(expected)
      }),
      { numRuns: 500 },
    )
  })

  test('no text makes it throw', () => {
    const noise = fc.string({ unit: fc.constantFrom(...'{}[]":,\\u0d8 1e+-.tnf\n\ud800') })
    fc.assert(
      fc.property(fc.oneof(noise, fc.string({ unit: 'binary' })), (text) => {
        const result = parseJson(text, LIMITS)
        if (result.ok) expect(result.value).toEqual(JSON.parse(text))
      }),
      { numRuns: 2_000 },
    )
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseJson(bytes, LIMITS)))
  })

  test('a member named twice is refused wherever it stands and however it is spelled', () => {
    expect(reasonOf('{"a":1,"a":1}')).toBe('duplicate_key')
    expect(reasonOf('[{"x":{"a":1,"b":2,"\\u0061":3}}]')).toBe('duplicate_key')
    expect(reasonOf('{"__proto__":1,"__proto__":2}')).toBe('duplicate_key')
    expect(reasonOf('{"":1,"":2}')).toBe('duplicate_key')
    expect(reasonOf('[{"a":1},{"a":1},{"a":{"a":1}}]')).toBe('ok')
  })

  test('colons, brackets and escaped quotes inside strings are not structure', () => {
    expect(reasonOf('{"a:b":":{[","c\\"d:":"\\\\","e\\\\":"}"}', { ...LIMITS, maxDepth: 1 })).toBe(
      'ok',
    )
  })

  test('nesting is counted before anything recurses', () => {
    expect(reasonOf('[[1]]', { ...LIMITS, maxDepth: 1 })).toBe('nesting_too_deep')
    expect(reasonOf('[[1]]', { ...LIMITS, maxDepth: 2 })).toBe('ok')
    expect(reasonOf('1', { ...LIMITS, maxDepth: 0 })).toBe('ok')
    expect(reasonOf('['.repeat(500_000))).toBe('nesting_too_deep')
    expect(reasonOf('{"a":'.repeat(100_000))).toBe('nesting_too_deep')
  })

  test('the size is counted in bytes of UTF-8', () => {
    expect(reasonOf('"éé"', { ...LIMITS, maxBytes: 6 })).toBe('ok')
    expect(reasonOf('"éé"', { ...LIMITS, maxBytes: 5 })).toBe('message_too_large')
    expect(reasonOf(encodeUtf8('"éé"'), { ...LIMITS, maxBytes: 5 })).toBe('message_too_large')
  })

  test.each([
    ['a byte order mark', '\ufeff{}'],
    ['a trailing comma', '[1,]'],
    ['two values', '{} {}'],
    ['nothing', ''],
    ['an unfinished string', '"abc'],
    ['an escaped lone surrogate', '"\\ud800"'],
    ['an escaped lone surrogate in a name', '{"\\udc00":1}'],
    ['a raw lone surrogate', '"\ud800"'],
    ['a number beyond a double', '[1e400]'],
    ['NaN', 'NaN'],
    ['a comment', '{}//'],
  ])('%s is refused as malformed', (_, text) => {
    expect(reasonOf(text)).toBe('malformed_message')
  })

  test('bytes that are not UTF-8 are refused as malformed', () => {
    expect(reasonOf(Uint8Array.of(0x22, 0xff, 0x22))).toBe('malformed_message')
  })

  test('a member called __proto__ is an own member and changes no prototype', () => {
    const result = parseJson('{"__proto__":{"admin":true}}', LIMITS)
    const value = result.ok && isJsonObject(result.value) ? result.value : {}
    expect(Object.keys(value)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect('admin' in value).toBe(false)
  })

  test('a long run of backslashes takes time in proportion to its length', () => {
    const text = `["${'\\\\'.repeat(200_000)}","${'\\"'.repeat(200_000)}"]`
    expect(reasonOf(text)).toBe('ok')
  })
})
