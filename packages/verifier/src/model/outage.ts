import type { Unrecorded } from './decision-input.ts'

/** Gives the reason of a port that cannot do its part now (STYLE: errors); throws on what is a fault of the program. */
export function outageOrThrow(fault: unknown): Unrecorded {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
  if (code === 'store_unavailable' || code === 'compute_unavailable') return code
  throw fault
}
