import { LEASE_MS_MAX } from '../limits.ts'
import type { LeasedEvidence } from './decision-input.ts'

/** The verifier's time, with ε: both in milliseconds. */
export interface Instant {
  readonly nowMs: number
  readonly clockBoundMs: number
}

/** When the lease of a document with these JWT times (in seconds) ends for us, in milliseconds: never later than LEASE_MS_MAX after `iat`. */
export function leaseEndMs({ iat, exp }: { readonly iat: number; readonly exp: number }): number {
  return Math.min(exp * 1_000, iat * 1_000 + LEASE_MS_MAX)
}

/** How old a document is on this clock. */
export function ageMs(document: Pick<LeasedEvidence, 'issuedAtMs'>, { nowMs }: Instant): number {
  return nowMs - document.issuedAtMs
}

/** Says whether definite answers may be drawn from the document: clock + ε < exp (S1). */
export function isLeased(
  document: Pick<LeasedEvidence, 'expiresAtMs'>,
  { nowMs, clockBoundMs }: Instant,
): boolean {
  return nowMs + clockBoundMs < document.expiresAtMs
}

/** Says whether the document is from later than two honest clocks can differ: one of them is wrong (S12). */
export function isFromFuture(
  document: Pick<LeasedEvidence, 'issuedAtMs'>,
  { nowMs, clockBoundMs }: Instant,
): boolean {
  return document.issuedAtMs > nowMs + 2 * clockBoundMs
}

/** An act that ends something counts from clock + ε ≥ T (DESIGN §5). */
export function hasEnded(atMs: number, { nowMs, clockBoundMs }: Instant): boolean {
  return nowMs + clockBoundMs >= atMs
}

/** An act that grants something counts from clock − ε ≥ T (DESIGN §5). */
export function hasBegun(atMs: number, { nowMs, clockBoundMs }: Instant): boolean {
  return nowMs - clockBoundMs >= atMs
}
