import { concatBytes } from '../bytes/concat-bytes.ts'
import { sortRecords } from '../bytes/sort-records.ts'
import { encodeUtf8 } from '../bytes/utf8.ts'
import { SHA256_BYTES, sha256 } from '../crypto/hash.ts'

/**
 * An entry's number in a draw: SHA-256(seed ‖ entry in UTF-8). Anybody can compute anybody's; no entry's depends on which others there are. As long
 * as the seed was unknown when the entries were fixed, every order is equally likely.
 */
export function lotteryNumber(seed: Uint8Array, entry: string): Uint8Array {
  return sha256(concatBytes(seed, encodeUtf8(entry)))
}

/** The positions of the entries with the smallest numbers, at most `winners` of them. Entries are unique and at most 2^24. */
export function drawLottery(
  seed: Uint8Array,
  entries: readonly string[],
  winners: number,
): ReadonlySet<number> {
  const numbers = new Uint8Array(entries.length * SHA256_BYTES)
  entries.forEach((entry, position) => {
    numbers.set(lotteryNumber(seed, entry), position * SHA256_BYTES)
  })
  return new Set(sortRecords(numbers, SHA256_BYTES).subarray(0, winners))
}
