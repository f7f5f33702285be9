import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeHex } from '../../src/bytes/hex.ts'
import { createConsistencyProof, verifyConsistency } from '../../src/trees/consistency-proof.ts'
import { appendLeaves, EMPTY_FRONTIER, frontierRoot } from '../../src/trees/frontier.ts'
import { createInclusionProof, verifyInclusion } from '../../src/trees/inclusion-proof.ts'
import { EMPTY_ROOT, leafHash, nodeHash, treeRoot } from '../../src/trees/tree-hash.ts'
import type { NodeReader } from '../../src/trees/tree-nodes.ts'
import { hex, readVectors } from '../support/vectors.ts'

interface TreeVectors {
  readonly leaves: readonly string[]
  readonly emptyRoot: string
  readonly roots: readonly string[]
}
const vectors = readVectors<TreeVectors>('rfc6962-tree.json')
const SIZE_MAX = 40
const leaves = Array.from({ length: SIZE_MAX }, (_, i) => leafHash(Uint8Array.of(i)))
const roots = Array.from({ length: SIZE_MAX + 1 }, (_, size) => definedRoot(leaves.slice(0, size)))
const rootOf = (size: number): Uint8Array => roots[size] ?? EMPTY_ROOT
const leafAt = (index: number): Uint8Array => leaves[index] ?? EMPTY_ROOT

/** RFC 9162 §2.1.1 word for word, as the measure of everything else. */
function definedRoot(hashes: readonly Uint8Array[]): Uint8Array {
  const [first] = hashes
  if (first === undefined) return new Uint8Array(createHash('sha256').digest())
  if (hashes.length === 1) return first
  const k = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return nodeHash(definedRoot(hashes.slice(0, k)), definedRoot(hashes.slice(k)))
}

/** RFC 9162 §2.1.3.1 word for word. */
function definedPath(m: number, hashes: readonly Uint8Array[]): Uint8Array[] {
  if (hashes.length <= 1) return []
  const k = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return m < k
    ? [...definedPath(m, hashes.slice(0, k)), definedRoot(hashes.slice(k))]
    : [...definedPath(m - k, hashes.slice(k)), definedRoot(hashes.slice(0, k))]
}

/** RFC 9162 §2.1.4.1 word for word. */
function definedSubproof(m: number, hashes: readonly Uint8Array[], whole: boolean): Uint8Array[] {
  if (m === hashes.length) return whole ? [] : [definedRoot(hashes)]
  const k = 2 ** Math.floor(Math.log2(hashes.length - 1))
  return m <= k
    ? [...definedSubproof(m, hashes.slice(0, k), whole), definedRoot(hashes.slice(k))]
    : [...definedSubproof(m - k, hashes.slice(k), false), definedRoot(hashes.slice(0, k))]
}

/** How long `definedPath` is, without its hashes. */
function pathLength(m: number, size: number): number {
  if (size <= 1) return 0
  const k = 2 ** Math.floor(Math.log2(size - 1))
  return 1 + (m < k ? pathLength(m, k) : pathLength(m - k, size - k))
}

/** How long `definedSubproof` is, without its hashes. */
function subproofLength(m: number, size: number, whole: boolean): number {
  if (m === size) return whole ? 0 : 1
  const k = 2 ** Math.floor(Math.log2(size - 1))
  return 1 + (m <= k ? subproofLength(m, k, whole) : subproofLength(m - k, size - k, false))
}

/** A reader that has the complete nodes of a tree of this size and throws when asked for any other. */
function readerOf(size: number): NodeReader {
  const { nodes } = appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size))
  const hashes = new Map(nodes.map((node) => [`${node.level}/${node.index}`, node.hash]))
  return async (level, index) => {
    const hash = hashes.get(`${level}/${index}`)
    if (hash === undefined) throw new Error(`node ${level}/${index} is not complete`)
    return hash
  }
}

/** Every way in which a proof is commonly damaged. */
function damage(proof: readonly Uint8Array[]): readonly (readonly Uint8Array[])[] {
  const noise = leafHash(Uint8Array.of(0xff, 0xff))
  const flipped = proof.map((_, at) =>
    proof.map((hash, i) => (i === at ? hash.map((byte, b) => (b === 0 ? byte ^ 1 : byte)) : hash)),
  )
  return [
    ...flipped,
    ...proof.map((_, at) => proof.filter((_, i) => i !== at)),
    ...proof.map((_, at) => proof.toSpliced(at, 0, noise)),
    [...proof, noise],
    [...proof, EMPTY_ROOT],
    ...proof.map((hash, at) => proof.with(at, hash.slice(1))),
    ...(proof.length > 1 ? [proof.toReversed()] : []),
  ]
}

describe('RFC 6962 trees', () => {
  test('the published leaves have the published roots', () => {
    const published = vectors.leaves.map((leaf) => leafHash(hex(leaf)))
    expect(encodeHex(EMPTY_ROOT)).toBe(vectors.emptyRoot)
    const roots = published.map((_, i) => encodeHex(treeRoot(published.slice(0, i + 1))))
    expect(roots).toEqual(vectors.roots)
    const grown = published.map((_, i) =>
      encodeHex(frontierRoot(appendLeaves(EMPTY_FRONTIER, published.slice(0, i + 1)).frontier)),
    )
    expect(grown).toEqual(vectors.roots)
  })

  test('the fast root and the frontier’s root are the one that the RFC defines', () => {
    for (let size = 0; size <= SIZE_MAX; size++) {
      expect(treeRoot(leaves.slice(0, size))).toEqual(rootOf(size))
      const { frontier } = appendLeaves(EMPTY_FRONTIER, leaves.slice(0, size))
      expect(frontierRoot(frontier)).toEqual(rootOf(size))
    }
  })

  test('a leaf is never taken for a node, nor a node for a leaf', () => {
    const [left, right] = [leafAt(0), leafAt(1)]
    expect(leafHash(Uint8Array.of(...left, ...right))).not.toEqual(nodeHash(left, right))
    expect(() => treeRoot([new Uint8Array(31)])).toThrow('32 bytes')
  })

  test('appending in any batches gives the same frontier and the same nodes', () => {
    const cuts = fc.array(fc.integer({ min: 0, max: SIZE_MAX }), { maxLength: 6 })
    const whole = appendLeaves(EMPTY_FRONTIER, leaves)
    fc.assert(
      fc.property(cuts, (unsorted) => {
        const ends = [0, ...unsorted.toSorted((a, b) => a - b), SIZE_MAX]
        let frontier = EMPTY_FRONTIER
        const nodes = ends.flatMap((end, i) => {
          const appended = appendLeaves(frontier, leaves.slice(ends[i - 1] ?? 0, end))
          frontier = appended.frontier
          return appended.nodes
        })
        expect({ frontier, nodes }).toEqual(whole)
      }),
    )
  })

  test('a frontier of another size than its hashes is a fault of the program', () => {
    expect(() => appendLeaves({ size: 3, hashes: [leafAt(0)] }, [leafAt(1)])).toThrow('bit')
  })
})

describe('inclusion proofs', () => {
  test('for every leaf of every size the proof is the RFC’s and verifies', async () => {
    for (let size = 1; size <= SIZE_MAX; size++) {
      const reader = readerOf(size)
      for (let index = 0; index < size; index++) {
        const proof = await createInclusionProof(reader, index, size)
        expect(proof).toEqual(definedPath(index, leaves.slice(0, size)))
        const claim = { leafHash: leafAt(index), index, size, proof, root: rootOf(size) }
        expect(verifyInclusion(claim), `${index} of ${size}`).toBe(true)
      }
    }
  })

  test('a damaged proof, or the right one for another leaf, index, size or root, never verifies', async () => {
    for (let size = 1; size <= 20; size++) {
      for (let index = 0; index < size; index++) {
        const proof = await createInclusionProof(readerOf(size), index, size)
        const claim = { leafHash: leafAt(index), index, size, proof, root: rootOf(size) }
        const wrong = [
          ...damage(proof).map((damaged) => ({ ...claim, proof: damaged })),
          { ...claim, leafHash: leafAt(index + 1) },
          { ...claim, root: rootOf(size + 1) },
          { ...claim, root: EMPTY_ROOT },
          { ...claim, root: rootOf(size).slice(1) },
          ...[index - 1, index + 1, index ^ 2, size, -1, index + 0.5, Number.NaN, 2 ** 53]
            .filter((other) => other !== index)
            .map((other) => ({ ...claim, index: other })),
          ...[0, index, -size, size + 0.5, Number.POSITIVE_INFINITY].map((other) => ({
            ...claim,
            size: other,
          })),
        ]
        for (const other of wrong) expect(verifyInclusion(other)).toBe(false)
      }
    }
  })

  test('a claimed size is accepted only if the path has the shape that this size gives', async () => {
    for (let size = 1; size <= 20; size++) {
      for (let index = 0; index < size; index++) {
        const proof = await createInclusionProof(readerOf(size), index, size)
        for (let other = 1; other <= SIZE_MAX; other++) {
          const claim = { leafHash: leafAt(index), index, size: other, proof, root: rootOf(other) }
          expect(verifyInclusion(claim)).toBe(other === size)
        }
      }
    }
  })

  test('a proof of another length than index and size give never verifies, even under its own root', async () => {
    for (let size = 1; size <= 17; size++) {
      for (let index = 0; index < size; index++) {
        const proof = await createInclusionProof(readerOf(size), index, size)
        const claim = { leafHash: leafAt(index), proof, root: rootOf(size) }
        for (let otherSize = 1; otherSize <= 20; otherSize++) {
          for (let other = 0; other < otherSize; other++) {
            if (pathLength(other, otherSize) === proof.length) continue
            expect(verifyInclusion({ ...claim, index: other, size: otherSize })).toBe(false)
          }
        }
      }
    }
  })

  test('trees beyond 32 bits are followed exactly', async () => {
    // A tree of 2^40 + 3 leaves: everything left of the last three is one made-up subtree.
    const size = 2 ** 40 + 3
    const big = leafHash(Uint8Array.of(1, 2, 3))
    const tail = leaves.slice(0, 3)
    const reader: NodeReader = (level, index) => {
      if (level === 40 && index === 0) return big
      if (level === 1 && index === 2 ** 39) return nodeHash(leafAt(0), leafAt(1))
      const leaf = level === 0 ? tail[index - 2 ** 40] : undefined
      if (leaf === undefined) throw new Error(`unexpected node ${level}/${index}`)
      return leaf
    }
    const root = nodeHash(big, definedRoot(tail))
    for (const offset of [0, 1, 2]) {
      const index = 2 ** 40 + offset
      const proof = await createInclusionProof(reader, index, size)
      const claim = { leafHash: leafAt(offset), index, size, proof, root }
      expect(verifyInclusion(claim)).toBe(true)
      expect(verifyInclusion({ ...claim, index: index - 2 ** 32 })).toBe(false)
    }
    await expect(createInclusionProof(reader, size, size)).rejects.toThrow('in the tree')
  })
})

describe('consistency proofs', () => {
  test('for every pair of sizes the proof is the RFC’s and verifies', async () => {
    for (let size = 0; size <= SIZE_MAX; size++) {
      const reader = readerOf(size)
      for (let oldSize = 0; oldSize <= size; oldSize++) {
        const proof = await createConsistencyProof(reader, oldSize, size)
        if (oldSize > 0) {
          expect(proof).toEqual(definedSubproof(oldSize, leaves.slice(0, size), true))
        }
        const claim = { oldSize, size, proof, oldRoot: rootOf(oldSize), root: rootOf(size) }
        expect(verifyConsistency(claim), `${oldSize} to ${size}`).toBe(true)
      }
    }
  })

  test('a damaged proof, or the right one for other sizes or roots, never verifies', async () => {
    for (let size = 2; size <= 20; size++) {
      for (let oldSize = 1; oldSize < size; oldSize++) {
        const proof = await createConsistencyProof(readerOf(size), oldSize, size)
        const claim = { oldSize, size, proof, oldRoot: rootOf(oldSize), root: rootOf(size) }
        const wrong = [
          ...damage(proof).map((damaged) => ({ ...claim, proof: damaged })),
          { ...claim, proof: [] },
          { ...claim, proof: [claim.oldRoot, ...proof] },
          { ...claim, oldRoot: claim.root, root: claim.oldRoot },
          { ...claim, oldRoot: rootOf(oldSize + 1) },
          { ...claim, oldRoot: rootOf(oldSize - 1) },
          { ...claim, root: rootOf(size + 1) },
          { ...claim, oldRoot: claim.oldRoot.slice(1) },
          { ...claim, oldSize: size, size: oldSize },
          { ...claim, oldSize: 0 },
          { ...claim, oldSize: -1 },
          { ...claim, oldSize: oldSize + 0.5 },
          { ...claim, size: Number.NaN },
          { ...claim, size: oldSize },
        ]
        for (const other of wrong) expect(verifyConsistency(other)).toBe(false)
      }
    }
  })

  test('a proof of another length than the sizes give never verifies, even under its own roots', async () => {
    for (let size = 2; size <= 17; size++) {
      for (let oldSize = 1; oldSize < size; oldSize++) {
        const proof = await createConsistencyProof(readerOf(size), oldSize, size)
        const claim = { proof, oldRoot: rootOf(oldSize), root: rootOf(size) }
        for (let otherSize = 2; otherSize <= 20; otherSize++) {
          for (let other = 1; other < otherSize; other++) {
            if (subproofLength(other, otherSize, true) === proof.length) continue
            expect(verifyConsistency({ ...claim, oldSize: other, size: otherSize })).toBe(false)
          }
        }
      }
    }
  })

  test('a log that changed one old entry cannot prove consistency', async () => {
    for (let size = 2; size <= 20; size++) {
      for (let oldSize = 1; oldSize < size; oldSize++) {
        const changed = leaves.slice(0, oldSize).with(oldSize - 1, leafHash(Uint8Array.of(9, 9)))
        const proof = await createConsistencyProof(readerOf(size), oldSize, size)
        const oldRoot = definedRoot(changed)
        expect(verifyConsistency({ oldSize, size, proof, oldRoot, root: rootOf(size) })).toBe(false)
      }
    }
  })

  test('equal trees need an empty proof, and everything extends the empty tree only', () => {
    const same = { oldSize: 5, size: 5, proof: [], oldRoot: rootOf(5), root: rootOf(5) }
    expect(verifyConsistency(same)).toBe(true)
    expect(verifyConsistency({ ...same, proof: [rootOf(5)] })).toBe(false)
    expect(verifyConsistency({ ...same, root: rootOf(4) })).toBe(false)
    const fromEmpty = { oldSize: 0, size: 5, proof: [], oldRoot: EMPTY_ROOT, root: rootOf(5) }
    expect(verifyConsistency(fromEmpty)).toBe(true)
    expect(verifyConsistency({ ...fromEmpty, oldRoot: rootOf(1) })).toBe(false)
    expect(verifyConsistency({ ...fromEmpty, proof: [rootOf(5)] })).toBe(false)
  })

  test('a shrinking log has no proof', async () => {
    await expect(createConsistencyProof(readerOf(3), 4, 3)).rejects.toThrow('grows')
  })
})
