import { assert } from '../assert.ts'
import { decodeUint128, encodeUint128, UINT128_MAX } from '../bytes/uint128.ts'
import type { MinorUnits } from '../ids.ts'
import { type Reasoned, refuse } from '../reasons/reasoned.ts'
import { ok, type Result } from '../result.ts'

/** The largest amount, 2^128 - 1. */
export const MINOR_MAX: MinorUnits = UINT128_MAX as MinorUnits

const DECIMAL = /^(?:0|[1-9]\d{0,38})$/

/** Brands an amount that the program itself computed; throws outside 0 to 2^128 - 1. */
export function minorUnits(value: bigint): MinorUnits {
  assert(value >= 0n && value <= UINT128_MAX, 'an amount is 0 to 2^128 - 1 minor units')
  return value as MinorUnits
}

/** Reads the decimal string of a message: digits only, no leading zeros. Reasons: amount_malformed, amount_overflow. */
export function parseMinor(text: string): Result<MinorUnits, Reasoned> {
  if (!DECIMAL.test(text)) return refuse('amount_malformed', 'not a decimal integer')
  return bounded(BigInt(text))
}

/** Writes an amount as `parseMinor` reads it. */
export function formatMinor(amount: MinorUnits): string {
  return amount.toString()
}

/** Writes an amount in the asset's own unit with all `scale` decimals: 1234567 at scale 6 is `1.234567`. */
export function formatAmount(amount: MinorUnits, scale: number): string {
  assert(Number.isInteger(scale) && scale >= 0, 'a scale is a number of decimals')
  if (scale === 0) return formatMinor(amount)
  const digits = formatMinor(amount).padStart(scale + 1, '0')
  return `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

/** Encodes an amount as 16 bytes big-endian: the form in stores, where byte order is numeric order. */
export function minorToBytes(amount: MinorUnits): Uint8Array {
  return encodeUint128(amount)
}

/** Decodes the form in stores; throws on another length. */
export function minorFromBytes(bytes: Uint8Array): MinorUnits {
  return decodeUint128(bytes) as MinorUnits
}

/** Adds two amounts. Reason: amount_overflow. */
export function addMinor(a: MinorUnits, b: MinorUnits): Result<MinorUnits, Reasoned> {
  return bounded(a + b)
}

/** Subtracts `b` from `a`. Reason: amount_underflow. */
export function subtractMinor(a: MinorUnits, b: MinorUnits): Result<MinorUnits, Reasoned> {
  return b > a ? refuse('amount_underflow') : ok((a - b) as MinorUnits)
}

/**
 * Multiplies by the fraction numerator / denominator, exactly, and rounds down. Throws on a fraction that is negative or has no positive
 * denominator. Reason: amount_overflow.
 */
export function multiplyDivide(
  amount: MinorUnits,
  numerator: bigint,
  denominator: bigint,
): Result<MinorUnits, Reasoned> {
  assert(numerator >= 0n && denominator > 0n, 'a share is a fraction of at least 0')
  return bounded((amount * numerator) / denominator)
}

function bounded(value: bigint): Result<MinorUnits, Reasoned> {
  return value > UINT128_MAX ? refuse('amount_overflow') : ok(value as MinorUnits)
}
