import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type DropEntry,
  type DropLayout,
  dropLeaf,
  encodeDropProof,
  type MerkleDrop,
  normaliseAddress,
  startMerkleDrop,
  verifyDropEntry,
} from '../../src/allocation/merkle-drop.ts'
import { encodeHex } from '../../src/bytes/hex.ts'
import { minorUnits } from '../../src/money/minor-units.ts'
import { keccak256 } from '../../src/trees/keccak.ts'
import { hex } from '../support/vectors.ts'

const layouts: readonly DropLayout[] = [
  'uniswap-merkle',
  'openzeppelin-standard',
  'openzeppelin-standard-indexed',
]

/** Addresses that share beginnings now and then, and amounts of every size. */
const rows = fc.uniqueArray(
  fc.record({
    account: fc
      .tuple(
        fc.constantFrom('00', 'ff'),
        fc.stringMatching(/^[0-9a-f]{2}$/),
        fc.stringMatching(/^[0-9a-f]{36}$/),
      )
      .map((parts) => `0x${parts.join('')}`),
    amount: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }).map(minorUnits),
  }),
  { minLength: 1, maxLength: 70, selector: ({ account }) => account },
)

function entriesOf(count: number): DropEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    index,
    account: `0x${encodeHex(keccak256(Uint8Array.of(index >> 8, index & 255))).slice(0, 40)}`,
    amount: minorUnits(BigInt(index) ** 9n),
  }))
}

function dropOf(layout: DropLayout, entries: readonly Omit<DropEntry, 'index'>[]): MerkleDrop {
  const builder = startMerkleDrop(layout, entries.length)
  for (const { account, amount } of entries) builder.add(account, amount)
  return builder.build()
}

/** The same tree by OpenZeppelin. */
function oracleOf(
  layout: DropLayout,
  entries: readonly Omit<DropEntry, 'index'>[],
): { readonly root: string; getProof(index: number): string[] } {
  const pairs = entries.map(({ account, amount }) => [account, amount.toString()])
  return layout === 'openzeppelin-standard'
    ? StandardMerkleTree.of(pairs, ['address', 'uint256'])
    : StandardMerkleTree.of(
        pairs.map((pair, index) => [String(index), ...pair]),
        ['uint256', 'address', 'uint256'],
      )
}

it.each(['openzeppelin-standard', 'openzeppelin-standard-indexed'] as const)(
  'a list in %s has the root and the proofs of OpenZeppelin’s tree',
  (layout) => {
    fc.assert(
      fc.property(rows, (list) => {
        const drop = dropOf(layout, list)
        const oracle = oracleOf(layout, list)
        expect(`0x${encodeHex(drop.root)}`).toBe(oracle.root)
        for (const index of list.keys()) {
          expect(encodeDropProof(drop.prove(index))).toEqual(oracle.getProof(index))
        }
      }),
      { numRuns: 40 },
    )
  },
)

describe('a list in uniswap-merkle', () => {
  const layout = 'uniswap-merkle'

  it.each([1, 2, 4, 32, 256])('has the root of OpenZeppelin’s tree at %i rows', (count) => {
    const entries = entriesOf(count)
    const oracle = SimpleMerkleTree.of(entries.map((entry) => dropLeaf(layout, entry)))
    expect(`0x${encodeHex(dropOf(layout, entries).root)}`).toBe(oracle.root)
  })

  it('has proofs that OpenZeppelin’s verifier takes when the tree is not full', () => {
    const entries = entriesOf(11)
    const drop = dropOf(layout, entries)
    for (const entry of entries) {
      const proof = [...encodeDropProof(drop.prove(entry.index))]
      expect(SimpleMerkleTree.verify(drop.root, dropLeaf(layout, entry), proof)).toBe(true)
    }
  })

  it('packs index, account and amount as Solidity does', () => {
    const packed = `${'0'.repeat(62)}03${'0'.repeat(38)}ff${'0'.repeat(46)}010000000000000000`
    expect(packed.length).toBe(168)
    const account = '0x00000000000000000000000000000000000000ff'
    expect(dropLeaf(layout, { index: 3, account, amount: minorUnits(2n ** 64n) })).toEqual(
      keccak256(hex(packed)),
    )
  })
})

it.each(layouts)('every row of a list in %s is found and proved, and nothing else is', (layout) => {
  fc.assert(
    fc.property(rows, (list) => {
      const drop = dropOf(layout, list)
      for (const [index, { account, amount }] of list.entries()) {
        expect(drop.indexOf(account)).toBe(index)
        const claim = {
          layout,
          root: drop.root,
          entry: { index, account, amount },
          proof: drop.prove(index),
        }
        expect(verifyDropEntry(claim)).toBe(true)
        const more = minorUnits(amount === 0n ? 1n : amount - 1n)
        expect(verifyDropEntry({ ...claim, entry: { ...claim.entry, amount: more } })).toBe(false)
      }
      expect(drop.indexOf(`0x01${'0'.repeat(38)}`)).toBeUndefined()
      expect(() => drop.prove(list.length)).toThrow('in the tree')
    }),
    { numRuns: 25 },
  )
})

describe.each(layouts)('a hostile proof in %s', (layout) => {
  const entries = entriesOf(9)
  const drop = dropOf(layout, entries)
  const entry = entries[4] as DropEntry
  const proof = drop.prove(4)
  const accepts = (change: { entry?: Partial<DropEntry>; proof?: Uint8Array }): boolean =>
    verifyDropEntry({
      layout,
      root: drop.root,
      entry: { ...entry, ...change.entry },
      proof: change.proof ?? proof,
    })

  it('is refused when it is cut short, drawn out, or no whole number of hashes', () => {
    expect(accepts({})).toBe(true)
    for (const length of [0, 31, 32, proof.length - 32, proof.length - 1]) {
      expect(accepts({ proof: proof.slice(0, length) })).toBe(false)
    }
    expect(accepts({ proof: new Uint8Array([...proof, ...drop.root]) })).toBe(false)
    expect(accepts({ proof: new Uint8Array([...proof, ...new Uint8Array(32)]) })).toBe(false)
    expect(accepts({ proof: new Uint8Array(32 * 100_000) })).toBe(false)
  })

  it('is refused with any bit changed', () => {
    for (let bit = 0; bit < 8 * proof.length; bit++) {
      const changed = proof.slice()
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(accepts({ proof: changed })).toBe(false)
    }
  })

  it('is refused for another account, for what is no account, and of another row', () => {
    const other = entries[5] as DropEntry
    expect(accepts({ entry: { account: other.account } })).toBe(false)
    expect(accepts({ entry: { account: entry.account.toUpperCase() } })).toBe(false)
    expect(accepts({ entry: { account: '' } })).toBe(false)
    expect(accepts({ proof: drop.prove(5) })).toBe(false)
  })

  it('is refused for an index that is no index', () => {
    for (const index of [-1, 0.5, Number.NaN, 2 ** 53])
      expect(accepts({ entry: { index } })).toBe(false)
    // Only where the index is in the leaf can a wrong one be told.
    expect(accepts({ entry: { index: 5 } })).toBe(layout === 'openzeppelin-standard')
  })

  it('is refused under a root of another length', () => {
    expect(verifyDropEntry({ layout, root: new Uint8Array(), entry, proof })).toBe(false)
  })
})

it('what is hashed to a leaf is never the two hashes of a node', () => {
  // The only 64 bytes that are hashed to a leaf are hashed a second time, and a node is not.
  const [entry] = entriesOf(1) as [DropEntry]
  const words = `${'0'.repeat(24)}${entry.account.slice(2)}${'0'.repeat(64)}`
  expect(dropLeaf('openzeppelin-standard', entry)).toEqual(keccak256(keccak256(hex(words))))
  expect(dropLeaf('openzeppelin-standard', entry)).not.toEqual(keccak256(hex(words)))
})

it('an address has one spelling, whatever its letters', () => {
  expect(normaliseAddress(`0x${'aB'.repeat(20)}`)).toBe(`0x${'ab'.repeat(20)}`)
  for (const text of ['', '0x', `0x${'ab'.repeat(19)}`, `0x${'zz'.repeat(20)}`, 'ab'.repeat(21)]) {
    expect(normaliseAddress(text)).toBeUndefined()
  }
})

it('more rows than were announced, none at all, or an address in another form are faults of the program', () => {
  const [entry] = entriesOf(1) as [DropEntry]
  const builder = startMerkleDrop('uniswap-merkle', 1)
  builder.add(entry.account, entry.amount)
  expect(() => builder.add(entry.account, entry.amount)).toThrow('no more rows')
  expect(() => startMerkleDrop('uniswap-merkle', 1).build()).toThrow('leaf hashes')
  expect(() => dropLeaf('uniswap-merkle', { ...entry, account: '0xABC' })).toThrow('normal form')
})
