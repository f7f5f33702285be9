/** Output taken from the decompressor at a time. Chosen: a list of 10 M entries of 2 bits is 2.5 MB, three steps; a small one wastes little. */
export const INFLATE_CHUNK_BYTES = 1_048_576
/** zlib level, runs only. Measured on 10 M entries of 2 bits, 1 % revoked: 160 kB in 3 ms; without that strategy 170 kB in 33 ms, at level 9 145 kB in 420 ms. */
export const DEFLATE_LEVEL = 6
