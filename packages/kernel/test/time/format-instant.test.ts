import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { epochMs } from '../../src/ids.ts'
import { formatInstant, parseInstant } from '../../src/time/format-instant.ts'

const instant = fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 })

describe('instants', () => {
  test('they are written as ECMAScript writes dates, and read back', () => {
    fc.assert(
      fc.property(instant, (ms) => {
        const text = formatInstant(epochMs(ms))
        expect(text).toBe(new Date(ms).toISOString())
        expect(parseInstant(text)).toEqual({ ok: true, value: ms })
      }),
      { numRuns: 2_000 },
    )
  })

  test('whole seconds may be written without a fraction', () => {
    expect(parseInstant('1970-01-01T00:00:01Z')).toEqual({ ok: true, value: 1_000 })
    expect(parseInstant('2000-02-29T23:59:59Z').ok).toBe(true)
  })

  test('the first and the last writable instants are exact, and the next ones throw', () => {
    expect(formatInstant(epochMs(-62_167_219_200_000))).toBe('0000-01-01T00:00:00.000Z')
    expect(formatInstant(epochMs(253_402_300_799_999))).toBe('9999-12-31T23:59:59.999Z')
    expect(() => formatInstant(epochMs(-62_167_219_200_001))).toThrow()
    expect(() => formatInstant(epochMs(253_402_300_800_000))).toThrow()
  })

  test.each([
    '2026-02-30T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '9999-12-32T00:00:00Z',
    '0000-00-01T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T23:60:00Z',
    '2016-12-31T23:59:60Z',
    '2026-01-01T00:00:00+00:00',
    '2026-01-01t00:00:00z',
    '2026-01-01T00:00:00.1Z',
    '2026-01-01',
    '+002026-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z ',
    '2026-01-01T00:00:00Z\n',
  ])('%j is no instant', (text) => {
    expect(parseInstant(text)).toMatchObject({ error: { code: 'malformed_message' } })
  })
})
