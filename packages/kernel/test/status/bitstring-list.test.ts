import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bitstringOf, createStatusList, encodeBitstring, setStatus } from '../../src/index.ts'

/** `encodedList` of the examples in Bitstring Status List 1.0: 131,072 entries, none set. */
const SPEC_EXAMPLE = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA'

const decode = (encoded: string) => gunzipSync(Buffer.from(encoded.slice(1), 'base64url'))

test('a list that says nothing is the specification’s example, decompressed', () => {
  const encoded = encodeBitstring(bitstringOf(createStatusList(131_072, 2), 'revocation'))
  expect(encoded.startsWith('uH4sI')).toBe(true)
  expect(decode(encoded).equals(decode(SPEC_EXAMPLE))).toBe(true)
})

test('a bit is set for each entry of the purpose’s value and for no other, the first entry leftmost', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 100 }), (values) => {
      const list = createStatusList(values.length, 2)
      for (const [index, value] of values.entries()) setStatus(list, index, value)
      const bitsOf = (purpose: 'revocation' | 'suspension') =>
        [...decode(encodeBitstring(bitstringOf(list, purpose)))]
          .map((byte) => byte.toString(2).padStart(8, '0'))
          .join('')
          .slice(0, values.length)
      const expected = (value: number) => values.map((each) => Number(each === value)).join('')
      expect(bitsOf('revocation')).toBe(expected(1))
      expect(bitsOf('suspension')).toBe(expected(2))
    }),
  )
})
