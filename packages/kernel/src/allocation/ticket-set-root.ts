import { assert } from '../assert.ts'
import { compareBytes } from '../bytes/compare-bytes.ts'
import { encodeHex } from '../bytes/hex.ts'
import { sortRecords } from '../bytes/sort-records.ts'
import { SHA256_BYTES, sha256 } from '../crypto/hash.ts'
import { leafHash, treeRoot } from '../trees/tree-hash.ts'

/**
 * The root that is logged when a window closes, against backdating: RFC 6962 over the tickets' SHA-256 hashes in their order as bytes, each once,
 * whatever order they came in (D8). 64 hex digits; of no tickets the empty tree's.
 */
export function ticketSetRoot(ticketHashes: readonly Uint8Array[]): string {
  const hashes = new Uint8Array(ticketHashes.length * SHA256_BYTES)
  ticketHashes.forEach((hash, position) => {
    assert(hash.length === SHA256_BYTES, 'a ticket hash has 32 bytes')
    hashes.set(hash, position * SHA256_BYTES)
  })
  const leaves: Uint8Array[] = []
  let last: Uint8Array | undefined
  for (const position of sortRecords(hashes, SHA256_BYTES)) {
    const hash = ticketHashes[position] as Uint8Array
    if (last === undefined || compareBytes(hash, last) !== 0) leaves.push(leafHash(hash))
    last = hash
  }
  return encodeHex(treeRoot(leaves))
}

/** The same over the entries of an allocation, by their SHA-256 hashes: what the order of limits in count goes by. */
export function entrySetRoot(entries: readonly string[]): string {
  return ticketSetRoot(entries.map((entry) => sha256(entry)))
}
