import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  decodeBase64,
  decodeBase64url,
  encodeBase64,
  encodeBase64url,
} from '../../src/bytes/base64url.ts'
import { createByteCollector } from '../../src/bytes/byte-collector.ts'
import { compareBytes, equalBytes } from '../../src/bytes/compare-bytes.ts'
import { concatBytes } from '../../src/bytes/concat-bytes.ts'
import { decodeHex, encodeHex } from '../../src/bytes/hex.ts'
import { decodeUint128, encodeUint128, UINT128_MAX } from '../../src/bytes/uint128.ts'
import { decodeUtf8, encodeUtf8 } from '../../src/bytes/utf8.ts'

const bytes = fc.uint8Array({ maxLength: 100 })

describe('encodings of bytes', () => {
  test('every byte string survives base64url, base64 and hexadecimal', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(decodeBase64url(encodeBase64url(value))).toEqual(value)
        expect(decodeBase64(encodeBase64(value))).toEqual(value)
        expect(decodeHex(encodeHex(value))).toEqual(value)
      }),
    )
  })

  test('a text that base64url decodes is the only text for its bytes', () => {
    const text = fc.string({ unit: fc.constantFrom(...'AQgw-_=+/ \n9z'), maxLength: 8 })
    fc.assert(
      fc.property(text, (candidate) => {
        const decoded = decodeBase64url(candidate)
        if (decoded !== undefined) expect(encodeBase64url(decoded)).toBe(candidate)
      }),
      { numRuns: 1_000 },
    )
  })

  test.each(['AA==', 'A', 'AB', 'AA\n', 'A+', 'A/', 'AAA=', 'é'])(
    'base64url refuses %j, which other decoders take',
    (text) => {
      expect(decodeBase64url(text)).toBeUndefined()
    },
  )

  test.each(['AA', 'AB==', 'AA=', 'A-==', ' AA=='])('base64 refuses %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined()
  })

  test.each(['0', '0g', 'AB', '0x00', ' 00'])('hexadecimal refuses %j', (text) => {
    expect(decodeHex(text)).toBeUndefined()
  })

  test('decoded bytes own exactly their memory, so a worker is sent nothing else', () => {
    expect(decodeBase64url('AAAA')?.buffer.byteLength).toBe(3)
    expect(decodeHex('0000')?.buffer.byteLength).toBe(2)
  })
})

describe('UTF-8', () => {
  test('every well-formed string survives, a byte order mark included', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(decodeUtf8(encodeUtf8(text))).toBe(text)
      }),
    )
    expect(decodeUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe('\ufeffa')
  })

  test.each([
    ['a stray continuation byte', [0x80]],
    ['an overlong slash', [0xc0, 0xaf]],
    ['an encoded surrogate', [0xed, 0xa0, 0x80]],
    ['a cut sequence', [0xe2, 0x82]],
  ])('%s is refused', (_, sequence) => {
    expect(decodeUtf8(Uint8Array.from(sequence))).toBeUndefined()
  })

  test('a lone surrogate throws instead of becoming another character', () => {
    expect(() => encodeUtf8('\ud800')).toThrow('lone surrogate')
  })
})

describe('comparing and joining bytes', () => {
  test('the order is that of unsigned bytes, a prefix first', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [hexA, hexB] = [encodeHex(a), encodeHex(b)]
        const expected = hexA === hexB ? 0 : hexA < hexB ? -1 : 1
        expect(compareBytes(a, b)).toBe(expected)
        expect(equalBytes(a, b)).toBe(expected === 0)
      }),
    )
  })

  test('joining keeps the parts in order', () => {
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 5 }), (parts) => {
        expect([...concatBytes(...parts)]).toEqual(parts.flatMap((part) => [...part]))
      }),
    )
  })
})

describe('unsigned 128-bit integers', () => {
  const uint128 = fc.bigInt({ min: 0n, max: UINT128_MAX })

  test('every integer survives, and byte order is numeric order', () => {
    fc.assert(
      fc.property(uint128, uint128, (a, b) => {
        expect(decodeUint128(encodeUint128(a))).toBe(a)
        expect(compareBytes(encodeUint128(a), encodeUint128(b))).toBe(a === b ? 0 : a < b ? -1 : 1)
      }),
    )
  })

  test('the edges of 64 and 128 bits have their known bytes', () => {
    expect(encodeHex(encodeUint128(2n ** 64n - 1n))).toBe('0000000000000000ffffffffffffffff')
    expect(encodeHex(encodeUint128(2n ** 64n))).toBe('00000000000000010000000000000000')
    expect(encodeHex(encodeUint128(UINT128_MAX))).toBe('f'.repeat(32))
    expect(() => encodeUint128(UINT128_MAX + 1n)).toThrow()
    expect(() => encodeUint128(-1n)).toThrow()
    expect(() => decodeUint128(new Uint8Array(15))).toThrow()
  })
})

test('pieces collected one by one are what they are joined, and stay so when more come', () => {
  const piece = fc.uint8Array({ maxLength: 3_000 })
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), piece, (pieces, last) => {
      const collector = createByteCollector()
      for (const each of pieces) collector.add(each)
      const before = collector.bytes()
      collector.add(last)
      expect(before).toEqual(concatBytes(...pieces))
      expect(collector.bytes()).toEqual(concatBytes(before, last))
      expect(collector.length).toBe(before.length + last.length)
    }),
  )
})

test('what was collected stays what it is when the memory that its piece came in is used again', () => {
  const piece = new Uint8Array([1, 2, 3])
  const collector = createByteCollector()
  collector.add(piece)
  piece.fill(0)
  expect(collector.bytes()).toEqual(new Uint8Array([1, 2, 3]))
})
