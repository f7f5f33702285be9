import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normaliseSubject } from '../../src/index.ts'

test.each([
  ['case', 'ABC-1', 'abc-1'],
  ['white space', '  a \t b ', 'a b'],
  ['compatibility forms', 'ＡＢ１', 'ab1'],
  ['composition', 'e\u0301', 'é'],
  ['invisible characters', 'a\u200bb\u00adc', 'abc'],
  ['sharp s', 'Straße', 'strasse'],
  ['final sigma', 'ΟΔΟΣ', 'οδοσ'],
])('%s makes no other person', (_, spelling, other) => {
  expect(normaliseSubject(spelling)).toBe(normaliseSubject(other))
})

test('a number and its digits are one subject; nothing, and what is no identifier, is none', () => {
  expect(normaliseSubject(123)).toBe('123')
  for (const value of ['', ' \u200b ', 1.5, 2 ** 60, true, null, ['a'], { a: 1 }, undefined]) {
    expect(normaliseSubject(value)).toBeUndefined()
  }
})

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normaliseSubject(text)
      expect(normaliseSubject(once)).toBe(once)
    }),
    { numRuns: 2_000 },
  )
})

test('different digits and letters stay different', () => {
  const plain = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      expect(normaliseSubject(a) === normaliseSubject(b)).toBe(a === b)
    }),
    { numRuns: 200 },
  )
})
