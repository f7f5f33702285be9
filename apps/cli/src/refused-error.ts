import type { ReasonCode } from '@evenkeel/kernel'

/** Why a command ends without having done anything. */
export interface Refusal {
  /** One sentence: what did not happen. */
  readonly what: string
  readonly code: ReasonCode
  /** For the operator, about this one occurrence. */
  readonly detail?: string
  /** What to do; follows from the reason if absent. */
  readonly next?: string
  /** Whether it may end differently later; as the registry says if absent. */
  readonly retryable?: boolean
}

/** Thrown by readers of arguments and files, which commander runs or which run before there is a world; `main` prints it. */
export class RefusedError extends Error {
  override readonly name: string = 'RefusedError'
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.what)
    this.refusal = refusal
  }
}

/** An argument or option that cannot be used. */
export function malformed(what: string, next = 'see the command’s --help'): RefusedError {
  return new RefusedError({ what, code: 'command_malformed', next })
}
