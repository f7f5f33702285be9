import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subjectKinds } from '../../src/index.ts'

const { normalise } = subjectKinds.text

test.each([
  ['case', 'ABC-1', 'abc-1'],
  ['white space', '  a \t b ', 'a b'],
  ['compatibility forms', 'ＡＢ１', 'ab1'],
  ['composition', 'e\u0301', 'é'],
  ['invisible characters', 'a\u200bb\u00adc', 'abc'],
  ['sharp s', 'Straße', 'strasse'],
  ['final sigma', 'ΟΔΟΣ', 'οδοσ'],
])('%s makes no other person', (_, spelling, other) => {
  expect(normalise(spelling)).toBe(normalise(other))
})

test('a number and its digits are one subject; nothing, and what is no identifier, is none', () => {
  expect(normalise(123)).toBe('123')
  for (const value of ['', ' \u200b ', 1.5, 2 ** 60, true, null, ['a'], { a: 1 }]) {
    expect(normalise(value)).toBeUndefined()
  }
})

test('normalising twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const once = normalise(text)
      if (once !== undefined) expect(normalise(once)).toBe(once)
    }),
    { numRuns: 2_000 },
  )
})

test('different digits and letters stay different', () => {
  const plain = fc.stringMatching(/^[a-z0-9]{1,12}$/)
  fc.assert(
    fc.property(plain, plain, (a, b) => {
      expect(normalise(a) === normalise(b)).toBe(a === b)
    }),
    { numRuns: 200 },
  )
})
