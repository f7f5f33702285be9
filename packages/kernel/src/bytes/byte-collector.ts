/** Joins the pieces of a stream as they come, in memory of at most twice their length, however small its sender makes them. */
export interface ByteCollector {
  /** Bytes so far. */
  readonly length: number
  add(piece: Uint8Array): void
  /** A copy of all pieces, in order. */
  bytes(): Uint8Array
}

/** Room of a new collector, in bytes. Chosen: most messages fit. */
const INITIAL_BYTES = 1_024

/**
 * Makes a collector. A list of the pieces would cost some 300 bytes for each, and whoever sends a body byte by byte, each a chunk of its own,
 * would be given 300 times what it sent.
 */
export function createByteCollector(): ByteCollector {
  let held = new Uint8Array(INITIAL_BYTES)
  let length = 0
  return {
    get length() {
      return length
    },
    add(piece) {
      const needed = length + piece.length
      if (needed > held.length) {
        const larger = new Uint8Array(Math.max(needed, 2 * held.length))
        larger.set(held.subarray(0, length))
        held = larger
      }
      held.set(piece, length)
      length = needed
    },
    bytes: () => held.slice(0, length),
  }
}
