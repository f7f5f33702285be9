import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { SHA256_BYTES } from '../crypto/hash.ts'
import { EMPTY_ROOT, nodeHash } from './tree-hash.ts'
import { isTreeSize, type NodeReader, rangeRoot, splitPoint } from './tree-nodes.ts'

/** Proves that the tree of `oldSize` leaves is a beginning of the tree of `size` leaves (RFC 9162 §2.1.4.1); empty for 0 and for equal sizes. */
export async function createConsistencyProof(
  reader: NodeReader,
  oldSize: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  assert(isTreeSize(size) && isTreeSize(oldSize) && oldSize <= size, 'the log only grows')
  if (oldSize === 0) return []
  const proof: Uint8Array[] = []
  let start = 0
  let end = size
  while (end !== oldSize) {
    const middle = start + splitPoint(end - start)
    if (oldSize <= middle) {
      proof.push(await rangeRoot(reader, middle, end))
      end = middle
    } else {
      proof.push(await rangeRoot(reader, start, middle))
      start = middle
    }
  }
  // A verifier has the old root already when it is a subtree of the new tree as a whole.
  if (start !== 0) proof.push(await rangeRoot(reader, start, end))
  return proof.reverse()
}

export interface ConsistencyClaim {
  readonly oldSize: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly oldRoot: Uint8Array
  readonly root: Uint8Array
}

/**
 * Says whether the tree with the old root is a beginning of the tree with the new one (RFC 9162 §2.1.4.2). The empty tree is a beginning of
 * every tree. Input may come from anybody.
 */
export function verifyConsistency(claim: ConsistencyClaim): boolean {
  const { oldSize, size, proof, oldRoot, root } = claim
  if (!isTreeSize(size) || !isTreeSize(oldSize) || oldSize > size) return false
  if (![oldRoot, root, ...proof].every((hash) => hash.length === SHA256_BYTES)) return false
  if (oldSize === size) return proof.length === 0 && equalBytes(oldRoot, root)
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, EMPTY_ROOT)

  // fn and sn are the RFC's names: the last leaf of the old tree and of the new one.
  let fn = oldSize - 1
  let sn = size - 1
  while (fn % 2 === 1) {
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  // An old tree of a power of two leaves is itself the first node of the path.
  const path = fn === 0 ? [oldRoot, ...proof] : proof
  const [first, ...siblings] = path
  if (first === undefined) return false
  let oldHash = first
  let hash = first
  for (const sibling of siblings) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      oldHash = nodeHash(sibling, oldHash)
      hash = nodeHash(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) {
        fn /= 2
        sn = Math.floor(sn / 2)
      }
    } else {
      hash = nodeHash(hash, sibling)
    }
    fn = Math.floor(fn / 2)
    sn = Math.floor(sn / 2)
  }
  return sn === 0 && equalBytes(oldHash, oldRoot) && equalBytes(hash, root)
}
