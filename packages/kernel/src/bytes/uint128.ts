import { assert } from '../assert.ts'

/** Largest integer that 16 bytes hold. */
export const UINT128_MAX: bigint = 2n ** 128n - 1n

const UINT64_MASK = 2n ** 64n - 1n

/** Encodes an integer of 0 to 2^128 - 1 as 16 bytes big-endian, so that byte order is numeric order; throws on any other. */
export function encodeUint128(value: bigint): Uint8Array {
  assert(value >= 0n && value <= UINT128_MAX, 'not an unsigned 128-bit integer')
  const bytes = new Uint8Array(16)
  const view = new DataView(bytes.buffer)
  view.setBigUint64(0, value >> 64n)
  view.setBigUint64(8, value & UINT64_MASK)
  return bytes
}

/** Decodes 16 bytes big-endian; throws on another length. */
export function decodeUint128(bytes: Uint8Array): bigint {
  assert(bytes.length === 16, 'an unsigned 128-bit integer has 16 bytes')
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16)
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8)
}
