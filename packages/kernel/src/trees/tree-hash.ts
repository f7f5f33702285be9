import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'
import { assert } from '../assert.ts'
import { SHA256_BYTES, sha256 } from '../crypto/hash.ts'

// RFC 9162 §2.1.1: the prefixes keep a leaf from being taken for an inner node.
const LEAF_PREFIX = 0x00
const NODE_PREFIX = 0x01

/** The root of the tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array(0))

/** Hash of a leaf's contents: SHA-256(0x00 ‖ data). */
export function leafHash(data: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + data.length)
  prefixed[0] = LEAF_PREFIX
  prefixed.set(data, 1)
  return sha256(prefixed)
}

/** Hash of an inner node: SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const prefixed = new Uint8Array(1 + 2 * SHA256_BYTES)
  prefixed[0] = NODE_PREFIX
  prefixed.set(left, 1)
  prefixed.set(right, 1 + SHA256_BYTES)
  return sha256(prefixed)
}

/**
 * The root over leaf hashes (RFC 9162 §2.1.1), for callers that have them all. Works level by level in one flat array: a lone last node goes
 * up as it is, which gives the same tree as splitting at the largest power of two.
 */
export function treeRoot(leafHashes: readonly Uint8Array[]): Uint8Array {
  if (leafHashes.length === 0) return EMPTY_ROOT
  const level = Buffer.allocUnsafeSlow(leafHashes.length * SHA256_BYTES)
  leafHashes.forEach((leaf, index) => {
    assert(leaf.length === SHA256_BYTES, 'a leaf hash has 32 bytes')
    level.set(leaf, index * SHA256_BYTES)
  })
  // Each inner node is hashed from this one buffer; writing Latin-1 digests back is what makes large trees fast on Node.
  const node = Buffer.allocUnsafeSlow(1 + 2 * SHA256_BYTES)
  node[0] = NODE_PREFIX
  let width = leafHashes.length
  while (width > 1) {
    const pairs = Math.floor(width / 2)
    for (let i = 0; i < pairs; i++) {
      const start = 2 * i * SHA256_BYTES
      level.copy(node, 1, start, start + 2 * SHA256_BYTES)
      level.write(hash('sha256', node, 'latin1'), i * SHA256_BYTES, 'latin1')
    }
    if (width % 2 === 1) {
      level.copyWithin(pairs * SHA256_BYTES, (width - 1) * SHA256_BYTES, width * SHA256_BYTES)
    }
    width = pairs + (width % 2)
  }
  return new Uint8Array(level.subarray(0, SHA256_BYTES))
}
