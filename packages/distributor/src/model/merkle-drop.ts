import { assert, compareBytes, decodeHex, encodeUint128, type MinorUnits } from '@evenkeel/kernel'
import { createKeccak } from 'hash-wasm'

const HASH_BYTES = 32
/** uint256 index, 20 bytes of address, uint256 amount, packed (Solidity ABI, non-standard packed mode). */
const LEAF_BYTES = 32 + 20 + 32

// Loaded with the module: compiling it takes a time that no seed decides, so no command may wait for it.
const hasher = await createKeccak(256)

/** Keccak-256 as Ethereum has it (not SHA3-256); 32 new bytes. */
export function keccak256(data: Uint8Array): Uint8Array {
  return hasher.init().update(data).digest('binary')
}

/** An Ethereum address in the one spelling that is used as a key: 0x and 40 lower-case digits; undefined if it is none. */
export function normaliseAddress(text: string): string | undefined {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? text.toLowerCase() : undefined
}

/** keccak256(abi.encodePacked(uint256 index, address account, uint256 amount)), as the Uniswap merkle distributor has it. */
export function dropLeaf(index: number, address: string, amount: MinorUnits): Uint8Array {
  const account = decodeHex(address.slice(2))
  assert(account?.length === 20, 'an address in its normal form')
  const packed = new Uint8Array(LEAF_BYTES)
  new DataView(packed.buffer).setBigUint64(24, BigInt(index))
  packed.set(account, 32)
  packed.set(encodeUint128(amount), LEAF_BYTES - 16)
  return keccak256(packed)
}

/**
 * A tree over leaf hashes in one flat buffer, level by level: leaves sorted, each pair hashed in sorted order, a lone last node carried up
 * unchanged. A proof therefore needs no positions.
 */
export interface DropTree {
  readonly root: Uint8Array
  /** The siblings from the leaf up. Throws on a leaf that is not in the tree. */
  prove(leaf: Uint8Array): readonly Uint8Array[]
}

/** Builds the tree. `leaves` holds one leaf hash of 32 bytes after another; at least one. Memory: twice that and four bytes each. */
export function buildDropTree(leaves: Uint8Array): DropTree {
  assert(leaves.length > 0 && leaves.length % HASH_BYTES === 0, 'leaf hashes of 32 bytes')
  const levels: Uint8Array[] = [sortHashes(leaves)]
  for (let level = levels[0]; level !== undefined && level.length > HASH_BYTES; ) {
    level = parentLevel(level)
    levels.push(level)
  }
  const bottom = levels[0] as Uint8Array
  const top = levels.at(-1) as Uint8Array
  return {
    root: top.slice(),
    prove(leaf) {
      let position = findHash(bottom, leaf)
      assert(position !== undefined, 'the leaf is in the tree')
      const siblings: Uint8Array[] = []
      for (const level of levels.slice(0, -1)) {
        const sibling = position ^ 1
        if (sibling < countOf(level)) siblings.push(hashAt(level, sibling).slice())
        position >>>= 1
      }
      return siblings
    },
  }
}

function parentLevel(level: Uint8Array): Uint8Array {
  const nodes = countOf(level)
  const parents = new Uint8Array(Math.ceil(nodes / 2) * HASH_BYTES)
  const pair = new Uint8Array(2 * HASH_BYTES)
  for (let i = 0; i + 1 < nodes; i += 2) {
    const left = hashAt(level, i)
    const right = hashAt(level, i + 1)
    const inOrder = compareBytes(left, right) <= 0
    pair.set(inOrder ? left : right, 0)
    pair.set(inOrder ? right : left, HASH_BYTES)
    parents.set(keccak256(pair), (i / 2) * HASH_BYTES)
  }
  if (nodes % 2 === 1) parents.set(hashAt(level, nodes - 1), parents.length - HASH_BYTES)
  return parents
}

function sortHashes(hashes: Uint8Array): Uint8Array {
  // Numbers instead of views: four bytes per leaf, where a view of each would take a hundred.
  const order = Uint32Array.from({ length: countOf(hashes) }, (_, i) => i)
  order.sort((a, b) => compareHashes(hashes, a, b))
  const sorted = new Uint8Array(hashes.length)
  order.forEach((from, to) => {
    sorted.set(hashAt(hashes, from), to * HASH_BYTES)
  })
  return sorted
}

function compareHashes(hashes: Uint8Array, a: number, b: number): number {
  for (let i = 0; i < HASH_BYTES; i++) {
    const difference = Number(hashes[a * HASH_BYTES + i]) - Number(hashes[b * HASH_BYTES + i])
    if (difference !== 0) return difference
  }
  return 0
}

/** Binary search in sorted hashes. */
function findHash(sorted: Uint8Array, hash: Uint8Array): number | undefined {
  let low = 0
  let high = countOf(sorted)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareBytes(hashAt(sorted, middle), hash) < 0) low = middle + 1
    else high = middle
  }
  return low < countOf(sorted) && compareBytes(hashAt(sorted, low), hash) === 0 ? low : undefined
}

function countOf(level: Uint8Array): number {
  return level.length / HASH_BYTES
}

function hashAt(level: Uint8Array, position: number): Uint8Array {
  return level.subarray(position * HASH_BYTES, (position + 1) * HASH_BYTES)
}
