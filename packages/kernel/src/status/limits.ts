/** Output taken from the decompressor at a time. Chosen: a list of 10 M entries of 2 bits is 2.5 MB, three steps; a small one wastes little. */
export const INFLATE_CHUNK_BYTES = 1_048_576
/** zlib level. Measured on 10 M entries: 6 takes 0.08 s, 9 takes 1.2 s for 12 % less. */
export const DEFLATE_LEVEL = 6
