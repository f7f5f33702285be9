import { assert } from '../assert.ts'
import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'

/**
 * A node whose leaves are all there: level 0 are leaf hashes, and node (level, index) covers the leaves from index · 2^level up to
 * (index + 1) · 2^level. Such a node never changes again, so it can be stored, cached and published.
 */
export interface NodeId {
  readonly level: number
  readonly index: number
}

/** Returns the stored hash of a complete node; is asked only for nodes that the tree's size makes complete. */
export type NodeReader = (level: number, index: number) => Uint8Array | Promise<Uint8Array>

/**
 * The complete nodes that cover the leaves from `start` to `end`, largest first. `start` must be a multiple of the smallest power of two that
 * is at least end - start, as every subtree of RFC 9162 §2.1 is.
 */
export function coverRange(start: number, end: number): readonly NodeId[] {
  const nodes: NodeId[] = []
  let position = start
  while (position < end) {
    let level = 0
    let width = 1
    while (position % (2 * width) === 0 && position + 2 * width <= end) {
      width *= 2
      level++
    }
    nodes.push({ level, index: position / width })
    position += width
  }
  return nodes
}

/** The root of the subtree over the leaves from `start` to `end`, from its complete nodes. */
export async function rangeRoot(
  reader: NodeReader,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const hashes: Uint8Array[] = []
  for (const { level, index } of coverRange(start, end)) hashes.push(await reader(level, index))
  return foldRight(hashes)
}

/** Joins subtrees of falling size into one root, from the right; the empty root when there are none. */
export function foldRight(hashes: readonly Uint8Array[]): Uint8Array {
  return hashes.length === 0
    ? EMPTY_ROOT
    : hashes.reduceRight((right, left) => nodeHash(left, right))
}

/** The largest power of two below `size`, where RFC 9162 §2.1.1 splits a tree of two leaves or more. */
export function splitPoint(size: number): number {
  assert(size > 1, 'only a tree of two leaves or more is split')
  let power = 1
  while (power * 2 < size) power *= 2
  return power
}

/** Says whether a number can be the size of a tree. */
export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0
}
