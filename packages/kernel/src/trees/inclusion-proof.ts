import { assert } from '../assert.ts'
import { equalBytes } from '../bytes/compare-bytes.ts'
import { SHA256_BYTES } from '../crypto/hash.ts'
import { nodeHash } from './tree-hash.ts'
import { isTreeSize, type NodeReader, rangeRoot, splitPoint } from './tree-nodes.ts'

/** Proves that the leaf at `index` is in the tree of `size` leaves (RFC 9162 §2.1.3.1): sibling hashes from the leaf up. */
export async function createInclusionProof(
  reader: NodeReader,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> {
  assert(isTreeSize(size) && isTreeSize(index) && index < size, 'the leaf is in the tree')
  const proof: Uint8Array[] = []
  let start = 0
  let end = size
  // Walks down from the root; the half without the leaf is the sibling.
  while (end - start > 1) {
    const middle = start + splitPoint(end - start)
    if (index < middle) {
      proof.push(await rangeRoot(reader, middle, end))
      end = middle
    } else {
      proof.push(await rangeRoot(reader, start, middle))
      start = middle
    }
  }
  return proof.reverse()
}

export interface InclusionClaim {
  readonly leafHash: Uint8Array
  readonly index: number
  readonly size: number
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}

/** Says whether the proof leads from the leaf at its index to the root (RFC 9162 §2.1.3.2). Input may come from anybody. */
export function verifyInclusion({ leafHash, index, size, proof, root }: InclusionClaim): boolean {
  if (!isTreeSize(size) || !isTreeSize(index) || index >= size) return false
  if (![leafHash, root, ...proof].every((hash) => hash.length === SHA256_BYTES)) return false
  // fn and sn are the RFC's names: the path of the leaf and of the last leaf. Division, because sizes exceed 32 bits.
  let fn = index
  let sn = size - 1
  let hash = leafHash
  for (const sibling of proof) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash)
      // A lone last node goes up without a sibling.
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
  return sn === 0 && equalBytes(hash, root)
}
