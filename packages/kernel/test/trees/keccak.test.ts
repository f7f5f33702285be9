import fc from 'fast-check'
import { createKeccak } from 'hash-wasm'
import { expect, it } from 'vitest'
import { encodeHex } from '../../src/bytes/hex.ts'
import { encodeUtf8 } from '../../src/bytes/utf8.ts'
import { keccak256, keccak256Into } from '../../src/trees/keccak.ts'

const oracle = await createKeccak(256)

it.each([
  // The first as in the Yellow Paper, appendix on hash functions; the second is the widely published one of a word.
  ['', 'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470'],
  ['hello', '1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8'],
])('keccak256 of "%s" is the one of Ethereum, not SHA3-256', (text, digest) => {
  expect(encodeHex(keccak256(encodeUtf8(text)))).toBe(digest)
})

it('keccak256 agrees with another implementation on inputs of any length', () => {
  // 136 bytes are taken in at a time: the edges of one, two and three blocks are always tried.
  const lengths = [0, 1, 64, 134, 135, 136, 137, 271, 272, 273, 407, 408, 409]
  const data = fc.oneof(
    fc.constantFrom(...lengths).chain((length) => bytesOf(length, length)),
    bytesOf(0, 500),
  )
  fc.assert(
    fc.property(data, (bytes) => {
      expect(encodeHex(keccak256(bytes))).toBe(oracle.init().update(bytes).digest('hex'))
    }),
    { numRuns: 500 },
  )
})

it('a digest can be written over its own input', () => {
  const data = new Uint8Array(64).fill(7)
  const expected = keccak256(data)
  keccak256Into(data, 32, data)
  expect(data.subarray(32)).toEqual(expected)
  expect(data.subarray(0, 32)).toEqual(new Uint8Array(32).fill(7))
})

function bytesOf(minLength: number, maxLength: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength, maxLength })
}
