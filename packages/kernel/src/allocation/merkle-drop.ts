import { assert } from '../assert.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sortRecords } from '../bytes/sort-records.ts'
import type { MinorUnits } from '../ids.ts'
import { MINOR_MAX } from '../money/minor-units.ts'
import { KECCAK_BYTES, keccak256Into } from '../trees/keccak.ts'
import {
  buildSortedPairTree,
  type SortedPairTree,
  type TreeShape,
  verifySortedPairs,
} from '../trees/sorted-pair-tree.ts'

const ADDRESS_BYTES = 20

/**
 * How a contract wants a list of payments committed to.
 * `uniswap-merkle`: leaf = keccak256(abi.encodePacked(uint256 index, address account, uint256 amount)), Uniswap's merkle distributor.
 * `openzeppelin-standard`: leaf = keccak256(keccak256(abi.encode(address account, uint256 amount))), OpenZeppelin's StandardMerkleTree. The
 * index is no part of it: two rows with one account and amount are one leaf.
 * `openzeppelin-standard-indexed`: the same over abi.encode(uint256 index, address account, uint256 amount).
 */
export type DropLayout =
  | 'uniswap-merkle'
  | 'openzeppelin-standard'
  | 'openzeppelin-standard-indexed'

interface LeafForm {
  readonly shape: TreeShape
  readonly bytes: number
  /** Where the leaf has the big-endian end of each word; the rest is zeros. */
  readonly indexEnd?: number
  readonly accountEnd: number
  readonly amountEnd: number
  /** A second hash where the leaf could be the two hashes of a node. 84 bytes never are. */
  readonly hashedTwice: boolean
}

const forms: Readonly<Record<DropLayout, LeafForm>> = {
  'uniswap-merkle': {
    shape: 'layers',
    bytes: 84,
    indexEnd: 32,
    accountEnd: 52,
    amountEnd: 84,
    hashedTwice: false,
  },
  'openzeppelin-standard': {
    shape: 'heap',
    bytes: 64,
    accountEnd: 32,
    amountEnd: 64,
    hashedTwice: true,
  },
  'openzeppelin-standard-indexed': {
    shape: 'heap',
    bytes: 96,
    indexEnd: 32,
    accountEnd: 64,
    amountEnd: 96,
    hashedTwice: true,
  },
}

/** One payment of a list. */
export interface DropEntry {
  /** Its position in the list, from 0. */
  readonly index: number
  /** An address in its normal form. */
  readonly account: string
  readonly amount: MinorUnits
}

/** A list of payments as a tree, without its texts: 88 bytes per row, 92 once an account was looked for. */
export interface MerkleDrop {
  readonly root: Uint8Array
  /** The first row of an account in its normal form. */
  indexOf(account: string): number | undefined
  /** The siblings on the way up from a row, one after another. Throws on an index without a row. */
  prove(index: number): Uint8Array
}

/** Takes the rows in order. `build` ends it. */
export interface MerkleDropBuilder {
  add(account: string, amount: MinorUnits): void
  build(): MerkleDrop
}

/** An Ethereum address in the one spelling that is used as a key: 0x and 40 lower-case digits; undefined if it is none. */
export function normaliseAddress(text: string): string | undefined {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? text.toLowerCase() : undefined
}

/** The leaf of one payment, 32 bytes. Throws on an address that is not in its normal form. */
export function dropLeaf(layout: DropLayout, entry: DropEntry): Uint8Array {
  const leaf = new Uint8Array(KECCAK_BYTES)
  createLeafWriter(layout)(entry, leaf, 0)
  return leaf
}

/** Writes leaves into a target at an offset, from one buffer for all of them; returns the bytes of the last account. */
type LeafWriter = (entry: DropEntry, target: Uint8Array, offset: number) => Uint8Array

function createLeafWriter(layout: DropLayout): LeafWriter {
  const { bytes, indexEnd, accountEnd, amountEnd, hashedTwice } = forms[layout]
  const words = new Uint8Array(bytes)
  const view = new DataView(words.buffer)
  const address = words.subarray(accountEnd - ADDRESS_BYTES, accountEnd)
  const once = new Uint8Array(KECCAK_BYTES)
  return ({ index, account, amount }, target, offset) => {
    assert(normaliseAddress(account) === account, 'an address in its normal form')
    assert(isIndex(index), 'an index from 0')
    assert(amount >= 0n && amount <= MINOR_MAX, 'an amount in minor units')
    if (indexEnd !== undefined) view.setBigUint64(indexEnd - 8, BigInt(index))
    for (let i = 0; i < ADDRESS_BYTES; i++) {
      address[i] = Number.parseInt(account.slice(2 * i + 2, 2 * i + 4), 16)
    }
    view.setBigUint64(amountEnd - 16, amount >> 64n)
    view.setBigUint64(amountEnd - 8, amount)
    if (hashedTwice) {
      keccak256Into(once, 0, words)
      keccak256Into(target, offset, once)
    } else {
      keccak256Into(target, offset, words)
    }
    return address
  }
}

function isIndex(index: number): boolean {
  return Number.isSafeInteger(index) && index >= 0
}

/** Starts a tree over at most `rowsMax` rows. */
export function startMerkleDrop(layout: DropLayout, rowsMax: number): MerkleDropBuilder {
  const leaves = new Uint8Array(rowsMax * KECCAK_BYTES)
  const accounts = new Uint8Array(rowsMax * ADDRESS_BYTES)
  const writeLeaf = createLeafWriter(layout)
  let count = 0
  return {
    add(account, amount) {
      assert(count < rowsMax, 'no more rows than were announced')
      const address = writeLeaf({ index: count, account, amount }, leaves, count * KECCAK_BYTES)
      accounts.set(address, count * ADDRESS_BYTES)
      count += 1
    },
    build: () =>
      createDrop(
        buildSortedPairTree(leaves.subarray(0, count * KECCAK_BYTES), forms[layout].shape),
        accounts.subarray(0, count * ADDRESS_BYTES),
      ),
  }
}

/** Apart from the builder, so that the drop does not keep the builder's leaves. */
function createDrop({ root, prove }: SortedPairTree, accounts: Uint8Array): MerkleDrop {
  let order: Uint32Array | undefined
  return {
    root,
    prove,
    indexOf(account) {
      order ??= sortRecords(accounts, ADDRESS_BYTES)
      return findAccount(accounts, order, account)
    },
  }
}

/** What somebody says is in a list, and why. */
export interface DropClaim {
  readonly layout: DropLayout
  readonly root: Uint8Array
  /** In `openzeppelin-standard` the index proves nothing. */
  readonly entry: DropEntry
  readonly proof: Uint8Array
}

/**
 * Says whether the payment is in the list with this root. Input may come from anybody. It takes a payment and never a hash: whoever may bring
 * a leaf's hash may bring an inner node's.
 */
export function verifyDropEntry({ layout, root, entry, proof }: DropClaim): boolean {
  const { account, index } = entry
  if (normaliseAddress(account) !== account) return false
  if (!isIndex(index)) return false
  return verifySortedPairs(root, dropLeaf(layout, entry), proof)
}

/** A proof as callers of contracts write it: 0x and 64 digits for each hash. */
export function encodeDropProof(proof: Uint8Array): readonly string[] {
  const digits = encodeHex(proof)
  return Array.from(
    { length: proof.length / KECCAK_BYTES },
    (_, step) => `0x${digits.slice(2 * step * KECCAK_BYTES, 2 * (step + 1) * KECCAK_BYTES)}`,
  )
}

function findAccount(
  accounts: Uint8Array,
  order: Uint32Array,
  account: string,
): number | undefined {
  const wanted = account.slice(2)
  const accountAt = (place: number): string => {
    const start = (order[place] ?? 0) * ADDRESS_BYTES
    return encodeHex(accounts.subarray(start, start + ADDRESS_BYTES))
  }
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (accountAt(middle) < wanted) low = middle + 1
    else high = middle
  }
  return low < order.length && accountAt(low) === wanted ? order[low] : undefined
}
