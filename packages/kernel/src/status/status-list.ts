import { assert } from '../assert.ts'
import { sha256 } from '../crypto/hash.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** Bits of one entry (Token Status List draft-21 §4.1). */
export type StatusBits = 1 | 2 | 4 | 8

/** Where in a byte the first entry stands: `lsb` for the Token Status List, `msb` for the W3C Bitstring Status List. */
export type BitOrder = 'lsb' | 'msb'

/** A status list as it is: entries packed into bytes, decoded once and looked up in place. */
export interface StatusList {
  readonly bits: StatusBits
  readonly order: BitOrder
  /** Uncompressed. */
  readonly bytes: Uint8Array
}

/** Values of an entry that the IETF registers (Token Status List draft-21 §7.1); the others are the issuer's. */
export const STATUS_VALID = 0
export const STATUS_INVALID = 1
export const STATUS_SUSPENDED = 2

/** Makes a list of at least `size` entries, all valid; `size` is rounded up to whole bytes. */
export function createStatusList(
  size: number,
  bits: StatusBits,
  order: BitOrder = 'lsb',
): StatusList {
  assert(Number.isSafeInteger(size) && size > 0, 'a status list has entries')
  return { bits, order, bytes: new Uint8Array(Math.ceil((size * bits) / 8)) }
}

/** How many entries the list has. */
export function statusListSize(list: StatusList): number {
  return (list.bytes.length * 8) / list.bits
}

/** Looks up one entry. Reason: status_index_out_of_range, also for an index that is no integer. */
export function getStatus(list: StatusList, index: number): Result<number, Reasoned> {
  if (!Number.isSafeInteger(index) || index < 0 || index >= statusListSize(list)) {
    return refuse('status_index_out_of_range', `${index} of ${statusListSize(list)}`)
  }
  const { byte, shift } = locate(list, index)
  return ok(((list.bytes[byte] ?? 0) >> shift) & entryMask(list))
}

/** Sets one entry in place. Throws when the index or the value does not fit: only the issuer writes, and it knows its list. */
export function setStatus(list: StatusList, index: number, value: number): void {
  const mask = entryMask(list)
  assert(
    Number.isSafeInteger(index) && index >= 0 && index < statusListSize(list),
    'the index is in the list',
  )
  assert(Number.isInteger(value) && value >= 0 && value <= mask, 'the status fits into its bits')
  const { byte, shift } = locate(list, index)
  list.bytes[byte] = ((list.bytes[byte] ?? 0) & ~(mask << shift)) | (value << shift)
}

/** The root of a head: SHA-256 over the uncompressed bytes, because compressors differ (DESIGN §5). */
export function statusRoot(uncompressed: Uint8Array): Uint8Array {
  return sha256(uncompressed)
}

function entryMask(list: StatusList): number {
  return (1 << list.bits) - 1
}

function locate(list: StatusList, index: number): { byte: number; shift: number } {
  const perByte = 8 / list.bits
  const byte = Math.floor(index / perByte)
  const place = index % perByte
  // A value's own bits are always written high to low; only the places of the entries are mirrored.
  return { byte, shift: (list.order === 'lsb' ? place : perByte - 1 - place) * list.bits }
}
