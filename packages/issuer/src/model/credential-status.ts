import {
  ok,
  type Reasoned,
  type Result,
  refuse,
  STATUS_INVALID,
  STATUS_SUSPENDED,
  STATUS_VALID,
} from '@evenkeel/kernel'

/** The states of a credential after it was issued, in the words of the Token Status List (§7.1). */
export type CredentialStatus = 'valid' | 'suspended' | 'invalid'

/** The value of a status in the list's bits. */
export const STATUS_VALUE: Readonly<Record<CredentialStatus, number>> = {
  valid: STATUS_VALID,
  invalid: STATUS_INVALID,
  suspended: STATUS_SUSPENDED,
}

/** Reason of a status that ended because a newer credential took its place: not a word about its holder, unlike any other. */
export const SUPERSEDED = 'superseded'

/** Says whether a text is a reason as operators give them: a snake_case code. */
export function isStatusReason(text: string): boolean {
  return /^[a-z][a-z0-9_]{0,63}$/.test(text)
}

/** Reads a stored status value; throws on one that this issuer never writes. */
export function statusOfValue(value: number): CredentialStatus {
  if (value === STATUS_VALID) return 'valid'
  if (value === STATUS_SUSPENDED) return 'suspended'
  if (value === STATUS_INVALID) return 'invalid'
  throw new Error(`not a status: ${value}`)
}

/**
 * Decides whether a status may follow another: `changed`, or `unchanged` when it is that already. Invalid is permanent (S6): anything else
 * after it is refused with credential_revoked.
 */
export function decideStatusChange(
  from: CredentialStatus,
  to: CredentialStatus,
): Result<'changed' | 'unchanged', Reasoned> {
  if (from === to) return ok('unchanged')
  return from === 'invalid' ? refuse('credential_revoked', 'invalid is permanent') : ok('changed')
}
