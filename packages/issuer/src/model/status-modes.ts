import type { StatusMode } from '@evenkeel/kernel'

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

/** The mode in which a change for this reason is made, if nobody says otherwise: by the first rule that names the reason. */
export function modeFor(rules: readonly StatusModes[], reason: string): StatusMode {
  return rules.find((modes) => Object.hasOwn(modes, reason))?.[reason] ?? 'coordinated'
}
