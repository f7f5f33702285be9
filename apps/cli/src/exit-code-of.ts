import { type Outcome, type ReasonCode, reasons } from '@evenkeel/kernel'
import { EXIT, type ExitCode } from './exit-codes.ts'

/** The exit code of a verdict. */
export function exitCodeOfOutcome(outcome: Outcome): ExitCode {
  if (outcome === 'accepted') return EXIT.done
  return outcome === 'rejected' ? EXIT.rejected : EXIT.undetermined
}

/** What the HTTP status of a reason leaves open or says otherwise. */
const byReason: Readonly<Partial<Record<ReasonCode, ExitCode>>> = {
  // The verifier's own trouble: nothing was decided.
  status_stale: EXIT.undetermined,
  status_unavailable: EXIT.undetermined,
  status_list_malformed: EXIT.undetermined,
  status_rolled_back: EXIT.undetermined,
  accreditation_stale: EXIT.undetermined,
  clock_unsafe: EXIT.undetermined,
  // That session is over: another one has to be opened.
  presentation_attempts_exhausted: EXIT.rejected,
  // What only a log that was tampered with gives.
  log_proof_invalid: EXIT.invariantBroken,
  log_signature_invalid: EXIT.invariantBroken,
  log_entry_tampered: EXIT.invariantBroken,
  log_truncated: EXIT.invariantBroken,
  log_forked: EXIT.invariantBroken,
  log_rolled_back: EXIT.invariantBroken,
}

const byHttpStatus: Readonly<Record<number, ExitCode>> = {
  202: EXIT.undetermined,
  400: EXIT.usage,
  401: EXIT.unauthorised,
  403: EXIT.unauthorised,
  404: EXIT.notFound,
  405: EXIT.usage,
  408: EXIT.overloaded,
  409: EXIT.conflict,
  410: EXIT.rejected,
  413: EXIT.usage,
  415: EXIT.usage,
  421: EXIT.rejected,
  422: EXIT.rejected,
  431: EXIT.usage,
  429: EXIT.overloaded,
  500: EXIT.unexpected,
  502: EXIT.overloaded,
  503: EXIT.overloaded,
  504: EXIT.overloaded,
  507: EXIT.overloaded,
}

/** Maps the reason of a refusal to an exit code; undefined for an HTTP status that nobody has thought about. */
export function exitCodeOfReason(code: ReasonCode): ExitCode | undefined {
  return byReason[code] ?? byHttpStatus[reasons[code].httpStatus]
}
