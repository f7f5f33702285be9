import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'

/** Says whether two byte strings are equal, in a time that depends on their lengths only: safe for MACs and secrets. */
export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Orders byte strings as unsigned bytes, a prefix first; returns -1, 0 or 1. Not for secrets. */
export function compareBytes(a: Uint8Array, b: Uint8Array): -1 | 0 | 1 {
  return Buffer.compare(a, b)
}
