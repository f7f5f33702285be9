import { assert } from '../assert.ts'
import { SHA256_BYTES } from '../crypto/hash.ts'
import { nodeHash } from './tree-hash.ts'
import { foldRight, isTreeSize, type NodeId } from './tree-nodes.ts'

/**
 * All that appending needs of a tree: its size and the roots of its complete subtrees, largest first, one for each bit of the size (a compact
 * range from 0). At most 53 hashes.
 */
export interface Frontier {
  readonly size: number
  readonly hashes: readonly Uint8Array[]
}

/** A node that an append completed. */
export interface CompletedNode extends NodeId {
  readonly hash: Uint8Array
}

export interface Appended {
  readonly frontier: Frontier
  /** Every node that became complete, leaves included, children before parents: what a NodeReader must answer from now on. */
  readonly nodes: readonly CompletedNode[]
}

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] }

/** Appends leaf hashes in order. Changes nothing that it was given. */
export function appendLeaves(frontier: Frontier, leafHashes: readonly Uint8Array[]): Appended {
  assert(isTreeSize(frontier.size + leafHashes.length), 'a tree has fewer than 2^53 leaves')
  assert(frontier.hashes.length === countOnes(frontier.size), 'one hash for each bit of the size')
  const hashes = [...frontier.hashes]
  const nodes: CompletedNode[] = []
  let size = frontier.size
  for (const leaf of leafHashes) {
    assert(leaf.length === SHA256_BYTES, 'a leaf hash has 32 bytes')
    let node: CompletedNode = { level: 0, index: size, hash: leaf }
    nodes.push(node)
    // A node at an odd index completes its parent, as a carry does when 1 is added to the size.
    while (node.index % 2 === 1) {
      const left = hashes.pop()
      assert(left !== undefined, 'the left sibling of a new node is on the frontier')
      node = {
        level: node.level + 1,
        index: (node.index - 1) / 2,
        hash: nodeHash(left, node.hash),
      }
      nodes.push(node)
    }
    hashes.push(node.hash)
    size++
  }
  return { frontier: { size, hashes }, nodes }
}

/** The root of the tree that the frontier describes. */
export function frontierRoot(frontier: Frontier): Uint8Array {
  return foldRight(frontier.hashes)
}

function countOnes(size: number): number {
  let ones = 0
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2
  return ones
}
