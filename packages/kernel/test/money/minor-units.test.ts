import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeHex } from '../../src/bytes/hex.ts'
import type { MinorUnits } from '../../src/ids.ts'
import {
  addMinor,
  formatAmount,
  formatMinor,
  MINOR_MAX,
  minorFromBytes,
  minorToBytes,
  minorUnits,
  multiplyDivide,
  parseMinor,
  subtractMinor,
} from '../../src/money/minor-units.ts'

const edges = [0n, 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n, 2n ** 64n, 2n ** 127n, MINOR_MAX - 1n]
/** Uniform amounts and the edges of 53, 64 and 128 bits, where other representations break. */
const amount: fc.Arbitrary<MinorUnits> = fc
  .oneof(fc.bigInt({ min: 0n, max: MINOR_MAX }), fc.constantFrom(...edges, MINOR_MAX))
  .map(minorUnits)

describe('amounts in minor units', () => {
  test('they survive messages and stores without losing a unit', () => {
    fc.assert(
      fc.property(amount, (value) => {
        expect(parseMinor(formatMinor(value))).toEqual({ ok: true, value })
        expect(minorFromBytes(minorToBytes(value))).toBe(value)
        expect(minorToBytes(value)).toHaveLength(16)
      }),
    )
  })

  test('their stored bytes sort as the amounts do', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        expect(encodeHex(minorToBytes(a)) < encodeHex(minorToBytes(b))).toBe(a < b)
      }),
    )
  })

  test.each(['', '-1', '+1', '01', '00', '1.0', '1e3', ' 1', '1 ', '1\n', '0x1', '١', '1_0'])(
    '%j is no amount',
    (text) => {
      expect(parseMinor(text)).toMatchObject({ error: { code: 'amount_malformed' } })
    },
  )

  test('2^128 overflows, and text of any length is refused without arithmetic', () => {
    expect(parseMinor((MINOR_MAX + 1n).toString())).toMatchObject({
      error: { code: 'amount_overflow' },
    })
    expect(parseMinor('9'.repeat(1_000_000))).toMatchObject({ error: { code: 'amount_malformed' } })
    expect(() => minorUnits(MINOR_MAX + 1n)).toThrow()
    expect(() => minorUnits(-1n)).toThrow()
  })

  test('adding and subtracting are exact, or refused beyond the edges', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const sum = addMinor(a, b)
        expect(sum.ok ? sum.value : sum.error.code).toBe(
          a + b > MINOR_MAX ? 'amount_overflow' : a + b,
        )
        const difference = subtractMinor(a, b)
        expect(difference.ok ? difference.value : difference.error.code).toBe(
          b > a ? 'amount_underflow' : a - b,
        )
      }),
    )
  })

  test('a share is the exact product rounded down', () => {
    fc.assert(
      fc.property(amount, amount, amount, (value, numerator, rest) => {
        const denominator = rest + 1n
        const share = multiplyDivide(value, numerator, denominator)
        if (!share.ok) {
          expect(value * numerator).toBeGreaterThanOrEqual((MINOR_MAX + 1n) * denominator)
          return
        }
        expect(share.value * denominator).toBeLessThanOrEqual(value * numerator)
        expect((share.value + 1n) * denominator).toBeGreaterThan(value * numerator)
      }),
    )
    expect(() => multiplyDivide(minorUnits(1n), 1n, 0n)).toThrow()
    expect(() => multiplyDivide(minorUnits(1n), -1n, 1n)).toThrow()
  })

  test('people see all decimals of the asset', () => {
    expect(formatAmount(minorUnits(1_234_567n), 6)).toBe('1.234567')
    expect(formatAmount(minorUnits(5n), 2)).toBe('0.05')
    expect(formatAmount(minorUnits(0n), 18)).toBe(`0.${'0'.repeat(18)}`)
    expect(formatAmount(minorUnits(7n), 0)).toBe('7')
    expect(formatAmount(MINOR_MAX, 18)).toBe('340282366920938463463.374607431768211455')
    expect(() => formatAmount(minorUnits(7n), -1)).toThrow()
  })
})
