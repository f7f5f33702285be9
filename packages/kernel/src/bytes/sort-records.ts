import { assert } from '../assert.ts'

/** Bits of a key that a record's position takes, and the records that can be told apart with them. */
const POSITION_BITS = 24
const RECORDS_MAX = 2 ** POSITION_BITS
/** Bits of a record that go in front: together they are an integer that a double holds exactly. */
const PREFIX_BITS = 53 - POSITION_BITS

/**
 * The positions of records of one width that lie one after another, in the order of their bytes; equal records stay as they are. Records of 4
 * bytes or more, at most 2^24. Sorts beginnings as numbers and compares whole records only where those are equal: for hashes almost never.
 * Measured on Node 26, a million hashes: 0.21 s, and 0.55 s with a comparing function.
 */
export function sortRecords(records: Uint8Array, width: number): Uint32Array {
  const count = records.length / width
  assert(Number.isInteger(count) && width >= 4, 'whole records of 4 bytes or more')
  assert(count <= RECORDS_MAX, `at most ${RECORDS_MAX} records`)
  const view = new DataView(records.buffer, records.byteOffset, records.byteLength)
  const keys = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    keys[i] = (view.getUint32(i * width) >>> (32 - PREFIX_BITS)) * RECORDS_MAX + i
  }
  keys.sort()
  const order = Uint32Array.from(keys, (key) => key % RECORDS_MAX)
  const prefixAt = (place: number): number => Math.floor((keys[place] ?? 0) / RECORDS_MAX)
  for (let start = 0; start < count; ) {
    let end = start + 1
    while (end < count && prefixAt(end) === prefixAt(start)) end++
    if (end - start > 1) {
      order.subarray(start, end).sort((a, b) => compareRecords(records, width, a, b) || a - b)
    }
    start = end
  }
  return order
}

function compareRecords(records: Uint8Array, width: number, a: number, b: number): number {
  for (let i = 0; i < width; i++) {
    const difference = (records[a * width + i] ?? 0) - (records[b * width + i] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
