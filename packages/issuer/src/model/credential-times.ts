import { CREDENTIAL_TIME_UNITS_MIN } from '../limits.ts'

/** The times that a credential says, in seconds (RFC 7519 §2). */
export interface CredentialTimes {
  readonly iat: number
  readonly exp: number
  /** Absent when it is valid at once. */
  readonly nbf?: number
}

/** A day, an hour, a minute and a second, in milliseconds. */
const UNITS_MS = [86_400_000, 3_600_000, 60_000, 1_000] as const

/**
 * Rounds the times of a credential, so that the copies of a batch, which share them, share them with everybody's of about then and cannot be
 * told to be one person's by them (OpenID4VCI 1.0 §15.4.1). The unit is the longest of which it is valid for CREDENTIAL_TIME_UNITS_MIN:
 * UTC days for a month, hours for a day, minutes for an hour. Never valid before or after what was ordered: `iat` and `exp` are
 * rounded down, `nbf` up.
 */
export function credentialTimes(
  issuedAtMs: number,
  { validForMs, notBeforeMs = 0 }: { readonly validForMs: number; readonly notBeforeMs?: number },
): CredentialTimes {
  const unitMs =
    UNITS_MS.find((ms) => validForMs - notBeforeMs >= ms * CREDENTIAL_TIME_UNITS_MIN) ?? 1_000
  const seconds = (units: number): number => (units * unitMs) / 1_000
  const nbf = seconds(Math.ceil((issuedAtMs + notBeforeMs) / unitMs))
  return {
    iat: seconds(Math.floor(issuedAtMs / unitMs)),
    exp: seconds(Math.floor((issuedAtMs + validForMs) / unitMs)),
    ...(notBeforeMs > 0 && { nbf }),
  }
}
