import type { Accreditation, AccreditationRecord, StatusObligations } from './accreditation.ts'

/**
 * What an accreditation is on a clock that may be off by ε: what every record agrees on that may be in force by then, that is anywhere between
 * clock − ε and clock + ε. So an act that ends something counts from `clock + ε ≥ T`, one that grants something from `clock − ε ≥ T`, and a change
 * takes away from the one and gives from the other: nobody accepts at or after T by what has ended, nor before T by what is new (S2, S4).
 * Returns undefined where there may be no accreditation.
 */
export function recordAt(
  { record, pending = [] }: Accreditation,
  { nowMs, clockBoundMs }: { readonly nowMs: number; readonly clockBoundMs: number },
): AccreditationRecord | undefined {
  const begun = pending.filter(({ effectiveAtMs }) => effectiveAtMs <= nowMs + clockBoundMs)
  const certain = begun.findLastIndex(({ effectiveAtMs }) => effectiveAtMs <= nowMs - clockBoundMs)
  const since = certain === -1 ? record : begun[certain]?.record
  const doubtful = begun.slice(certain + 1)
  return since && doubtful.reduce((held, next) => narrow(held, next.record), since)
}

const ASSURANCES = ['low', 'substantial', 'high'] as const

/** What a record and the one after it agree on; what either says that is not active, if either does. */
function narrow(held: AccreditationRecord, next: AccreditationRecord): AccreditationRecord {
  if (held.status !== 'active') return held
  if (next.status !== 'active') return next
  const { statusObligations: _, ...rest } = next
  const statusObligations = narrowObligations(held.statusObligations, next.statusObligations)
  return {
    ...rest,
    keys: held.keys.filter((key) => next.keys.some((other) => keyName(other) === keyName(key))),
    credentialTypes: common(held.credentialTypes, next.credentialTypes),
    jurisdictions: common(held.jurisdictions, next.jurisdictions),
    assurance:
      ASSURANCES.find((level) => level === held.assurance || level === next.assurance) ?? 'low',
    validFromMs: Math.max(held.validFromMs, next.validFromMs),
    validUntilMs: Math.min(held.validUntilMs, next.validUntilMs),
    statusFromMs: held.statusFromMs,
    ...(statusObligations && { statusObligations }),
  }
}

/** Plain lists are there under either; heads may not be. */
function narrowObligations(
  held: StatusObligations | undefined,
  next: StatusObligations | undefined,
): StatusObligations | undefined {
  if (held === undefined || next === undefined) {
    const only = held ?? next
    return only && { ...only, heads: false }
  }
  return {
    heads: held.heads && next.heads,
    leaseMsMax: Math.min(held.leaseMsMax, next.leaseMsMax),
    modes: common(held.modes, next.modes),
  }
}

function keyName({ kty, crv, x, y = '' }: AccreditationRecord['keys'][number]): string {
  return [kty, crv, x, y].join(' ')
}

function common<T>(held: readonly T[], next: readonly T[]): readonly T[] {
  return held.filter((each) => next.includes(each))
}
