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

/** The reason for which a credential has ended for ever, or is announced to; undefined if neither. */
export function endReason(record: {
  readonly status: CredentialStatus
  readonly reason?: string
  readonly pending?: readonly { readonly status: CredentialStatus; readonly reason: string }[]
}): string | undefined {
  return record.status === 'invalid'
    ? record.reason
    : record.pending?.find(({ status }) => status === 'invalid')?.reason
}

/** An announced change of one credential. */
export interface AnnouncedChange {
  readonly act: string
  readonly to: CredentialStatus
  readonly effectiveAtMs: number
}

export interface WantedChange {
  readonly to: CredentialStatus
  /** T of a coordinated change; absent for an immediate one. */
  readonly effectiveAtMs?: number
}

/** What a wanted change comes to. */
export type DecidedChange<A> =
  /** It is so already, or will be: by the act, if one brings it. */
  | { readonly kind: 'unchanged'; readonly by?: A }
  /** It is made, and these acts are void. */
  | { readonly kind: 'changed'; readonly replaces: readonly A[] }

/**
 * Decides whether a change may follow what a credential is and what is announced of it, in the order of T. Invalid is permanent (S6): anything
 * else after it is refused with credential_revoked.
 *
 * | wanted | compared with | makes void |
 * |---|---|---|
 * | coordinated, at T | the status that it would have at T | acts at or after T: no head without the new act lives until then |
 * | immediate | the status now | every announced act |
 *
 * What ends it for ever is made void by an earlier such act alone; else a suspension would take a revocation back that is announced for later.
 */
export function decideStatusChange<A extends AnnouncedChange>(
  now: CredentialStatus,
  announced: readonly A[],
  { to, effectiveAtMs }: WantedChange,
): Result<DecidedChange<A>, Reasoned> {
  const voidable = announced.filter((act) => to === 'invalid' || act.to !== 'invalid')
  if (effectiveAtMs === undefined) {
    const replaces = voidable
    if (now === to && replaces.length === 0) return ok({ kind: 'unchanged' })
    return now === 'invalid' ? refuseRevoked() : ok({ kind: 'changed', replaces })
  }
  const by = announced.findLast((act) => act.effectiveAtMs <= effectiveAtMs)
  const before = by?.to ?? now
  if (before === to) return ok({ kind: 'unchanged', ...(by !== undefined && { by }) })
  if (before === 'invalid') return refuseRevoked()
  const replaces = voidable.filter((act) => act.effectiveAtMs >= effectiveAtMs)
  return ok({ kind: 'changed', replaces })
}

function refuseRevoked(): Result<never, Reasoned> {
  return refuse('credential_revoked', 'invalid is permanent')
}
