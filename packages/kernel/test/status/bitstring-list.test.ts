import { gunzipSync } from 'node:zlib'
import { createList, decodeList } from '@digitalbazaar/vc-bitstring-status-list'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bitstringOf,
  createStatusList,
  encodeBitstring,
  getStatus,
  gzipBitstring,
  type StatusList,
  setStatus,
  statusListSize,
  unwrap,
} from '../../src/index.ts'

/** `encodedList` of the examples in Bitstring Status List 1.0: 131,072 entries, none set. */
const SPEC_EXAMPLE = 'uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA'

const decode = (encoded: string) => gunzipSync(Buffer.from(encoded.slice(1), 'base64url'))

test('a list that says nothing is the specification’s example, decompressed', () => {
  const encoded = encodeBitstring(
    gzipBitstring(bitstringOf(createStatusList(131_072, 2), 'revocation')),
  )
  expect(encoded.startsWith('uH4sI')).toBe(true)
  expect(decode(encoded).equals(decode(SPEC_EXAMPLE))).toBe(true)
})

test('a bit is set for each entry of the purpose’s value and for no other, the first entry leftmost', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 100 }), (values) => {
      const list = createStatusList(values.length, 2)
      for (const [index, value] of values.entries()) setStatus(list, index, value)
      const bitsOf = (purpose: 'revocation' | 'suspension') =>
        [...decode(encodeBitstring(gzipBitstring(bitstringOf(list, purpose))))]
          .map((byte) => byte.toString(2).padStart(8, '0'))
          .join('')
          .slice(0, values.length)
      const expected = (value: number) => values.map((each) => Number(each === value)).join('')
      expect(bitsOf('revocation')).toBe(expected(1))
      expect(bitsOf('suspension')).toBe(expected(2))
    }),
  )
})

describe('a list of one purpose and the W3C editors’ library', () => {
  const values = fc.array(fc.nat(3), { minLength: 1, maxLength: 300 })
  const purposes = { revocation: 1, suspension: 2 } as const
  const purpose = fc.constantFrom(...(Object.keys(purposes) as (keyof typeof purposes)[]))

  test('what we encode, it reads bit by bit', async () => {
    await fc.assert(
      fc.asyncProperty(values, purpose, async (entries, name) => {
        const list = createStatusList(entries.length, 2)
        for (const [index, value] of entries.entries()) setStatus(list, index, value)
        const encodedList = encodeBitstring(gzipBitstring(bitstringOf(list, name)))
        const theirs = await decodeList({ encodedList })
        expect(theirs.length).toBe(bitstringOf(list, name).length * 8)
        for (const [index, value] of entries.entries()) {
          expect(theirs.getStatus(index)).toBe(value === purposes[name])
        }
      }),
    )
  })

  test('what it encodes, we read bit by bit', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 300 }), async (bits) => {
        const theirs = await createList({ length: bits.length })
        for (const [index, bit] of bits.entries()) theirs.setStatus(index, bit)
        const ours: StatusList = { bits: 1, order: 'msb', bytes: decode(await theirs.encode()) }
        for (const [index, bit] of bits.entries()) {
          expect(unwrap(getStatus(ours, index))).toBe(Number(bit))
        }
      }),
    )
  })

  test('the specification’s example is, for it and for us, 131,072 entries of which none is set', async () => {
    const theirs = await decodeList({ encodedList: SPEC_EXAMPLE })
    const ours: StatusList = { bits: 1, order: 'msb', bytes: decode(SPEC_EXAMPLE) }
    expect([theirs.length, statusListSize(ours)]).toEqual([131_072, 131_072])
    for (let index = 0; index < theirs.length; index += 1_031) {
      expect([theirs.getStatus(index), unwrap(getStatus(ours, index))]).toEqual([false, 0])
    }
    expect(ours.bytes.every((byte) => byte === 0)).toBe(true)
  })
})
