import { encodeHex, minorUnits } from '@evenkeel/kernel'
import { SimpleMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  buildDropTree,
  dropLeaf,
  keccak256,
  normaliseAddress,
} from '../../src/model/merkle-drop.ts'

function flatten(leaves: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(leaves))
}

/** What a contract does with a proof (Uniswap MerkleDistributor, OpenZeppelin MerkleProof): hash in sorted order, upwards. */
function climb(leaf: Uint8Array, proof: readonly Uint8Array[]): Uint8Array {
  return proof.reduce((hash, sibling) => {
    const pair = [hash, sibling].sort(Buffer.compare)
    return keccak256(Buffer.concat(pair))
  }, leaf)
}

const leavesOf = (count: number) =>
  Array.from({ length: count }, (_, i) => keccak256(Buffer.from(`leaf ${i}`)))

it('keccak256 is the one of Ethereum, not SHA3-256', () => {
  // The hash of the empty string, as in the Yellow Paper, appendix on hash functions.
  expect(encodeHex(keccak256(new Uint8Array(0)))).toBe(
    'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  )
})

it('every leaf of a tree of any size has a proof that leads to its root', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), (count) => {
      const leaves = leavesOf(count)
      const tree = buildDropTree(flatten(leaves))
      for (const leaf of leaves) {
        expect(Buffer.compare(climb(leaf, tree.prove(leaf)), tree.root)).toBe(0)
      }
    }),
    { numRuns: 30 },
  )
})

it('a proof of one leaf does not lead there from another', () => {
  const leaves = leavesOf(9)
  const tree = buildDropTree(flatten(leaves))
  const [first, second] = leaves as [Uint8Array, Uint8Array]
  expect(Buffer.compare(climb(second, tree.prove(first)), tree.root)).not.toBe(0)
  expect(() => tree.prove(keccak256(Buffer.from('no leaf')))).toThrow('the leaf is in the tree')
})

it.each([1, 2, 4, 32, 256])(
  'a full tree of %i leaves has the root of OpenZeppelin’s tree',
  (count) => {
    const leaves = leavesOf(count)
    const oracle = SimpleMerkleTree.of(leaves, { sortLeaves: true })
    expect(`0x${encodeHex(buildDropTree(flatten(leaves)).root)}`).toBe(oracle.root)
  },
)

it('OpenZeppelin’s verifier takes the proofs of a tree that is not full', () => {
  const leaves = leavesOf(11)
  const tree = buildDropTree(flatten(leaves))
  for (const leaf of leaves) {
    expect(SimpleMerkleTree.verify(tree.root, leaf, [...tree.prove(leaf)])).toBe(true)
  }
})

it('a leaf packs index, account and amount as Solidity does', () => {
  const address = '0x00000000000000000000000000000000000000ff'
  const packed = `${'0'.repeat(62)}03${'0'.repeat(38)}ff${'0'.repeat(46)}010000000000000000${'0'.repeat(0)}`
  expect(packed.length).toBe(168)
  expect(dropLeaf(3, address, minorUnits(2n ** 64n))).toEqual(keccak256(Buffer.from(packed, 'hex')))
})

it('an address has one spelling, whatever its letters', () => {
  expect(normaliseAddress(`0x${'aB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`)
  for (const text of ['', '0x', `0x${'ab'.repeat(19)}`, `0x${'zz'.repeat(20)}`, 'ab'.repeat(21)]) {
    expect(normaliseAddress(text)).toBeUndefined()
  }
})
