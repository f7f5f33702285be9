import { createKeccakState, type KeccakState } from './keccak-permutation.ts'

/** Bytes of a Keccak-256 digest. */
export const KECCAK_BYTES = 32
/** Bytes that are taken in between two permutations: the state less twice the digest (FIPS 202 §4). */
const RATE_BYTES = 200 - 2 * KECCAK_BYTES

/** Made at the first hash. It holds nothing from one hash to the next, and no hash waits. */
let shared: KeccakState | undefined

/** Keccak-256 as Ethereum has it: the padding of 2011, not that of SHA3-256. 32 new bytes. */
export function keccak256(data: Uint8Array): Uint8Array {
  const digest = new Uint8Array(KECCAK_BYTES)
  keccak256Into(digest, 0, data)
  return digest
}

/** Writes the digest of `data` into `target` at an offset; `data` may be a part of it. */
export function keccak256Into(target: Uint8Array, offset: number, data: Uint8Array): void {
  shared ??= createKeccakState()
  const { bytes, permute } = shared
  bytes.fill(0)
  let taken = 0
  for (; data.length - taken >= RATE_BYTES; taken += RATE_BYTES) {
    for (let i = 0; i < RATE_BYTES; i++) bytes[i] = (bytes[i] ?? 0) ^ (data[taken + i] ?? 0)
    permute()
  }
  const rest = data.length - taken
  for (let i = 0; i < rest; i++) bytes[i] = (bytes[i] ?? 0) ^ (data[taken + i] ?? 0)
  bytes[rest] = (bytes[rest] ?? 0) ^ 0x01
  bytes[RATE_BYTES - 1] = (bytes[RATE_BYTES - 1] ?? 0) ^ 0x80
  permute()
  for (let i = 0; i < KECCAK_BYTES; i++) target[offset + i] = bytes[i] ?? 0
}
