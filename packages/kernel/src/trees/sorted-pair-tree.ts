import { assert } from '../assert.ts'
import { compareBytes, equalBytes } from '../bytes/compare-bytes.ts'
import { sortRecords } from '../bytes/sort-records.ts'
import { KECCAK_BYTES, keccak256Into } from './keccak.ts'

/**
 * Where the nodes of a tree are. `layers` (Uniswap's merkle distributor): level upon level, a lone last node goes up as it is. `heap`
 * (OpenZeppelin's): an array with the root first, the children of node i at 2i + 1 and 2i + 2, the leaves last and backwards.
 */
export type TreeShape = 'layers' | 'heap'

/**
 * A Keccak tree over sorted leaves in which each pair is hashed in sorted order, so that a proof needs no positions: what contracts check. A leaf
 * and an inner node are both 32 bytes; that none is taken for the other is up to how leaves are made (`dropLeaf`).
 */
export interface SortedPairTree {
  readonly root: Uint8Array
  /** The siblings on the way up from a leaf, by its index in the input, one after another in new bytes. */
  prove(index: number): Uint8Array
}

/** Siblings of the longest proof. Chosen: of 2^32 leaves, more than there can be. */
const PROOF_HASHES_MAX = 32

/** Builds the tree over leaf hashes that lie one after another; at least one, at most 2^24. It keeps 68 bytes per leaf, and nothing of what it was given. */
export function buildSortedPairTree(leaves: Uint8Array, shape: TreeShape): SortedPairTree {
  const count = leaves.length / KECCAK_BYTES
  assert(Number.isInteger(count) && count > 0, 'leaf hashes of 32 bytes')
  const form = shape === 'heap' ? heapOf(count) : layersOf(count)
  const { nodes, ranks } = placeLeaves(leaves, form)
  form.hashPairs(nodes)
  const siblings = new Uint32Array(PROOF_HASHES_MAX)
  return {
    root: hashAt(nodes, form.root).slice(),
    prove(index) {
      const rank = ranks[index]
      assert(rank !== undefined, 'the leaf is in the tree')
      const steps = form.climb(rank, siblings)
      const proof = new Uint8Array(steps * KECCAK_BYTES)
      for (let step = 0; step < steps; step++) copyHash(nodes, siblings[step] ?? 0, proof, step)
      return proof
    },
  }
}

/** Says whether the proof leads from the leaf to the root. Input may come from anybody, as long as the leaf was made by the one who asks. */
export function verifySortedPairs(root: Uint8Array, leaf: Uint8Array, proof: Uint8Array): boolean {
  const steps = proof.length / KECCAK_BYTES
  assert(leaf.length === KECCAK_BYTES, 'a leaf hash has 32 bytes')
  if (!Number.isInteger(steps) || steps > PROOF_HASHES_MAX) return false
  const pair = new Uint8Array(2 * KECCAK_BYTES)
  const hash = leaf.slice()
  for (let step = 0; step < steps; step++) {
    const sibling = hashAt(proof, step)
    const inOrder = compareBytes(hash, sibling) <= 0
    pair.set(hash, inOrder ? 0 : KECCAK_BYTES)
    pair.set(sibling, inOrder ? KECCAK_BYTES : 0)
    keccak256Into(hash, 0, pair)
  }
  return equalBytes(hash, root)
}

/** Where the nodes of a tree with so many leaves are. */
interface TreeForm {
  readonly size: number
  /** The root's place. */
  readonly root: number
  /** The place of the leaf of this rank. */
  readonly leafAt: (rank: number) => number
  /** Hashes every inner node, its children before it. */
  readonly hashPairs: (nodes: Uint8Array) => void
  /** Writes the places of the siblings on the way up from the leaf of this rank; returns how many. */
  readonly climb: (rank: number, siblings: Uint32Array) => number
}

function heapOf(leaves: number): TreeForm {
  const leafAt = (rank: number): number => 2 * leaves - 2 - rank
  return {
    size: 2 * leaves - 1,
    root: 0,
    leafAt,
    hashPairs(nodes) {
      const hashPair = createPairHasher(nodes)
      for (let node = leaves - 2; node >= 0; node--) hashPair(2 * node + 1, 2 * node + 2, node)
    },
    climb(rank, siblings) {
      let steps = 0
      for (let node = leafAt(rank); node > 0; node = (node - 1) >>> 1) {
        siblings[steps++] = node % 2 === 1 ? node + 1 : node - 1
      }
      return steps
    },
  }
}

function layersOf(leaves: number): TreeForm {
  const levels = [{ start: 0, width: leaves }]
  let size = leaves
  for (let width = leaves; width > 1; ) {
    width = Math.ceil(width / 2)
    levels.push({ start: size, width })
    size += width
  }
  return {
    size,
    root: size - 1,
    leafAt: (rank) => rank,
    hashPairs(nodes) {
      const hashPair = createPairHasher(nodes)
      for (const { start, width } of levels.slice(0, -1)) {
        const above = start + width
        for (let i = 0; i + 1 < width; i += 2) hashPair(start + i, start + i + 1, above + i / 2)
        if (width % 2 === 1) copyHash(nodes, above - 1, nodes, above + (width - 1) / 2)
      }
    },
    climb(rank, siblings) {
      let steps = 0
      let place = rank
      for (const { start, width } of levels) {
        const sibling = place ^ 1
        if (sibling < width) siblings[steps++] = start + sibling
        place >>>= 1
      }
      return steps
    },
  }
}

interface PlacedLeaves {
  /** With the leaves in their places, the others still empty. */
  readonly nodes: Uint8Array
  /** The place of each leaf among the sorted ones. */
  readonly ranks: Uint32Array
}

function placeLeaves(leaves: Uint8Array, { size, leafAt }: TreeForm): PlacedLeaves {
  const nodes = new Uint8Array(size * KECCAK_BYTES)
  const ranks = new Uint32Array(leaves.length / KECCAK_BYTES)
  sortRecords(leaves, KECCAK_BYTES).forEach((index, rank) => {
    ranks[index] = rank
    copyHash(leaves, index, nodes, leafAt(rank))
  })
  return { nodes, ranks }
}

/** Hashes two nodes in sorted order into a third one. */
function createPairHasher(nodes: Uint8Array): (a: number, b: number, to: number) => void {
  const pair = new Uint8Array(2 * KECCAK_BYTES)
  return (a, b, to) => {
    const inOrder = compareHashes(nodes, a, b) <= 0
    copyHash(nodes, inOrder ? a : b, pair, 0)
    copyHash(nodes, inOrder ? b : a, pair, 1)
    keccak256Into(nodes, to * KECCAK_BYTES, pair)
  }
}

// By byte and without views: a view of each hash would take longer than hashing it and a hundred bytes.

function compareHashes(nodes: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < KECCAK_BYTES; i++) {
    const difference = (nodes[a * KECCAK_BYTES + i] ?? 0) - (nodes[b * KECCAK_BYTES + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function copyHash(from: Uint8Array, source: number, to: Uint8Array, target: number): void {
  for (let i = 0; i < KECCAK_BYTES; i++) {
    to[target * KECCAK_BYTES + i] = from[source * KECCAK_BYTES + i] ?? 0
  }
}

function hashAt(hashes: Uint8Array, position: number): Uint8Array {
  return hashes.subarray(position * KECCAK_BYTES, (position + 1) * KECCAK_BYTES)
}
