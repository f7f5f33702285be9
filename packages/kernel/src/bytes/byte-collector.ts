/** Joins the pieces of a stream as they come, in memory of at most twice their length, however small its sender makes them. */
export interface ByteCollector {
  /** Bytes so far. */
  readonly length: number
  add(piece: Uint8Array): void
  /** All pieces, in order, in memory of their own; to be read only. */
  bytes(): Uint8Array
}

const NOTHING: Uint8Array<ArrayBuffer> = new Uint8Array()

/**
 * Makes a collector. A list of the pieces would cost some 300 bytes for each, and whoever sends a body byte by byte, each a chunk of its own,
 * would be given 300 times what it sent.
 */
export function createByteCollector(): ByteCollector {
  let held: Uint8Array<ArrayBuffer> = NOTHING
  let length = 0
  return {
    get length() {
      return length
    },
    add(piece) {
      const needed = length + piece.length
      if (length === 0) {
        // Most bodies are one piece: then this is their only copy.
        held = new Uint8Array(piece)
        length = needed
        return
      }
      if (needed > held.length) {
        const larger = new Uint8Array(Math.max(needed, 2 * held.length))
        larger.set(held.subarray(0, length))
        held = larger
      }
      held.set(piece, length)
      length = needed
    },
    bytes: () => (held.length === length ? held : held.slice(0, length)),
  }
}
