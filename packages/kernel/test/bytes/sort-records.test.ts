import fc from 'fast-check'
import { expect, it } from 'vitest'
import { compareBytes } from '../../src/bytes/compare-bytes.ts'
import { sortRecords } from '../../src/bytes/sort-records.ts'

/** Few different bytes, so that beginnings and whole records are often equal. */
const records = fc.array(fc.array(fc.constantFrom(0, 1, 8), { minLength: 6, maxLength: 6 }), {
  maxLength: 60,
})

it('records are sorted by all of their bytes, and equal ones keep their order', () => {
  fc.assert(
    fc.property(records, (list) => {
      const rows = list.map((row) => Uint8Array.from(row))
      const expected = rows
        .map((_, i) => i)
        .sort((a, b) => compareBytes(rows[a] ?? new Uint8Array(), rows[b] ?? new Uint8Array()))
      expect([...sortRecords(Uint8Array.from(list.flat()), 6)]).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

it('a part of a larger buffer is sorted by its own bytes', () => {
  const buffer = Uint8Array.of(9, 9, 9, 2, 0, 0, 0, 1, 0, 0, 0)
  expect([...sortRecords(buffer.subarray(3), 4)]).toEqual([1, 0])
})

it('half a record is a fault of the program', () => {
  expect(() => sortRecords(new Uint8Array(9), 4)).toThrow('whole records')
})
