/**
 * When a change of status counts (DESIGN §5): `coordinated`, at an announced time on every verifier; `immediate`, at publication, with older leases
 * still out. *Online* is a verifier's own policy and asks nothing of the issuer.
 */
export type StatusMode = 'coordinated' | 'immediate'

/** Rule data: the mode of a change by its reason; `coordinated` for those that it does not name. */
export type StatusModes = Readonly<Record<string, StatusMode>>

/** The shipped rule: at once where waiting helps a thief or puts somebody at risk, or where the law says so. */
export const DEFAULT_STATUS_MODES: StatusModes = {
  court_order: 'immediate',
  fraud: 'immediate',
  inquiry: 'immediate',
  investigation: 'immediate',
  key_compromise: 'immediate',
  lost: 'immediate',
  safety: 'immediate',
  stolen: 'immediate',
}

/** The mode in which a change for this reason is made, if nobody says otherwise. */
export function modeFor(modes: StatusModes, reason: string): StatusMode {
  return Object.hasOwn(modes, reason) ? (modes[reason] ?? 'coordinated') : 'coordinated'
}
