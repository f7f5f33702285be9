import { type Outcome, type ReasonCode, reasons } from '@evenkeel/kernel'

/** What the process says to the shell. Documented in docs/reference/cli.md and tested. */
export const EXIT = {
  done: 0,
  unexpected: 1,
  usage: 2,
  rejected: 3,
  undetermined: 4,
  notFound: 5,
  conflict: 6,
  overloaded: 7,
  unauthorised: 8,
  invariantBroken: 9,
  interrupted: 130,
} as const

export type ExitCode = (typeof EXIT)[keyof typeof EXIT]

export function exitCodeOfOutcome(outcome: Outcome): ExitCode {
  if (outcome === 'accepted') return EXIT.done
  return outcome === 'rejected' ? EXIT.rejected : EXIT.undetermined
}

/** The verifier's own trouble: nothing was decided. */
const undecided: ReadonlySet<ReasonCode> = new Set<ReasonCode>([
  'status_stale',
  'status_unavailable',
  'accreditation_stale',
  'clock_unsafe',
  'undetermined_held',
])

const byHttpStatus: Readonly<Record<number, ExitCode>> = {
  400: EXIT.usage,
  401: EXIT.unauthorised,
  403: EXIT.unauthorised,
  404: EXIT.notFound,
  409: EXIT.conflict,
  413: EXIT.usage,
  429: EXIT.overloaded,
  503: EXIT.overloaded,
}

/** Maps the reason of a refusal to an exit code; what is left is a negative answer. */
export function exitCodeOfReason(code: ReasonCode): ExitCode {
  if (undecided.has(code)) return EXIT.undetermined
  if (code.startsWith('log_')) return EXIT.invariantBroken
  return byHttpStatus[reasons[code].httpStatus] ?? EXIT.rejected
}
