import type { ActMode } from '@evenkeel/kernel'

/** Rule data: the mode of an act upon an accreditation by its reason; `coordinated` for those that it does not name. */
export type AccreditationModes = Readonly<Record<string, ActMode>>

/** The shipped rule: at once where waiting helps a thief or puts somebody at risk, or where the law says so. */
export const DEFAULT_ACCREDITATION_MODES: AccreditationModes = {
  court_order: 'immediate',
  fraud: 'immediate',
  key_compromise: 'immediate',
  safety: 'immediate',
}

/** The mode of an act for this reason, if nobody says otherwise. */
export function actModeFor(modes: AccreditationModes, reason: string | undefined): ActMode {
  const isNamed = reason !== undefined && Object.hasOwn(modes, reason)
  return (isNamed ? modes[reason] : undefined) ?? 'coordinated'
}
