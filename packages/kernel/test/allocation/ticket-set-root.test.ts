import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ticketSetRoot } from '../../src/allocation/ticket-set-root.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { leafHash, treeRoot } from '../../src/trees/tree-hash.ts'

const hashes = fc.uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), {
  maxLength: 20,
  selector: (hash) => encodeHex(hash),
})

it('the root of a window is that of its tickets in order, however they came and however often', () => {
  const shuffled = hashes.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, order]) => {
      const sorted = list.map(encodeHex).sort()
      const leaves = sorted.map((text) => leafHash(Buffer.from(text, 'hex')))
      expect(ticketSetRoot(order)).toBe(encodeHex(treeRoot(leaves)))
      expect(ticketSetRoot([...order, ...list.slice(0, 3)])).toBe(ticketSetRoot(list))
    }),
  )
})

it('one ticket more or less is another root', () => {
  fc.assert(
    fc.property(
      hashes.filter((list) => list.length > 0),
      (list) => {
        expect(ticketSetRoot(list.slice(1))).not.toBe(ticketSetRoot(list))
      },
    ),
  )
})

it('a window may have more tickets than a call has room for arguments', () => {
  const hash = new Uint8Array(32)
  expect(ticketSetRoot(new Array<Uint8Array>(200_000).fill(hash))).toBe(ticketSetRoot([hash]))
})
