import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalJson } from '../../src/json/canonical-json.ts'
import { parseJson } from '../../src/json/parse-json.ts'
import { unwrap } from '../../src/result.ts'

const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 5 })

describe('canonical JSON', () => {
  test('it writes what the reference implementation of RFC 8785 writes', () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
      { numRuns: 1_000 },
    )
  })

  test('numbers are written as RFC 8785 appendix B wants them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value))
      }),
    )
    const numbers = [-0, 5e-324, 1.7976931348623157e308, 9007199254740992, 1e21, 1e-7, 1e23]
    const written = '[0,5e-324,1.7976931348623157e+308,9007199254740992,1e+21,1e-7,1e+23]'
    expect(canonicalJson(numbers)).toBe(written)
  })

  test('members are sorted by UTF-16 code units, not by code points (RFC 8785 §3.2.3)', () => {
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\u{1f600}': 5, '\u0080': 6, ö: 7 }
    expect(canonicalJson(names)).toBe(
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"\u{1f600}":5,"\ufb33":3}',
    )
  })

  test('names that objects do not keep in their place are sorted like any other, at any depth', () => {
    const inner = { b: 1, '10': 2, '9': 3, a: JSON.parse('{"z":1,"__proto__":2}') }
    expect(canonicalJson({ y: [inner], x: '9' })).toBe(
      '{"x":"9","y":[{"10":2,"9":3,"a":{"__proto__":2,"z":1},"b":1}]}',
    )
  })

  test('an object of any number of members is sorted', () => {
    for (const count of [31, 32, 33, 200]) {
      const names = Array.from({ length: count }, (_, i) => `n${(i * 7_919) % 1_000}`)
      const object = Object.fromEntries(names.map((name) => [name, 1]))
      expect(canonicalJson(object)).toBe(canonicalize(object))
    }
  })

  test('the order in which members were added changes nothing', () => {
    expect(canonicalJson({ b: [1, { d: null, c: true }], a: 'x' })).toBe(
      canonicalJson({ a: 'x', b: [1, { c: true, d: null }] }),
    )
  })

  test('reading a canonical text and writing it again gives the same bytes', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonicalJson(value)
        const limits = { maxBytes: 1_000_000, maxDepth: 64 }
        expect(canonicalJson(unwrap(parseJson(text, limits)))).toBe(text)
      }),
    )
  })

  test.each([
    ['undefined', undefined],
    ['an undefined member', { a: undefined }],
    ['a hole in an array', Array(1)],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a bigint', 1n],
    ['NaN', Number.NaN],
    ['an infinity', [Number.POSITIVE_INFINITY]],
    ['a lone surrogate', '\udead'],
    ['a lone surrogate in a name', { '\ud800': 1 }],
    ['bytes', new Uint8Array(2)],
    ['a map', new Map()],
    ['a date', new Date(0)],
  ])('it throws on %s instead of writing something else', (_, value) => {
    expect(() => canonicalJson(value)).toThrow('canonical JSON')
  })

  test('a member called __proto__ is written like any other', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1}}'))).toBe('{"__proto__":{"a":1}}')
  })
})
