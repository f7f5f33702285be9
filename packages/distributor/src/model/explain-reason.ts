import { type ReasonCode, reasons } from '@evenkeel/kernel'

/** A reason as the registry has it, for both who meet it. */
export interface ReasonExplained {
  readonly code: ReasonCode
  /** For the claimant. */
  readonly words: string
  readonly operator: string
  readonly appealable: boolean
  readonly retryable: boolean
}

/** Puts a reason into words. */
export function explainReason(code: ReasonCode): ReasonExplained {
  const { audience, operator, appealable, retryable } = reasons[code]
  return { code, words: audience.claimant, operator, appealable, retryable }
}
